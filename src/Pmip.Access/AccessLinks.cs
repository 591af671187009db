using System;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Packets;

namespace Pmip.Access;

/// <summary>
/// The MAG's access links as a machine without I/O: frames, time and the answers of the registration go in; frames, arrivals
/// and departures come out. Every node sees its home link: a router at the address of RFC 6543, its own prefixes, a DHCP
/// server (RFC 5213 6.9, RFC 5844 3.4). Every verb needs an empty outbox: mutate once, then drain.
/// </summary>
/// <remarks>
/// States of a node: Registering, then Served when the first connection is up or Resting when all were refused; Leaving from
/// the moment it is gone until every connection is reported down; then its slot is free, or it is Resting for a while when
/// the operator or the node itself ended it, or Registering again when it came back meanwhile.
/// </remarks>
public sealed partial class AccessLinks
{
    /// <summary>Most PDN connections of one node.</summary>
    public const int ConnectionsPerNodeMax = 8;

    /// <summary>Places for links, beside those that there are at start.</summary>
    public const int LinksMax = 16;

    private AccessRules _rules;
    private AccessConfiguration _configuration;
    private AccessLinkConfiguration[] _links;
    private IpAddress[][] _gatewayAddresses;
    private byte[][] _circuits;
    private IpAddress[] _dns;
    private readonly SipHash _hash;
    private Duration _attachInterval;
    private readonly RateLimit[] _attaches;

    private readonly Slab _slots;
    private readonly HashIndex _index;
    private readonly SlotLists _nodesOfLink;
    private readonly TimerHeap _timers;
    private readonly AccessNode[] _nodes;
    private readonly ConnectionGrant[] _grants;
    private readonly byte[] _heldDhcp;

    /// <summary>Makes the tables. <paramref name="hash"/> is secret: link-layer addresses come from strangers.</summary>
    public AccessLinks(AccessConfiguration configuration, SipHash hash)
    {
        _hash = hash;
        _rules = new AccessRules(configuration, Math.Max(configuration.Links.Count, LinksMax), hash);
        _configuration = _rules.Configuration;
        _links = _rules.Links;
        _gatewayAddresses = _rules.GatewayAddresses;
        _circuits = _rules.Circuits;
        _dns = _rules.Dns;
        _attachInterval = _rules.AttachInterval;
        _reviewed = configuration.NodesMax;
        _attaches = new RateLimit[_links.Length];
        _slots = new Slab(configuration.NodesMax);
        _index = new HashIndex(configuration.NodesMax);
        _nodesOfLink = new SlotLists(_links.Length, configuration.NodesMax);
        _timers = new TimerHeap((configuration.NodesMax * TimerKinds) + _links.Length);
        _nodes = new AccessNode[configuration.NodesMax];
        _grants = new ConnectionGrant[configuration.NodesMax * ConnectionsPerNodeMax];
        _heldDhcp = new byte[configuration.NodesMax * HeldDhcpOctetsMax];
    }

    /// <summary>Counters of all links together.</summary>
    public CounterSet<AccessCounter> Counters { get; } = new();

    /// <summary>When <see cref="Expire"/> has something to do, or <see cref="Instant.Never"/>.</summary>
    public Instant NextDeadline => _reviewed < Capacity ? new Instant(long.MinValue) : _timers.Next;

    /// <summary>Most nodes.</summary>
    public int Capacity => _slots.Capacity;

    /// <summary>Nodes that are in the table.</summary>
    public int Count => _slots.Count;

    /// <summary>How long a node that may not use the service at all is left alone.</summary>
    public Duration QuietAfterBar => _configuration.QuietAfterBar;

    /// <summary>Octets that the tables for <paramref name="nodesMax"/> nodes on <paramref name="links"/> links cost.</summary>
    public static long BytesFor(int nodesMax, int links)
    {
        long perNode = Slab.BytesPerSlot + SlotLists.BytesPerSlot + (TimerKinds * TimerHeap.BytesPerTimer)
            + System.Runtime.CompilerServices.Unsafe.SizeOf<AccessNode>()
            + (ConnectionsPerNodeMax * System.Runtime.CompilerServices.Unsafe.SizeOf<ConnectionGrant>()) + HeldDhcpOctetsMax;
        return (nodesMax * perNode) + HashIndex.BytesFor(nodesMax)
            + (Math.Max(links, LinksMax) * (long)(SlotLists.BytesPerList + TimerHeap.BytesPerTimer + sizeof(long)));
    }

