using System;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Packets;

namespace Pmip.Access;

/// <summary>
/// DHCP relayed to the server of the home network, for connections whose LMA does not let us answer (RFC 5844 3.4.2). Only after the
/// registration, with the home address as a hint; an offer of any other address is dropped. Messages go over the transport network,
/// from our address there; the default router stands for the server towards the node, so that renewals come to us as well.
/// </summary>
public sealed partial class AccessLinks
{
    private bool RelaysDhcp => _configuration.DhcpServer.IsIPv4 && !_configuration.DhcpServer.IsUnspecified;

    /// <summary>Takes a UDP payload that came to our relay address from <paramref name="source"/>.</summary>
    public void ReceiveRelayed(IpAddress source, ReadOnlySpan<byte> octets, Instant now, AccessOutbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        if (DhcpV4Message.TryRead(octets, out DhcpV4Message message) != WireStatus.Ok)
        {
            Counters.Increment(AccessCounter.MalformedDhcp);
            return;
        }

        int node = -1;
        for (int link = 0; link < _links.Length && node < 0; link++)
        {
            node = FindNode(message.ClientHardwareAddress, link);
            node = node >= 0 && _nodes[node].State == AccessNodeState.Served ? node : -1;
        }

        if (source != _configuration.DhcpServer || message.IsRequest || message.RelayAddress != _configuration.DhcpRelayAddress || node < 0)
        {
            Counters.Increment(AccessCounter.DhcpRelayForeign);
            return;
        }

        bool givesAddress = message.Type is DhcpV4MessageType.Offer or DhcpV4MessageType.Acknowledge && !message.YourAddress.IsUnspecified;
        int connection = givesAddress ? ConnectionWithHomeAddress(node, message.YourAddress) : FirstIpv4Connection(node);
        if (connection < 0 || !IsRelayed(node, connection))
        {
            Counters.Increment(givesAddress ? AccessCounter.DhcpRelayOtherAddress : AccessCounter.DhcpRelayForeign);
            return;
        }

        WireStatus status = DhcpV4Relay.EmitReplyFrame(
            message, GrantOf(node, connection).DefaultRouter4, _links[_nodes[node].Link].GatewayLinkLayerAddress,
            outbox.Begin(DhcpV4Relay.FrameLengthMax), out int length);
        if (status != WireStatus.Ok)
        {
            Counters.Increment(AccessCounter.DhcpNotRelayed);
            return;
        }

        Sent(node, length, AccessCounter.DhcpRelayAnswers, outbox);
    }

    private bool IsRelayed(int node, int connection) =>
        RelaysDhcp && GrantOf(node, connection) is { HasDhcpServer: true, IsDhcpServer: false };

    private void RelayRequest(int node, int connection, scoped in DhcpV4Message message, AccessOutbox outbox)
    {
        int holder = ConnectionWithHomeAddress(node, message.ClientAddress);
        ref readonly ConnectionGrant grant = ref GrantOf(node, holder >= 0 && IsRelayed(node, holder) ? holder : connection);
        DhcpV4Relay relay = new()
        {
            RelayAddress = _configuration.DhcpRelayAddress,
            CircuitIdentifier = _circuits[_nodes[node].Link],
            HomeAddress = grant.HomeAddress4,
            Router = grant.DefaultRouter4,
        };
        if (relay.EmitRequest(message, outbox.Begin(DhcpV4Relay.MessageLengthMax), out int length) != WireStatus.Ok)
        {
            Counters.Increment(AccessCounter.DhcpNotRelayed);
            return;
        }

        Counters.Increment(AccessCounter.DhcpRelayed);
        outbox.CommitRelayed(_nodes[node].Link, node, length);
    }
}
