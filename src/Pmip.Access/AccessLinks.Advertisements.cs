using System;
using Pmip.Foundation;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Packets;

namespace Pmip.Access;

/// <summary>Router advertisements: each node gets its own, as if it were alone on its home link (RFC 5213 6.7, RFC 6543).</summary>
public sealed partial class AccessLinks
{
    /// <summary>How often the withdrawal of a prefix is said.</summary>
    private const int RetiredAdvertisements = 3;

    private const int LinkMtuMin = 1280; // RFC 8200 5

    /// <summary>Shortest time between two answers to solicitations of one node.</summary>
    private static readonly Duration AdvertisementGap = Duration.FromMilliseconds(500);

    private static readonly Duration RetiredGap = Duration.FromMilliseconds(1000);

    /// <summary>A solicitation: answered at once, or as soon as the gap is over, so none is lost and none makes a flood.</summary>
    private void Solicited(int node, Instant now, AccessOutbox outbox)
    {
        if (_nodes[node].State != AccessNodeState.Served)
        {
            return;
        }

        if (now >= _nodes[node].NextAdvertisement)
        {
            Advertise(node, now, outbox);
        }
        else if (_timers.DeadlineOf(TimerOf(node, NodeTimer.Advertisement)) > _nodes[node].NextAdvertisement)
        {
            Counters.Increment(AccessCounter.AnswerLimited);
            _timers.Arm(TimerOf(node, NodeTimer.Advertisement), _nodes[node].NextAdvertisement);
        }
    }

    /// <summary>Sends one advertisement for each connection with prefixes, and one for what is withdrawn.</summary>
    private void Advertise(int node, Instant now, AccessOutbox outbox)
    {
        ref AccessNode row = ref _nodes[node];
        RouterAdvertisement advertisement = NewAdvertisement(node, out bool hasPrefixes);
        if (!hasPrefixes && row.RetiredRepeats == 0)
        {
            return;
        }

        if (row.RetiredRepeats > 0)
        {
            WithdrawUnlessBack(node, ref advertisement);
            row.RetiredRepeats--;
        }

        for (int connection = 0; connection < ConnectionsPerNodeMax; connection++)
        {
            ref readonly ConnectionGrant grant = ref GrantOf(node, connection);
            if ((row.Up & Bit(connection)) != 0 && grant.Prefixes.Count > 0)
            {
                advertisement.Prefixes = grant.Prefixes;
                advertisement.DnsServers = grant.NameServers.Count > 0 ? grant.NameServers.AsSpan() : _dns;
                advertisement.ValidLifetimeSeconds = Seconds(grant.Lifetime);
                advertisement.PreferredLifetimeSeconds = advertisement.ValidLifetimeSeconds;
                Send(node, advertisement, outbox);
                advertisement.RetiredPrefixes = default; // Said once is enough for this round.
            }
        }

        if (advertisement.RetiredPrefixes.Count > 0)
        {
            advertisement.Prefixes = default;
            Send(node, advertisement, outbox);
        }

        if (row.RetiredRepeats == 0)
        {
            row.Retired = default;
        }

        row.NextAdvertisement = now.Plus(AdvertisementGap);
        if (hasPrefixes || row.RetiredRepeats > 0)
        {
            _timers.Arm(
                TimerOf(node, NodeTimer.Advertisement),
                now.Plus(row.RetiredRepeats > 0 ? RetiredGap : AdvertisementIntervalOf(node)));
        }
        else
        {
            _timers.Cancel(TimerOf(node, NodeTimer.Advertisement));
        }
    }

    private static uint Seconds(Duration lifetime) => (uint)Math.Min(lifetime.Seconds, uint.MaxValue);

    /// <summary>Often enough that no lifetime ends between two.</summary>
    private Duration AdvertisementIntervalOf(int node)
    {
        long microseconds = _configuration.AdvertisementInterval.Microseconds;
        for (int connection = 0; connection < ConnectionsPerNodeMax; connection++)
        {
            if ((_nodes[node].Up & Bit(connection)) != 0 && GrantOf(node, connection).Prefixes.Count > 0)
            {
                microseconds = Math.Min(microseconds, GrantOf(node, connection).Lifetime.Microseconds / 3);
            }
        }

        return new Duration(Math.Max(microseconds, RetiredGap.Microseconds));
    }

    private RouterAdvertisement NewAdvertisement(int node, out bool hasPrefixes)
    {
        ref readonly AccessNode row = ref _nodes[node];
        hasPrefixes = false;
        int mtu = int.MaxValue;
        for (int connection = 0; connection < ConnectionsPerNodeMax; connection++)
        {
            if ((row.Up & Bit(connection)) != 0 && GrantOf(node, connection).Prefixes.Count > 0)
            {
                hasPrefixes = true;
                mtu = Math.Min(mtu, GrantOf(node, connection).TunnelMtu);
            }
        }

        long routerLifetime = Math.Min(AdvertisementIntervalOf(node).Seconds * 3, 9000); // RFC 4861 6.2.1
        return new RouterAdvertisement
        {
            CurrentHopLimit = 64,
            RouterLifetimeSeconds = hasPrefixes ? (ushort)Math.Max(routerLifetime, 3) : (ushort)0,
            PrefixFlags = PrefixInformationFlags.OnLink | PrefixInformationFlags.Autonomous,
            Mtu = hasPrefixes ? (uint)Math.Max(mtu, LinkMtuMin) : 0,
            SourceLinkLayerAddress = _links[row.Link].GatewayLinkLayerAddress,
            DnsServers = hasPrefixes ? _dns : default,
            DnsLifetimeSeconds = (uint)Math.Max(routerLifetime, 3),
        };
    }

    /// <summary>A prefix that another connection has, or that came back, is not withdrawn.</summary>
    private void WithdrawUnlessBack(int node, ref RouterAdvertisement advertisement)
    {
        ref readonly AccessNode row = ref _nodes[node];
        for (int i = 0; i < row.Retired.Count; i++)
        {
            bool isBack = false;
            for (int connection = 0; connection < ConnectionsPerNodeMax; connection++)
            {
                isBack |= (row.Up & Bit(connection)) != 0 && GrantOf(node, connection).Prefixes.Contains(row.Retired[i]);
            }

            if (!isBack)
            {
                advertisement.RetiredPrefixes.TryAdd(row.Retired[i]);
            }
        }
    }

    /// <summary>To all nodes, in a frame for this one only: a point-to-point link on a shared medium (RFC 5213 6.7, RFC 6085).</summary>
    private void Send(int node, scoped in RouterAdvertisement advertisement, AccessOutbox outbox)
    {
        ref readonly AccessNode row = ref _nodes[node];
        AccessLinkConfiguration link = _links[row.Link];
        Span<byte> frame = outbox.Begin(EthernetHeader.Length + advertisement.EncodedLength);
        EthernetHeader.Emit(frame, row.Address, link.GatewayLinkLayerAddress, EtherType.Ipv6, out int header);
        WireStatus status = advertisement.EmitPacket(
            frame[header..], link.FixedLinkLocalAddress, NeighborDiscoveryEmitter.AllNodes, out int packet);
        Invariant.Require(status == WireStatus.Ok);
        Sent(node, header + packet, AccessCounter.RouterAdvertisements, outbox);
    }

    private void Sent(int node, int length, AccessCounter counter, AccessOutbox outbox)
    {
        outbox.Commit(_nodes[node].Link, node, length);
        Counters.Increment(AccessCounter.FramesSent);
        Counters.Increment(counter);
    }
}
