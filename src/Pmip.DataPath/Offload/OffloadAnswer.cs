namespace Pmip.DataPath.Offload;

/// <summary>What an offload says to a session that it is offered.</summary>
internal enum OffloadAnswer : byte
{
    /// <summary>In force.</summary>
    Taken,

    /// <summary>The device works at it; an event will say how it ended.</summary>
    Pending,

    /// <summary>It cannot carry this session.</summary>
    Refused,

    /// <summary>It has no room now.</summary>
    Full,

    /// <summary>It cannot carry the session, and has kept a part of it that it does not let go of: it is to be asked again.</summary>
    Stuck,
}
