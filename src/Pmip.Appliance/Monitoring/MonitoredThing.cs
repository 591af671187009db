namespace Pmip.Appliance.Monitoring;

/// <summary>What <c>monitor</c> follows.</summary>
internal enum MonitoredThing : byte
{
    /// <summary>Bindings that come, change and go.</summary>
    Bindings,

    /// <summary>Peers, likewise.</summary>
    Peers,

    /// <summary>Counters that grow.</summary>
    Counters,

    /// <summary>Lines of the log.</summary>
    Log,

    /// <summary>Every event, before the limits of the log.</summary>
    Events,
}
