namespace Pmip.Wire.Mobility;

/// <summary>Handoff Indicator (RFC 5213 8.4). Undefined numbers pass through.</summary>
public enum HandoffIndicator : byte
{
    /// <summary>Reserved.</summary>
    Reserved = 0,

    /// <summary>Attachment over a new interface.</summary>
    NewInterface = 1,

    /// <summary>Handoff between two interfaces of the node.</summary>
    BetweenInterfaces = 2,

    /// <summary>Handoff between MAGs for the same interface.</summary>
    BetweenMags = 3,

    /// <summary>Handoff state unknown.</summary>
    Unknown = 4,

    /// <summary>Re-registration, nothing changed.</summary>
    ReRegistration = 5,

    /// <summary>New interface that shares the prefixes (RFC 7864).</summary>
    SharedPrefixes = 6,
}
