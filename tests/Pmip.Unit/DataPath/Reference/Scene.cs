using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using Pmip.DataPath;
using Pmip.DataPath.Tables;
using Pmip.Foundation.Addressing;
using Xunit;

namespace Pmip.Unit.DataPath.Reference;

/// <summary>A node with sessions of all kinds, once as the programs and their tables and once as the reference.</summary>
internal sealed class Scene : IDisposable
{
    private const int SessionsMax = 12;
    private static readonly IpPrefix s_trusted6 = IpPrefix.Parse("2001:db8:f::/64");
    private static readonly IpPrefix s_trusted4 = IpPrefix.Parse("192.0.2.0/26");
    private static readonly IpPrefix s_sequenced6 = IpPrefix.Parse("2001:db8:f::60/124");
    private static readonly IpPrefix s_sequenced4 = IpPrefix.Parse("192.0.2.48/28");

    private readonly DscpMap _map;
    private readonly Dictionary<int, GreSession> _installed = [];

    private Scene(ProgramBench bench, DscpMap map)
    {
        Bench = bench;
        Node = new ReferenceNode();
        _map = map;
    }

    public ProgramBench Bench { get; }

    public ReferenceNode Node { get; private set; }

    /// <summary>Loads the programs of a node, which takes its time: <see cref="Cast"/> gives it sessions, again and again.</summary>
    public static Scene Open(bool atLma, ulong seed)
    {
        Draw draw = new(seed);
        byte[] outerDscp = [.. Enumerable.Range(0, 64).Select(_ => (byte)draw.Below(64))];
        DscpMap map = new(outerDscp, static _ => false);
        PoolRange[] pools = atLma && draw.Percent(50) ? [new(IpPrefix.Parse("2001:db8:100::/48"), 8), new(IpPrefix.Parse("10.45.0.0/24"), 8)] : [];
        ProgramBench bench = new(
            atLma ? DataPathRoles.Lma : DataPathRoles.Mag, trusted: [s_trusted6, s_trusted4], pools: pools, maps: [map],
            sequenced: [s_sequenced6, s_sequenced4]);
        return new Scene(bench, map);
    }

    /// <summary>Other settings and other sessions, whose counters are zero.</summary>
    public void Cast(ulong seed)
    {
        Draw draw = new(seed);
        Clear();
        bool atLma = Bench.AtLma;
        Node = new ReferenceNode
        {
            AtLma = atLma,
            Local6 = Bench.Configuration.LocalIpv6,
            Local4 = Bench.Configuration.LocalIpv4,
            AcceptsAnySource = atLma && draw.Percent(15),
            Trusted = Bench.Configuration.TrustedSources,
            TakesOuterDscp = draw.Percent(30),
            ClampsMss = draw.Percent(40),
            MirrorsAll = draw.Percent(8),
            HasSlowPath = draw.Percent(75),
            TakesRedirects = draw.Percent(93),
        };
        Bench.Tables.Node[0].Flags = (Node.AcceptsAnySource ? NodeFlags.AcceptAnySource : 0)
            | (Node.TakesOuterDscp ? NodeFlags.Uniform : 0)
            | (Node.ClampsMss ? NodeFlags.ClampMss : 0)
            | (Node.MirrorsAll ? NodeFlags.Mirror : 0);
        ReferenceRemote[] remotes = [.. Remotes(draw)];
        int sampled = draw.Percent(30) ? draw.Below(SessionsMax) : -1;
        Bench.Sessions.Sampled = -1;
        for (int i = 0; i < SessionsMax; i++)
        {
            Add(draw, i, draw.Of(remotes), i == sampled);
        }

        PayBudgets();
        Bench.Tables.Ports[ProgramBench.Loopback] = new PortEntry
        {
            Interface = ProgramBench.Loopback,
            Flags = Node.TakesRedirects ? PortFlags.Redirect : PortFlags.None,
            Mtu = 65536,
        };
        Assert.True(Bench.Tables.RedirectPorts.Update(ProgramBench.Loopback, ProgramBench.Loopback).IsOk);
    }

    /// <summary>The slow path has as much to give as it ever has, or nothing for an hour.</summary>
    public void PayBudgets()
    {
        ulong paidUntil = Node.HasSlowPath ? 0 : Now() + (3600UL * 1_000_000_000);
        for (uint budget = 0; budget < 2; budget++)
        {
            Assert.True(Bench.Tables.Budgets.Update(budget, paidUntil).IsOk);
        }
    }

    public void Dispose() => Bench.Dispose();

    private static ulong Now() => (ulong)Stopwatch.GetTimestamp() * (1_000_000_000UL / (ulong)Stopwatch.Frequency);

    private void Clear()
    {
        foreach (GreSession session in _installed.Values)
        {
            // One use of the next hop is the session's and one is ours.
            Assert.Equal(DataPathStatus.Ok, Bench.Sessions.Remove(session.Index));
            Bench.NextHops.Release(Bench.NextHops.Find(session.LocalEndpoint, session.RemoteEndpoint));
        }

        _installed.Clear();
    }

