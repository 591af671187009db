namespace Pmip.Engine.Configuration;

/// <summary>Whether a configuration can take the place of the one that an engine runs with.</summary>
public enum ReconfigurationStatus : byte
{
    /// <summary>It can, or it has.</summary>
    Ready,

    /// <summary>Table sizes, own addresses or the mode differ: these hold for an engine's life, so it takes a new one.</summary>
    FixedForLife,

    /// <summary>It names more peers with addresses than the table has places for, which takes a new engine with a larger one.</summary>
    PeersTooMany,

    /// <summary>Another configuration came into force since it was prepared: prepare it again.</summary>
    Superseded,

    /// <summary>The places of the peer table are held by peers that have bindings: try again when some of these are gone.</summary>
    PeerTableFull,
}
