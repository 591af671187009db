using System;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Packets;

namespace Pmip.Access;

/// <summary>IPv6 from nodes: solicitations, address detection, and packets that only show that a node is there.</summary>
public sealed partial class AccessLinks
{
    private const int NeighborFrameLengthMax = EthernetHeader.Length + Ipv6Header.Length + 32;

    /// <summary>Answers per node: this many at once, one per interval in the long run.</summary>
    private const int AnswerBurst = 20;

    private static readonly Duration AnswerInterval = Duration.FromMilliseconds(100);

    private void ReceiveIpv6(int link, MacAddress source, ReadOnlySpan<byte> packet, Instant now, AccessOutbox outbox)
    {
        if (Ipv6Header.TryRead(packet, out Ipv6Header header) != WireStatus.Ok)
        {
            Counters.Increment(AccessCounter.MalformedFrame);
            return;
        }

        switch (NeighborDiscoveryMessage.TryReadPacket(packet, out NeighborDiscoveryMessage message))
        {
            case WireStatus.Ok:
                ReceiveDiscovery(link, source, message, now, outbox);
                break;
            case WireStatus.Unsupported:
                int node = Note(link, source, AttachTrigger.Traffic, now, outbox);
                Learn(node, header.Source);
                break;
            default:
                Counters.Increment(AccessCounter.MalformedDiscovery);
                break;
        }
    }

    private void ReceiveDiscovery(
        int link, MacAddress source, scoped in NeighborDiscoveryMessage message, Instant now, AccessOutbox outbox)
    {
        if (message.Type == Icmpv6Type.RouterAdvertisement)
        {
            Counters.Increment(AccessCounter.RogueRouterAdvertisement);
            return;
        }

        AttachTrigger trigger = message.Type == Icmpv6Type.RouterSolicitation ? AttachTrigger.RouterSolicitation
            : message.IsDuplicateAddressDetection ? AttachTrigger.AddressDetection : AttachTrigger.NeighborDiscovery;
        int node = Note(link, source, trigger, now, outbox);
        Learn(node, message.IsDuplicateAddressDetection ? message.Target : message.Source);
        if (node < 0)
        {
            return;
        }

        if (message.Type == Icmpv6Type.RouterSolicitation)
        {
            Solicited(node, now, outbox);
        }
        else if (message.Type == Icmpv6Type.NeighborSolicitation && IsOurs(link, message.Target))
        {
            AnswerSolicitation(node, message, now, outbox);
        }
    }

    /// <summary>Remembers how to reach the node for a probe. Our own address is never the node's.</summary>
    private void Learn(int node, IpAddress address)
    {
        if (node < 0 || address.IsUnspecified || address.IsMulticast || address.IsLoopback || IsOurs(_nodes[node].Link, address))
        {
            return;
        }

        if (address.IsLinkLocal)
        {
            _nodes[node].LinkLocal = address;
        }
        else if (HoldsPrefixOf(node, address))
        {
            _nodes[node].Global = address;
        }
    }

    private bool HoldsPrefixOf(int node, IpAddress address)
    {
        for (int connection = 0; connection < ConnectionsPerNodeMax; connection++)
        {
            if ((_nodes[node].Up & Bit(connection)) == 0)
            {
                continue;
            }

            ref readonly IpPrefixList prefixes = ref GrantOf(node, connection).Prefixes;
            for (int i = 0; i < prefixes.Count; i++)
            {
                if (prefixes[i].Contains(address))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool IsOurs(int link, IpAddress address)
    {
        if (address == _links[link].FixedLinkLocalAddress)
        {
            return true;
        }

        return _gatewayAddresses[link].AsSpan().IndexOf(address) >= 0;
    }

    /// <summary>Who asks for our address learns our MAC; who wants to take it learns that it is taken (RFC 4861 7.2.4).</summary>
    private void AnswerSolicitation(int node, scoped in NeighborDiscoveryMessage message, Instant now, AccessOutbox outbox)
    {
        ref AccessNode row = ref _nodes[node];
        AccessLinkConfiguration link = _links[row.Link];
        if (!link.AnswersNeighborSolicitation || !MayAnswer(node, now))
        {
            return;
        }

        NeighborAdvertisementFlags flags = NeighborAdvertisementFlags.Router | NeighborAdvertisementFlags.Override;
        bool probe = message.IsDuplicateAddressDetection;
        IpAddress destination = probe ? NeighborDiscoveryEmitter.AllNodes : message.Source;
        Span<byte> frame = outbox.Begin(NeighborFrameLengthMax);
        EthernetHeader.Emit(frame, row.Address, link.GatewayLinkLayerAddress, EtherType.Ipv6, out int header);
        WireStatus status = NeighborDiscoveryEmitter.EmitNeighborAdvertisement(
            frame[header..],
            message.Target,
            destination,
            message.Target,
            link.GatewayLinkLayerAddress,
            probe ? flags : flags | NeighborAdvertisementFlags.Solicited,
            out int packet);
        Invariant.Require(status == WireStatus.Ok);
        Sent(node, header + packet, AccessCounter.NeighborAdvertisements, outbox);
    }

    private bool MayAnswer(int node, Instant now)
    {
        if (_nodes[node].Answers.TryTake(now, AnswerInterval, AnswerBurst))
        {
            return true;
        }

        Counters.Increment(AccessCounter.AnswerLimited);
        return false;
    }
}