    private static IEnumerable<ReferenceRemote> Remotes(Draw draw)
    {
        // Of two families; one that wants sequence numbers; one out of the trusted range, where at the LMA a node may have moved to.
        string[] addresses = ["2001:db8:f::51", "2001:db8:f::52", "2001:db8:f::61", "2001:db8:e::1", "192.0.2.33", "192.0.2.34", "192.0.2.49", "192.0.2.129"];
        foreach (string address in addresses)
        {
            yield return new ReferenceRemote(IpAddress.Parse(address))
            {
                HasRoute = draw.Percent(94),
                IsResolved = draw.Percent(90),
                PathMtu = draw.Of(1500, 1500, 1500, 1400, 1348, 1600),
            };
        }
    }

    private void Add(Draw draw, int index, ReferenceRemote remote, bool isSampled)
    {
        IpPrefixList prefixes = default;
        for (int i = draw.Of(0, 1, 1, 1, 2, 4); i > 0; i--)
        {
            prefixes.TryAdd(new IpPrefix(IpAddress.Parse($"2001:db8:{(i == 1 ? 100 : 200 + i)}:{index:x}::"), 64));
        }

        bool hasOwnKey = draw.Percent(85);
        byte dscp = draw.Of(DscpMap.Copy, DscpMap.OfNode, DscpMap.NumberOf(46), _map.Number);
        GreSession session = new()
        {
            Index = index,
            Generation = 1,
            AtLma = Node.AtLma,
            IsForwarding = draw.Percent(94),
            Encapsulation = remote.Address.IsIPv4 && draw.Percent(50) ? GreEncapsulation.UdpTlvGre : GreEncapsulation.Gre,
            LocalEndpoint = remote.Address.IsIPv4 ? Node.Local4 : Node.Local6,
            RemoteEndpoint = remote.Address,
            SendKey = new GreKey(draw.Word() | 1),
            ReceiveKey = new GreKey((draw.Word() & 0xFFFF_FFF0) | 0x100 | (uint)(hasOwnKey ? index : SessionsMax + draw.Below(4))),
            HomeNetworkPrefixes = prefixes,
            HomeAddress4 = prefixes.Count == 0 || draw.Percent(80) ? IpAddress.Parse($"10.45.0.{index + 1}") : default,
            AccessInterface = Node.AtLma ? 0 : draw.Percent(94) ? ProgramBench.Loopback : 77,
            NodeLinkLayerAddress = new MacAddress(0x0200_0000_0100 + (ulong)index),
            GatewayLinkLayerAddress = MacAddress.FixedMag,
            DscpMap = dscp,
            SendRate = Rate(draw, out bool owesOut),
            ReceiveRate = Rate(draw, out bool owesIn),
        };
        Assert.Equal(DataPathStatus.Ok, Bench.Sessions.Install(session));
        _installed.Add(index, session);
        Assert.True(Bench.NextHops.TryAcquire(session.LocalEndpoint, remote.Address, out int hop));
        if (remote.HasRoute)
        {
            Bench.NextHops.Set(hop, ProgramBench.Loopback, remote.Address, ProgramBench.OwnMac, remote.PathMtu);
            Bench.NextHops.SetNeighbor(hop, remote.IsResolved ? ProgramBench.RouterMac : default);
        }

        // Without a route nothing is known of the path, and the transport's size holds.
        ReferenceSession reference = new(session, remote.HasRoute ? remote : remote with { PathMtu = Bench.Configuration.TransportMtu })
        {
            IsSequenced = s_sequenced6.Contains(remote.Address) || s_sequenced4.Contains(remote.Address),
            IsSampled = isSampled,
            OwesOut = owesOut,
            OwesIn = owesIn,
            HasOwnKey = hasOwnKey,
            DscpMap = dscp == _map.Number ? _map.Outer.ToArray() : dscp == DscpMap.NumberOf(46) ? [.. Enumerable.Repeat((byte)46, 64)] : null,
        };
        Node.Sessions.Add(reference);
        if (isSampled)
        {
            Bench.Sessions.Sampled = index;
        }

        Owe(session, owesOut, owesIn);
    }

    // So fast that a packet is paid before the next one comes, or so slow that what is owed now is owed for an hour.
    private static SessionRate Rate(Draw draw, out bool owes)
    {
        owes = draw.Percent(6);
        return owes ? SessionRate.Of(SessionRate.BitsPerSecondMin, 0) : draw.Percent(30) ? SessionRate.Of(SessionRate.BitsPerSecondMax, 100_000) : default;
    }

    private void Owe(in GreSession session, bool outwards, bool inwards)
    {
        ulong debt = (Now() + (3600UL * 1_000_000_000)) << 4;
        if (inwards)
        {
            Bench.Tables.Receive[session.Index].Bucket.Base = debt;
        }

        // The first address pays for all.
        if (outwards)
        {
            Bench.Tables.Send[Bench.Slots.Find(NodeAddress.Of(session, 0), session.AtLma)].Bucket.Base = debt;
        }
    }
}
