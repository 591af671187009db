using System;
using Pmip.Appliance.Control;
using Pmip.Appliance.Logging;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;

namespace Pmip.Appliance.Host;

/// <summary>What an operator may change on the running node. Each request walks one table a few times.</summary>
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

        int before = CountConnections(gateway.Engine, identifier, accessPoint);
        for (int slot = 0; slot < gateway.Engine.Capacity; slot++)
        {
            if (IsConnected(gateway.Engine, slot, identifier, accessPoint))
            {
                gateway.Detach(slot, wholeNode: accessPoint.IsEmpty);
            }
        }

        // With a node go all of its connections at once, so the slots that were acted on are not the answer.
        count = before - CountConnections(gateway.Engine, identifier, accessPoint);
        return Report("detach"u8, identifier, count);
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

        return Report("remove"u8, identifier, count);
    }

    private int CountConnections(MobileAccessGateway engine, ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint)
    {
        int count = 0;
        for (int slot = 0; slot < engine.Capacity; slot++)
        {
            count += IsConnected(engine, slot, identifier, accessPoint) ? 1 : 0;
        }

        return count;
    }

    private bool IsConnected(MobileAccessGateway engine, int slot, ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint) =>
        engine.TryRead(slot, clock.Now, out BindingUpdateListEntryView view)
        && view.State != BindingUpdateState.Deregistering
        && Fits(view.Identifier, view.AccessPoint, identifier, accessPoint);

    private OperatorStatus Report(ReadOnlySpan<byte> request, ReadOnlySpan<byte> identifier, int count)
    {
        Span<byte> text = stackalloc byte[request.Length + 1 + Math.Min(identifier.Length, byte.MaxValue)];
        request.CopyTo(text);
        text[request.Length] = (byte)' ';
        identifier[..Math.Min(identifier.Length, byte.MaxValue)].CopyTo(text[(request.Length + 1)..]);
        events.Write(EventKind.ControlRequest, text, number: count);
        return count > 0 ? OperatorStatus.Done : OperatorStatus.NotFound;
    }

    private static bool Fits(
        ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint, ReadOnlySpan<byte> wantedIdentifier, ReadOnlySpan<byte> wantedAccessPoint) =>
        identifier.SequenceEqual(wantedIdentifier) && (wantedAccessPoint.IsEmpty || accessPoint.SequenceEqual(wantedAccessPoint));
}
