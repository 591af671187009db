using System;
using Pmip.Appliance.Control;
using Pmip.Appliance.Logging;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;

namespace Pmip.Appliance.Host;

/// <summary>What an operator may change on the running node. Each request walks one table once.</summary>
internal sealed class OperatorActions(AnchorDriver? anchor, GatewayDriver? gateway, LogThread log, TurnClock clock, RoomEvents events)
    : IOperatorActions
{
    /// <inheritdoc/>
    public void SetLogLevel(EventLevel level) => log.Level = level;

    /// <inheritdoc/>
    public OperatorStatus Detach(ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint, out int count)
    {
        count = 0;
        if (gateway is null)
        {
            return OperatorStatus.WrongRole;
        }

        for (int slot = 0; slot < gateway.Engine.Capacity; slot++)
        {
            if (gateway.Engine.TryRead(slot, clock.Now, out BindingUpdateListEntryView view)
                && view.State != BindingUpdateState.Deregistering
                && Fits(view.Identifier, view.AccessPoint, identifier, accessPoint))
            {
                count += gateway.Detach(slot, wholeNode: accessPoint.IsEmpty) ? 1 : 0;
            }
        }

        return Report("detach"u8, count);
    }

    /// <inheritdoc/>
    public OperatorStatus Remove(ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint, out int count)
    {
        count = 0;
        if (anchor is null)
        {
            return OperatorStatus.WrongRole;
        }

        for (int slot = 0; slot < anchor.Engine.Capacity; slot++)
        {
            if (anchor.Engine.TryRead(slot, clock.Now, out BindingCacheEntryView view)
                && Fits(view.Identifier, view.AccessPoint, identifier, accessPoint))
            {
                count += anchor.Remove(slot) ? 1 : 0;
            }
        }

        return Report("remove"u8, count);
    }

    private OperatorStatus Report(ReadOnlySpan<byte> request, int count)
    {
        events.Write(EventKind.ControlRequest, request, number: count);
        return count > 0 ? OperatorStatus.Done : OperatorStatus.NotFound;
    }

    private static bool Fits(
        ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint, ReadOnlySpan<byte> wantedIdentifier, ReadOnlySpan<byte> wantedAccessPoint) =>
        identifier.SequenceEqual(wantedIdentifier) && (wantedAccessPoint.IsEmpty || accessPoint.SequenceEqual(wantedAccessPoint));
}
