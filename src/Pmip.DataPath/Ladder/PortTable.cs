using System;
using System.Collections.Generic;
using System.Text;
using Pmip.DataPath.Offload;
using Pmip.Linux.Netlink;

namespace Pmip.DataPath.Ladder;

/// <summary>
/// The pairs of ports between which sessions may run, and for each the verdict of every rung: which can be taken, and why the others not.
/// </summary>
internal sealed class PortTable
{
    /// <summary>Number of rungs.</summary>
    public const int RungCount = (int)Rung.Kernel + 1;

    private static readonly Rung[] s_fastestFirst = [Rung.Plugin, Rung.Flower, Rung.Xdp, Rung.Tc, Rung.Kernel];

    private readonly Pair[] _pairs;
    private readonly Rung[] _order;
    private readonly IGreGround _ground;
    private readonly ISessionOffload[] _offloads;

    /// <summary>The pairs of a configuration, over what was opened for it. For the start, or on any thread before it comes into force.</summary>
    public PortTable(DataPathConfiguration configuration, IGreGround ground, ISessionOffload[] offloads)
    {
        _ground = ground;
        _offloads = offloads;
        _order = configuration.Rungs.Length == 0 ? s_fastestFirst : configuration.Rungs;
        List<Pair> pairs = [];
        foreach (string transport in configuration.TransportInterfaces)
        {
            AddPairs(pairs, configuration, DataPathRoles.Mag, configuration.AccessInterfaces, transport);
            AddPairs(pairs, configuration, DataPathRoles.Lma, configuration.ServiceInterfaces, transport);
        }

        _pairs = [.. pairs];
    }

    /// <summary>Rows of <see cref="Read"/>.</summary>
    public int RowCount => _pairs.Length * RungCount;

    /// <summary>True when an offload can be offered sessions between at least one pair.</summary>
    public bool HasOffloads { get; private set; }

    /// <summary>Asks for all pairs again, or for those with the port of a name.</summary>
    public void Probe(LinkTable links, ReadOnlySpan<byte> name = default)
    {
        HasOffloads = false;
        foreach (Pair pair in _pairs)
        {
            if (name.IsEmpty || name.SequenceEqual(pair.PortName) || name.SequenceEqual(pair.TransportName))
            {
                Probe(pair, links);
            }

            HasOffloads |= pair.Usable6 != 0 || pair.Usable4 != 0;
        }
    }

    /// <summary>
    /// The best offload for a session between the ports <paramref name="wanted"/> that is not among the bits of <paramref name="without"/>; -1
    /// for none. At an LMA, where the port is not said, packets come from every service port, so all must be fit for it.
    /// </summary>
    public int Choose(in PortPair wanted, int without, out PortPair ports)
    {
        ports = wanted;
        int usable = -1;
        foreach (Pair pair in _pairs)
        {
            if (pair.AtLma == wanted.AtLma && pair.Transport == wanted.Transport && (wanted.AtLma || pair.Port == wanted.Port))
            {
                ports = usable < 0 ? wanted with { Port = pair.Port } : ports;
                usable &= wanted.IsOverIpv6 ? pair.Usable6 : pair.Usable4;
            }
        }

        usable = usable < 0 ? 0 : usable & ~without;
        foreach (Rung rung in _order)
        {
            for (int i = 0; i < _offloads.Length; i++)
            {
                if (_offloads[i].Rung == rung && (usable >> i & 1) != 0)
                {
                    return i;
                }
            }

            if (rung >= Rung.Xdp)
            {
                return -1; // The ground comes before the rest.
            }
        }

        return -1;
    }

    /// <summary>True when an offload may still be offered sessions between two ports.</summary>
    public bool IsStillUsable(in PortPair ports, int offload) => Choose(ports, ~(1 << offload), out _) == offload;

