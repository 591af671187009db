namespace Pmip.Appliance.Logging;

/// <summary>How much of what happens is worth a line.</summary>
public enum EventLevel : byte
{
    /// <summary>Everything, refreshes of bindings included.</summary>
    Debug,

    /// <summary>The life of bindings, nodes and interfaces.</summary>
    Info,

    /// <summary>Refusals and what an operator should look at.</summary>
    Warn,

    /// <summary>What stops service.</summary>
    Error,
}
