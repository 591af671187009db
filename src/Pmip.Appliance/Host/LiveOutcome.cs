namespace Pmip.Appliance.Host;

/// <summary>How it ended to bring a configuration into force while the node runs.</summary>
internal enum LiveOutcome : byte
{
    /// <summary>The node runs with it.</summary>
    Applied,

    /// <summary>Nothing has changed, and nothing can be done about it now; the message says why.</summary>
    Refused,

    /// <summary>Nothing has changed: it takes a new start of the node.</summary>
    WantsRestart,
}