    /// <summary>The row of <see cref="IGreDataPath.ReadRung"/>.</summary>
    public RungView Read(int row)
    {
        Pair pair = _pairs[row / RungCount];
        Rung rung = (Rung)(row % RungCount);
        Rung? taken = TakenOf(pair);
        bool isUsable = IsUsable(pair, rung, out ReadOnlySpan<byte> reason);
        if (Array.IndexOf(_order, rung) < 0)
        {
            reason = "not in dataPath.rungs"u8;
        }
        else if (isUsable && taken != rung)
        {
            reason = "a rung before it is taken"u8;
        }

        return new RungView { Port = pair.PortName, Transport = pair.TransportName, Rung = rung, IsTaken = taken == rung, Reason = reason };
    }

    private Rung? TakenOf(Pair pair)
    {
        foreach (Rung rung in _order)
        {
            if (IsUsable(pair, rung, out _))
            {
                return rung;
            }
        }

        // The programs at the classifiers are under XDP in any case.
        return IsUsable(pair, Rung.Tc, out _) ? Rung.Tc : null;
    }

    private bool IsUsable(Pair pair, Rung rung, out ReadOnlySpan<byte> reason)
    {
        for (int i = 0; i < _offloads.Length; i++)
        {
            if (_offloads[i].Rung == rung)
            {
                reason = pair.Reasons[i].Octets;
                return ((pair.Usable6 | pair.Usable4) >> i & 1) != 0;
            }
        }

        switch (rung)
        {
            case Rung.Plugin:
                reason = "no dataPath.plugin is configured"u8;
                return false;
            case Rung.Flower:
                reason = "no port had hw-tc-offload when this process started"u8;
                return false;
            default:
                return _ground.IsCarriedBy(rung, pair.PortName, pair.TransportName, out reason);
        }
    }

    private void Probe(Pair pair, LinkTable links)
    {
        pair.Port = links.TryGet(pair.PortName, out LinkState port).IsOk ? port.Index : 0;
        pair.Transport = links.TryGet(pair.TransportName, out LinkState transport).IsOk ? transport.Index : 0;
        pair.Usable6 = 0;
        pair.Usable4 = 0;
        for (int i = 0; i < _offloads.Length; i++)
        {
            if (Array.IndexOf(_order, _offloads[i].Rung) < 0)
            {
                continue;
            }

            if (pair.Port == 0 || pair.Transport == 0)
            {
                pair.Reasons[i].Set(pair.Port == 0 ? "the port is not there"u8 : "the transport port is not there"u8);
                continue;
            }

            pair.Usable4 |= ProbeOne(pair, i, overIpv6: false);
            pair.Usable6 |= ProbeOne(pair, i, overIpv6: true);
        }
    }

    private int ProbeOne(Pair pair, int offload, bool overIpv6)
    {
        bool isAsked = overIpv6 ? pair.HasIpv6 : pair.HasIpv4;
        PortPair ports = new(pair.Port, pair.Transport, pair.AtLma, overIpv6);
        return isAsked && _offloads[offload].Probe(ports, pair.Reasons[offload]) ? 1 << offload : 0;
    }

    private void AddPairs(List<Pair> pairs, DataPathConfiguration configuration, DataPathRoles role, string[] ports, string transport)
    {
        foreach (string port in (configuration.Roles & role) != 0 ? ports : [])
        {
            ReasonText[] reasons = new ReasonText[_offloads.Length];
            for (int i = 0; i < reasons.Length; i++)
            {
                reasons[i] = new ReasonText();
            }

            pairs.Add(new Pair(Encoding.UTF8.GetBytes(port), Encoding.UTF8.GetBytes(transport), reasons)
            {
                AtLma = role == DataPathRoles.Lma,
                HasIpv6 = !configuration.LocalIpv6.IsUnspecified,
                HasIpv4 = !configuration.LocalIpv4.IsUnspecified,
            });
        }
    }

    private sealed class Pair(byte[] portName, byte[] transportName, ReasonText[] reasons)
    {
        public byte[] PortName => portName;

        public byte[] TransportName => transportName;

        public ReasonText[] Reasons => reasons;

        public bool AtLma { get; init; }

        public bool HasIpv6 { get; init; }

        public bool HasIpv4 { get; init; }

        public int Port { get; set; }

        public int Transport { get; set; }

        // Bits of the offloads that take sessions over this kind of transport.
        public int Usable6 { get; set; }

        public int Usable4 { get; set; }
    }
}