    /// <summary>Takes a frame that arrived on <paramref name="link"/>, whatever it holds.</summary>
    public void Receive(int link, ReadOnlySpan<byte> frame, Instant now, AccessOutbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        Invariant.Require(link >= 0 && link < _links.Length);
        Counters.Increment(AccessCounter.Frames);
        if (!_links[link].IsUsed)
        {
            Counters.Increment(AccessCounter.UnusedLink);
            return;
        }

        if (EthernetHeader.TryRead(frame, out EthernetHeader header) != WireStatus.Ok)
        {
            Counters.Increment(AccessCounter.MalformedFrame);
            return;
        }

        MacAddress source = header.Source;
        if (source.IsZero || source.IsMulticast)
        {
            Counters.Increment(AccessCounter.BadSourceAddress);
        }
        else if (source == _links[link].GatewayLinkLayerAddress || source == MacAddress.FixedMag)
        {
            Counters.Increment(AccessCounter.OurSourceAddress);
        }
        else if (header.TagCount != 0)
        {
            Counters.Increment(AccessCounter.TaggedFrame);
        }
        else
        {
            Dispatch(link, header, now, outbox);
        }
    }

    /// <summary>The interface of <paramref name="link"/> lost its carrier; its nodes leave unless it comes back soon.</summary>
    public void LinkDown(int link, Instant now, AccessOutbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        if (_nodesOfLink.Count(link) > 0 && !_timers.IsArmed(LinkTimer(link)))
        {
            _timers.Arm(LinkTimer(link), now.Plus(_configuration.LinkDownDelay));
        }
    }

    /// <summary>The interface of <paramref name="link"/> has its carrier back.</summary>
    public void LinkUp(int link, Instant now, AccessOutbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        _timers.Cancel(LinkTimer(link));
    }

    /// <summary>The data path saw traffic of the node: it need not be probed.</summary>
    public void NoteTraffic(int node, Instant now)
    {
        if (_slots.IsTaken(node))
        {
            Heard(node, now);
        }
    }

    /// <summary>The node with <paramref name="address"/> on <paramref name="link"/>, or -1.</summary>
    public int FindNode(MacAddress address, int link)
    {
        ulong hash = _hash.Hash(address.Value, (ulong)link);
        for (int probe = _index.First(hash); probe >= 0; probe = _index.Next(probe, hash))
        {
            int node = _index.SlotAt(probe);
            if (_nodes[node].Address == address && _nodes[node].Link == link)
            {
                return node;
            }
        }

        return -1;
    }

    /// <summary>Number of the profile of a node: its own or the default one, -1 when it has none.</summary>
    public int ProfileFor(MacAddress address) => _rules.ProfileFor(address);

    /// <summary>What is known of the node in slot <paramref name="node"/>; false when the slot is free.</summary>
    public bool TryRead(int node, out AccessNodeView view)
    {
        if (!_slots.IsTaken(node))
        {
            view = default;
            return false;
        }

        ref readonly AccessNode row = ref _nodes[node];
        view = new AccessNodeView
        {
            State = row.State,
            LinkLayerAddress = row.Address,
            Link = row.Link,
            Profile = row.Profile,
            Trigger = row.Trigger,
            LinkLocalAddress = row.LinkLocal,
            ConnectionsUp = row.Up,
            ConnectionsPending = row.Pending,
            LastHeard = row.LastHeard,
            ProbesUnanswered = row.ProbesUnanswered,
        };
        return true;
    }

    /// <summary>The grant of a connection that is up; false for any other.</summary>
    public bool TryReadConnection(int node, int connection, out ConnectionGrant grant)
    {
        bool isUp = Has(node, connection) && (_nodes[node].Up & Bit(connection)) != 0;
        grant = isUp ? GrantOf(node, connection) : default;
        return isUp;
    }

    private static byte Bit(int connection) => (byte)(1 << connection);

    private static byte AllBut(int connection) => (byte)(0xFF ^ (1 << connection));

    private ref ConnectionGrant GrantOf(int node, int connection) => ref _grants[(node * ConnectionsPerNodeMax) + connection];

    private void Dispatch(int link, scoped in EthernetHeader header, Instant now, AccessOutbox outbox)
    {
        switch (header.Type)
        {
            case EtherType.Arp:
                ReceiveArp(link, header.Source, header.Payload, now, outbox);
                break;
            case EtherType.Ipv4:
                ReceiveIpv4(link, header.Source, header.Payload, now, outbox);
                break;
            case EtherType.Ipv6:
                ReceiveIpv6(link, header.Source, header.Payload, now, outbox);
                break;
            default:
                ReceiveOther(link, header, now, outbox);
                break;
        }
    }

    // Neither IP nor ARP registers anybody, spanning tree and LLDP of a switch least of all. But an access point speaks for a
    // station that moved to it and has nothing to say itself.
    private void ReceiveOther(int link, scoped in EthernetHeader header, Instant now, AccessOutbox outbox)
    {
        if (LayerTwoUpdate.Is(header))
        {
            Note(link, header.Source, AttachTrigger.Association, now, outbox);
        }
        else
        {
            Counters.Increment(AccessCounter.OtherProtocol);
        }
    }
}
