using Pmip.Engine.Peers;
using Pmip.Engine.Sessions;

namespace Pmip.Engine.Mag;

/// <content>Partial failure: components of LMAs, and of our own (TS 23.007, TS 29.275).</content>
public sealed partial class MobileAccessGateway
{
    private readonly PartialFailure _partialFailure;

    /// <summary>A component of this node failed: every LMA that knows components is told, one by one, by <see cref="Expire"/>.</summary>
    public FailureReportStart ReportComponentFailure(ushort csid) => _partialFailure.Report(csid);

    /// <summary>The component of its LMA that a connection depends on; false when the LMA gave none.</summary>
    public bool TryReadComponent(int slot, out ConnectionSetIdentifier component)
    {
        int place = _list.IsTaken(slot) ? _partialFailure.Components.First(slot) : ComponentIndex.None;
        component = place == ComponentIndex.None ? default : _partialFailure.Components[place];
        return place != ComponentIndex.None;
    }
}
