namespace Pmip.Appliance.Host;

/// <summary>Why a life of the node ended, or a stay in safe mode.</summary>
internal enum LifeEnd : byte
{
    /// <summary>A signal ends the process.</summary>
    Signal,

    /// <summary>Another thread wants another life, or none.</summary>
    Order,

    /// <summary>The kernel refused what the loop cannot be without; the process ends with a failure.</summary>
    Failed,
}
