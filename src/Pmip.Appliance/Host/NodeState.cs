namespace Pmip.Appliance.Host;

/// <summary>Where the process stands, for greetings, LEDs and the watchdog.</summary>
internal enum NodeState : byte
{
    /// <summary>A life of the node begins.</summary>
    Starting,

    /// <summary>The node runs.</summary>
    Running,

    /// <summary>No node runs: the operator is to mend the configuration.</summary>
    SafeMode,

    /// <summary>The process ends.</summary>
    Ending,
}
