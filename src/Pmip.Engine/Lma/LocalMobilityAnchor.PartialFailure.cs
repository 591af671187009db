using Pmip.Engine.Peers;
using Pmip.Engine.Sessions;

namespace Pmip.Engine.Lma;

/// <content>Partial failure: components of MAGs, and of our own (TS 23.007, TS 29.275).</content>
public sealed partial class LocalMobilityAnchor
{
    private readonly PartialFailure _partialFailure;

    /// <summary>A component of this node failed: every MAG that knows components is told, one by one, by <see cref="Expire"/>.</summary>
    public FailureReportStart ReportComponentFailure(ushort csid) => _partialFailure.Report(csid);

    /// <summary>The component of its MAG that a binding depends on; false when the MAG gave none.</summary>
    public bool TryReadComponent(int slot, out ConnectionSetIdentifier component)
    {
        int place = _cache.IsTaken(slot) ? _partialFailure.Components.First(slot) : ComponentIndex.None;
        component = place == ComponentIndex.None ? default : _partialFailure.Components[place];
        return place != ComponentIndex.None;
    }
}
