using System;
using Pmip.Appliance.Control;
using Pmip.Appliance.Logging;
using Pmip.Appliance.Tunnels;

namespace Pmip.Appliance.Host;

/// <summary>What an operator may change on the running node. Each request walks one table a few times.</summary>
internal sealed partial class OperatorActions(
    AnchorDriver? anchor,
    GatewayDriver? gateway,
    AccessPorts? accessPorts,
    AccessPointNames accessPoints,
    StaticTunnels tunnels,
    LogThread log,
    TurnClock clock,
    RoomEvents events)
    : IOperatorActions
{
    /// <inheritdoc/>
    public void SetLogLevel(EventLevel level) => log.Level = level;

    // Who asked for what is in the log, whatever came of it.
    private OperatorStatus Report(ReadOnlySpan<byte> request, ReadOnlySpan<byte> identifier, int count) =>
        Report(request, identifier, count, count > 0 ? OperatorStatus.Done : OperatorStatus.NotFound);

    private OperatorStatus Report(ReadOnlySpan<byte> request, ReadOnlySpan<byte> identifier, int count, OperatorStatus status)
    {
        Span<byte> text = stackalloc byte[request.Length + 1 + Math.Min(identifier.Length, byte.MaxValue)];
        request.CopyTo(text);
        text[request.Length] = (byte)' ';
        identifier[..Math.Min(identifier.Length, byte.MaxValue)].CopyTo(text[(request.Length + 1)..]);
        events.Write(EventKind.ControlRequest, text, number: count);
        return status;
    }

    private static bool Fits(
        ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint, ReadOnlySpan<byte> wantedIdentifier, ReadOnlySpan<byte> wantedAccessPoint) =>
        identifier.SequenceEqual(wantedIdentifier) && (wantedAccessPoint.IsEmpty || accessPoint.SequenceEqual(wantedAccessPoint));
}
