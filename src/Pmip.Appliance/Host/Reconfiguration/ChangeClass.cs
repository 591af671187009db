namespace Pmip.Appliance.Host.Reconfiguration;

/// <summary>How a changed key comes into force.</summary>
internal enum ChangeClass : byte
{
    /// <summary>While the node runs; no binding notices.</summary>
    Live,

    /// <summary>While the node runs; bindings that the new value contradicts end. How many, the engines say.</summary>
    Contradicts,

    /// <summary>By a new start of the node in the same process.</summary>
    Restarts,

    /// <summary>When the process starts next: it cannot change while an operator is connected through it.</summary>
    NextStart,
}
