using System;
using System.Buffers.Text;
using System.Text;
using Pmip.Appliance.Control;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Logging;
using Pmip.Appliance.State;
using Pmip.Appliance.Tunnels;
using Pmip.DataPath;
using Pmip.Engine.Peers;

namespace Pmip.Appliance.Host;

/// <summary>What an operator may change on the running node. Each request walks one table a few times.</summary>
internal sealed partial class OperatorActions(
    AnchorDriver? anchor,
    GatewayDriver? gateway,
    AccessPorts? accessPorts,
    AccessPointNames accessPoints,
    StaticTunnels tunnels,
    IGreDataPath dataPath,
    ReservationKeeper? reservations,
    LogThread log,
    TurnClock clock,
    RoomEvents events)
    : IOperatorActions
{
    /// <summary>The access points that an operator may name. Only the loop's thread changes them.</summary>
    public AccessPointNames AccessPoints { get; set; } = accessPoints;

    /// <inheritdoc/>
    public void SetLogLevel(EventLevel level) => log.Level = level;

    /// <inheritdoc/>
    public OperatorStatus RevokePeer(ReadOnlySpan<byte> peer, out int count)
    {
        count = 0;
        OperatorStatus status = RevokeAtAnchor(peer, default, OperatorStatus.NoSuchPeer, ref count);
        status = RevokeAtGateway(peer, default, status, ref count);
        return Report("revoke peer"u8, peer, count, status);
    }

    /// <inheritdoc/>
    public OperatorStatus RevokeRealm(ReadOnlySpan<byte> realm, ReadOnlySpan<byte> peer, out int count)
    {
        count = 0;
        OperatorStatus status = RevokeAtAnchor(peer, realm, OperatorStatus.NoSuchPeer, ref count);
        status = RevokeAtGateway(peer, realm, status, ref count);
        return Report("revoke realm"u8, realm, count, status);
    }

    /// <inheritdoc/>
    public OperatorStatus ReportComponentFailure(ushort csid)
    {
        OperatorStatus status = OperatorStatus.ComponentsUnused;
        if (anchor is not null)
        {
            status = StatusOf(anchor.Engine.ReportComponentFailure(csid));
        }

        if (gateway is not null)
        {
            OperatorStatus own = StatusOf(gateway.Engine.ReportComponentFailure(csid));
            status = status == OperatorStatus.Done ? status : own;
        }

        Span<byte> text = stackalloc byte[8];
        Utf8Formatter.TryFormat(csid, text, out int length);
        return Report("component failed"u8, text[..length], status == OperatorStatus.Done ? 1 : 0, status);
    }

    private static OperatorStatus StatusOf(FailureReportStart start) => start switch
    {
        FailureReportStart.Started => OperatorStatus.Done,
        FailureReportStart.Busy => OperatorStatus.ReportUnderWay,
        _ => OperatorStatus.ComponentsUnused,
    };

    // An empty name is that of all.
    private static bool IsNamed(PeerTable peers, int slot, ReadOnlySpan<byte> name)
    {
        if (!peers.TryRead(slot, out PeerView view) || name.IsEmpty)
        {
            return view.Name is not null;
        }

        Span<byte> own = stackalloc byte[VerbArguments.WordLengthMax];
        return Encoding.UTF8.TryGetBytes(view.Name, own, out int length) && name.SequenceEqual(own[..length]);
    }

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
