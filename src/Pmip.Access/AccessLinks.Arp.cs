using System;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Packets;

namespace Pmip.Access;

/// <summary>
/// ARP: every address but the node's own is behind us, so its home subnet needs no neighbours (RFC 5844 3.4). We choose not to
/// answer for 169.254/16, because nothing is behind us there and a node looking for a free one would never end.
/// </summary>
public sealed partial class AccessLinks
{
    private const int ArpFrameLength = EthernetHeader.Length + ArpPacket.Length;

    private void ReceiveArp(int link, MacAddress source, ReadOnlySpan<byte> payload, Instant now, AccessOutbox outbox)
    {
        if (ArpPacket.TryRead(payload, out ArpPacket arp) != WireStatus.Ok)
        {
            Counters.Increment(AccessCounter.MalformedFrame);
            return;
        }

        if (arp.SenderLinkLayerAddress != source)
        {
            Counters.Increment(AccessCounter.ForeignArpSender);
            return;
        }

        int node = Note(link, source, AttachTrigger.Arp, now, outbox);
        if (node < 0 || _nodes[node].State != AccessNodeState.Served || arp.Operation != ArpOperation.Request || arp.IsAnnouncement)
        {
            return;
        }

        bool probe = arp.SenderAddress.IsUnspecified;
        if (!probe && ConnectionWithHomeAddress(node, arp.SenderAddress) < 0)
        {
            Counters.Increment(AccessCounter.ForeignArpSender);
        }
        else if (IsBehindUs(node, arp.TargetAddress, probe) && MayAnswer(node, now))
        {
            AnswerArp(node, arp, outbox);
        }
    }

    /// <summary>The connection whose IPv4 home address is <paramref name="address"/>, or -1.</summary>
    private int ConnectionWithHomeAddress(int node, IpAddress address)
    {
        for (int connection = 0; connection < ConnectionsPerNodeMax; connection++)
        {
            ref readonly ConnectionGrant grant = ref GrantOf(node, connection);
            if ((_nodes[node].Up & Bit(connection)) != 0 && grant.HasIpv4 && grant.HomeAddress4 == address)
            {
                return connection;
            }
        }

        return -1;
    }

    /// <summary>A probe is answered only where an answer says the truth: in the home subnet, whose addresses belong to others.</summary>
    private bool IsBehindUs(int node, IpAddress target, bool probe)
    {
        uint number = target.IPv4;
        if (target.IsUnspecified || target.IsMulticast || target.IsLoopback || number == uint.MaxValue || number >> 16 == 0xA9FE
            || ConnectionWithHomeAddress(node, target) >= 0)
        {
            return false;
        }

        for (int connection = 0; probe && connection < ConnectionsPerNodeMax; connection++)
        {
            ref readonly ConnectionGrant grant = ref GrantOf(node, connection);
            if ((_nodes[node].Up & Bit(connection)) != 0 && (grant.IsInHomeSubnet(target) || grant.DefaultRouter4 == target))
            {
                return true;
            }
        }

        return !probe;
    }

    private void AnswerArp(int node, scoped in ArpPacket request, AccessOutbox outbox)
    {
        ref readonly AccessNode row = ref _nodes[node];
        WireStatus status = ArpPacket.EmitFrame(
            outbox.Begin(ArpFrameLength),
            ArpOperation.Reply,
            _links[row.Link].GatewayLinkLayerAddress,
            request.TargetAddress,
            row.Address,
            request.SenderAddress,
            out int length);
        Invariant.Require(status == WireStatus.Ok);
        Sent(node, length, AccessCounter.ArpReplies, outbox);
    }
}
