using Pmip.Appliance.Configuration;

namespace Pmip.Appliance.Host.Reconfiguration;

/// <summary>What a plan asks of the running node.</summary>
internal interface INodeCounts
{
    /// <summary>Bindings that the node has now.</summary>
    int Bindings { get; }

    /// <summary>
    /// How many of them would end if the node went on with <paramref name="next"/>; null, and in <paramref name="obstacle"/> why, when
    /// it takes a new start.
    /// </summary>
    int? CountEnded(ApplianceConfiguration next, out string obstacle);
}
