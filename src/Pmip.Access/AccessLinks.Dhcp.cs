using System;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Packets;

namespace Pmip.Access;

/// <summary>
/// IPv4 from nodes, and the DHCP server of the home link (RFC 5844 3.4.1; RFC 2131). The server's identity is the default
/// router, the same at every MAG, so a renewal after a handover finds "its" server. A RELEASE ends the whole connection that
/// holds the address: there is no way to give back only one family of it.
/// </summary>
public sealed partial class AccessLinks
{
    /// <summary>Longest request that waits for a registration: what every server must take (RFC 2131 2).</summary>
    private const int HeldDhcpOctetsMax = 576;

    private const int Ipv4MtuMin = 576;

    private void ReceiveIpv4(int link, MacAddress source, ReadOnlySpan<byte> packet, Instant now, AccessOutbox outbox)
    {
        if (Ipv4Header.TryRead(packet, out Ipv4Header header) != WireStatus.Ok || !header.ChecksumIsValid)
        {
            Counters.Increment(AccessCounter.MalformedFrame);
            return;
        }

        // The UDP checksum is not looked at: on virtual links it is left to hardware that is not there.
        if (header.Protocol != IpProtocol.Udp || header.IsFragment || UdpHeader.TryRead(header.Payload, out UdpHeader udp) != WireStatus.Ok)
        {
            Note(link, source, AttachTrigger.Traffic, now, outbox);
        }
        else if (udp.SourcePort == UdpPort.DhcpServer && udp.DestinationPort == UdpPort.DhcpClient)
        {
            Counters.Increment(AccessCounter.RogueDhcpServer);
        }
        else if (udp.DestinationPort == UdpPort.DhcpServer)
        {
            ReceiveDhcp(link, source, udp.Payload, now, outbox);
        }
        else
        {
            Note(link, source, AttachTrigger.Traffic, now, outbox);
        }
    }

    private void ReceiveDhcp(int link, MacAddress source, ReadOnlySpan<byte> octets, Instant now, AccessOutbox outbox)
    {
        if (DhcpV4Message.TryRead(octets, out DhcpV4Message message) != WireStatus.Ok)
        {
            Counters.Increment(AccessCounter.MalformedDhcp);
            return;
        }

        if (!message.IsRequest)
        {
            Counters.Increment(AccessCounter.RogueDhcpServer);
            return;
        }

        if (message.ClientHardwareAddress != source || !message.RelayAddress.IsUnspecified)
        {
            Counters.Increment(AccessCounter.ForeignDhcp);
            return;
        }

        if (message.Type == DhcpV4MessageType.Release)
        {
            ReceiveRelease(link, source, message, now, outbox);
            return;
        }

        bool wantsService = message.Type is DhcpV4MessageType.Discover or DhcpV4MessageType.Request;
        int node = Note(link, source, wantsService ? AttachTrigger.Dhcp : AttachTrigger.Traffic, now, outbox);
        if (node < 0)
        {
            return;
        }

        if (_nodes[node].Up == 0 || (_nodes[node].Pending != 0 && FirstIpv4Connection(node) < 0))
        {
            Hold(node, octets, wantsService);
        }
        else if (wantsService && FirstIpv4Connection(node) < 0 && DeferredConnection(node) is int deferred and >= 0)
        {
            Hold(node, octets, wantsService);
            AskForIpv4(node, deferred, outbox);
        }
        else if (MayAnswer(node, now))
        {
            AnswerDhcp(node, message, outbox);
        }
    }

    private void ReceiveRelease(int link, MacAddress source, scoped in DhcpV4Message message, Instant now, AccessOutbox outbox)
    {
        int node = FindNode(source, link);
        int connection = node < 0 ? -1 : ConnectionWithHomeAddress(node, message.ClientAddress);
        if (connection < 0)
        {
            Counters.Increment(AccessCounter.ForeignDhcp);
            return;
        }

        Counters.Increment(AccessCounter.DhcpReleases);
        if (IsRelayed(node, connection))
        {
            RelayRequest(node, connection, message, outbox);
        }

        ref AccessNode row = ref _nodes[node];
        if (row.Up == Bit(connection))
        {
            Leave(node, LeaveReason.DhcpRelease, now, outbox);
            return;
        }

        RetireMissing(node, GrantOf(node, connection).Prefixes, default);
        row.Up &= AllBut(connection);
        row.Releasing |= Bit(connection);
        outbox.Add(Effect(AccessEffectKind.ConnectionsReleased, node, Bit(connection), (byte)LeaveReason.DhcpRelease));
        Advertise(node, now, outbox);
    }

    /// <summary>Keeps the newest request of a node that is being registered.</summary>
    private void Hold(int node, ReadOnlySpan<byte> octets, bool wantsService)
    {
        if (!wantsService)
        {
            Counters.Increment(AccessCounter.DhcpUnanswered);
        }
        else if (octets.Length > HeldDhcpOctetsMax)
        {
            Counters.Increment(AccessCounter.DhcpTooLong);
        }
        else
        {
            octets.CopyTo(_heldDhcp.AsSpan(node * HeldDhcpOctetsMax, HeldDhcpOctetsMax));
            _nodes[node].HeldDhcpLength = octets.Length;
            Counters.Increment(AccessCounter.DhcpHeld);
        }
    }

    private void AnswerHeldDhcp(int node, Instant now, AccessOutbox outbox)
    {
        ref AccessNode row = ref _nodes[node];
        if (row.HeldDhcpLength == 0 || (row.Pending != 0 && FirstIpv4Connection(node) < 0) || row.IsIpv4Asked)
        {
            return;
        }

        ReadOnlySpan<byte> octets = _heldDhcp.AsSpan(node * HeldDhcpOctetsMax, row.HeldDhcpLength);
        row.HeldDhcpLength = 0;
        WireStatus status = DhcpV4Message.TryRead(octets, out DhcpV4Message message);
        Invariant.Require(status == WireStatus.Ok); // It was read before it was kept.
        if (MayAnswer(node, now))
        {
            AnswerDhcp(node, message, outbox);
        }
    }

    private int FirstIpv4Connection(int node)
    {
        for (int connection = 0; connection < ConnectionsPerNodeMax; connection++)
        {
            ref readonly ConnectionGrant grant = ref GrantOf(node, connection);
            if ((_nodes[node].Up & Bit(connection)) != 0 && grant.HasDhcpServer)
            {
                return connection;
            }
        }

        return -1;
    }

    private int DeferredConnection(int node)
    {
        for (int connection = 0; connection < ConnectionsPerNodeMax; connection++)
        {
            if ((_nodes[node].Up & Bit(connection)) != 0 && GrantOf(node, connection) is { IsIpv4Deferred: true, HasIpv4: false })
            {
                return connection;
            }
        }

        return -1;
    }

    /// <summary>Once for all requests of the node until the host reports the connection again.</summary>
    private void AskForIpv4(int node, int connection, AccessOutbox outbox)
    {
        if (!_nodes[node].IsIpv4Asked)
        {
            _nodes[node].IsIpv4Asked = true;
            outbox.Add(Effect(AccessEffectKind.Ipv4Wanted, node, Bit(connection), 0));
        }
    }

    private void AnswerDhcp(int node, scoped in DhcpV4Message message, AccessOutbox outbox)
    {
        int connection = FirstIpv4Connection(node);
        if (connection < 0)
        {
            Counters.Increment(AccessCounter.DhcpUnanswered);
            return;
        }

        if (IsRelayed(node, connection))
        {
            RelayRequest(node, connection, message, outbox);
            return;
        }

        switch (message.Type)
        {
            case DhcpV4MessageType.Discover:
                Reply(node, connection, DhcpV4MessageType.Offer, message, outbox);
                break;
            case DhcpV4MessageType.Request:
                AnswerRequest(node, connection, message, outbox);
                break;
            case DhcpV4MessageType.Inform when ConnectionWithHomeAddress(node, message.ClientAddress) >= 0:
                Reply(node, ConnectionWithHomeAddress(node, message.ClientAddress), DhcpV4MessageType.Acknowledge, message, outbox);
                break;
            default:
                Counters.Increment(AccessCounter.DhcpUnanswered);
                break;
        }
    }

    /// <summary>SELECTING names a server; INIT-REBOOT a requested address; RENEWING and REBINDING their own (RFC 2131 4.3.2).</summary>
    private void AnswerRequest(int node, int connection, scoped in DhcpV4Message message, AccessOutbox outbox)
    {
        IpAddress wanted = message.RequestedAddress.IsUnspecified ? message.ClientAddress : message.RequestedAddress;
        if (wanted.IsUnspecified)
        {
            Counters.Increment(AccessCounter.MalformedDhcp);
            return;
        }

        int holder = ConnectionWithHomeAddress(node, wanted);
        int server = holder >= 0 ? holder : connection;
        if (!message.ServerIdentifier.IsUnspecified && message.ServerIdentifier != GrantOf(node, server).DefaultRouter4)
        {
            Counters.Increment(AccessCounter.ForeignDhcp);
            return;
        }

        DhcpV4MessageType answer = holder >= 0 ? DhcpV4MessageType.Acknowledge : DhcpV4MessageType.NegativeAcknowledge;
        Reply(node, server, answer, message, outbox);
    }

    private void Reply(int node, int connection, DhcpV4MessageType type, scoped in DhcpV4Message request, AccessOutbox outbox)
    {
        ref readonly ConnectionGrant grant = ref GrantOf(node, connection);
        if (!grant.HasDhcpServer)
        {
            Counters.Increment(AccessCounter.DhcpUnanswered);
            return;
        }

        bool grantsAddress = type != DhcpV4MessageType.NegativeAcknowledge && request.Type != DhcpV4MessageType.Inform;
        uint lease = (uint)Math.Clamp(grant.Lifetime.Seconds, 60, int.MaxValue);
        DhcpV4Reply reply = new()
        {
            Type = type,
            YourAddress = grantsAddress ? grant.HomeAddress4 : IpAddress.FromIPv4(0),
            ServerIdentifier = grant.DefaultRouter4,
            PrefixLength = grant.HomeAddress4PrefixLength,
            Router = grant.DefaultRouter4,
            DnsServers = grant.NameServers.Count > 0 ? grant.NameServers.AsSpan() : _dns,
            InterfaceMtu = (ushort)Math.Clamp(grant.TunnelMtu, Ipv4MtuMin, ushort.MaxValue),
            LeaseSeconds = grantsAddress ? lease : 0,
            RenewalSeconds = lease / 2,
            RebindingSeconds = (uint)(lease * 7UL / 8),
        };
        WireStatus status = reply.EmitFrame(
            request, _links[_nodes[node].Link].GatewayLinkLayerAddress, outbox.Begin(DhcpV4Reply.FrameLengthMax), out int length);
        Invariant.Require(status == WireStatus.Ok);
        Sent(node, length, type switch
        {
            DhcpV4MessageType.Offer => AccessCounter.DhcpOffers,
            DhcpV4MessageType.Acknowledge => AccessCounter.DhcpAcknowledgements,
            _ => AccessCounter.DhcpRefusals,
        }, outbox);
    }
}
