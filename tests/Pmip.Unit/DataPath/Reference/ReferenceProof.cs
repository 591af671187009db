using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using Pmip.DataPath;
using Pmip.Foundation.Addressing;
using Pmip.Linux;
using Pmip.Linux.Bpf;

namespace Pmip.Unit.DataPath.Reference;

/// <summary>Random packets through the programs and through the reference, until the two disagree or all are done.</summary>
internal sealed class ReferenceProof(ulong seed)
{
    private const int PacketsPerCast = 2_000;
    private const int CastsPerLoad = 25;
    private const int PaidEvery = 64;
    private const int FlowsMax = 4096;

    private readonly byte[] _room = new byte[4096];
    private readonly ulong[] _drops = new ulong[DropReasons.Count];
    private readonly Dictionary<(IpAddress, IpAddress, byte, uint?), uint> _labels = [];
    private Scene _scene = null!;

    /// <summary>Runs so many packets at MAGs and LMAs in turn; what the two disagree about, or null.</summary>
    public string? RunAll(long packets)
    {
        string? disagreement = null;
        ulong cast = 0;
        for (bool atLma = true; Packets < packets && disagreement is null; atLma = !atLma)
        {
            using Scene scene = Scene.Open(atLma, unchecked(seed + cast));
            for (int i = 0; i < CastsPerLoad && Packets < packets && disagreement is null; i++)
            {
                disagreement = Run(scene, cast++, (int)Math.Min(PacketsPerCast, packets - Packets));
            }
        }

        return disagreement;
    }

    /// <summary>How often each fate was met, and each reason.</summary>
    public Dictionary<string, long> Met { get; } = [];

    /// <summary>Packets that were run; each goes through the program of tc and the one of XDP.</summary>
    public long Packets { get; private set; }

    /// <summary>What the two disagree about; null when they agree about all packets of this scene.</summary>
    public string? Run(Scene scene, ulong castNumber, int packets)
    {
        ulong castSeed = unchecked(seed ^ (castNumber * 0x9E37_79B9_7F4A_7C15));
        scene.Cast(castSeed);
        PacketGenerator generator = new(scene);
        _scene = scene;
        _labels.Clear();
        for (int i = 0; i < _drops.Length; i++)
        {
            _drops[i] = scene.Bench.DropCount((DropReason)i);
        }

        for (int i = 0; i < packets; i++)
        {
            if (i % PaidEvery == 0)
            {
                scene.PayBudgets();
            }

            byte[] frame = generator.Make(unchecked(castSeed + ((ulong)i * 0xD134_2543_DE82_EF95)));
            string? disagreement = Compare(frame, generator.IsFromTunnel, byXdp: false) ?? Compare(frame, generator.IsFromTunnel, byXdp: true);
            if (disagreement is not null)
            {
                return $"seed {seed:x}, cast {castNumber}, packet {i}: {disagreement}";
            }

            Packets++;
        }

        return Totals() is string wrong ? $"seed {seed:x}, cast {castNumber}: {wrong}" : null;
    }

    private string? Compare(byte[] frame, bool isFromTunnel, bool byXdp)
    {
        ReferenceNode node = _scene.Node;
        ProgramBench bench = _scene.Bench;
        Decision expected = isFromTunnel ? node.FromTunnel(frame, byXdp) : node.AtLma ? node.ForNode(frame, byXdp) : node.FromNode(frame, byXdp);
        if (!byXdp && IsRefusedByTestRun(frame))
        {
            return null;
        }

        BpfProgram program = (isFromTunnel, byXdp) switch
        {
            (true, false) => bench.Decap,
            (true, true) => bench.XdpTransport,
            (false, false) => bench.Encap,
            _ => bench.XdpEncap,
        };
        LinuxStatus status = program.TestRun(frame, default, _room, out int length, out uint verdict);
        if (!status.IsOk)
        {
            return $"the test run: {status.Message}, {Convert.ToHexString(frame)}";
        }

        string? wrong = WrongVerdict(expected, verdict, byXdp) ?? WrongReason(expected) ?? WrongOctets(frame, expected, _room.AsSpan(0, length), isFromTunnel);
        if (wrong is not null)
        {
            string said = byXdp ? $"{(XdpVerdict)verdict}" : $"{(Verdict)verdict}";
            return new StringBuilder($"{wrong}\n  at the {(node.AtLma ? "LMA" : "MAG")}, {(isFromTunnel ? "from the tunnel" : "into the tunnel")}, ")
                .Append(byXdp ? "XDP" : "tc").Append($"\n  frame     {Convert.ToHexString(frame)}\n  reference {expected}")
                .Append($"\n  program   {said}, {Moved()} {Convert.ToHexString(_room, 0, length)}").ToString();
        }

        expected.Session?.Count(isFromTunnel, expected.InnerLength);
        string met = expected.Fate == Fate.Dropped ? expected.Reason.ToString() : expected.Fate.ToString();
        Met[met] = Met.GetValueOrDefault(met) + 1;
        return null;
    }

    // The kernel makes no buffer for tc out of less than an IP header.
    private static bool IsRefusedByTestRun(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) switch
    {
        Packet.TypeIpv4 => frame.Length < Packet.EthernetLength + 20,
        Packet.TypeIpv6 => frame.Length < Packet.EthernetLength + 40,
        _ => false,
    };

    private static string? WrongVerdict(in Decision expected, uint verdict, bool byXdp)
    {
        uint wanted = expected.Fate switch
        {
            Fate.Forwarded or Fate.ToTunnelInterface => byXdp ? (uint)XdpVerdict.Redirected : (uint)Verdict.Redirected,
            Fate.ToKernel => byXdp ? (uint)XdpVerdict.LeftToTc : (uint)Verdict.ToKernel,
            _ => byXdp ? (uint)XdpVerdict.Dropped : (uint)Verdict.Dropped,
        };
        return verdict == wanted ? null : "another verdict";
    }

    // A packet moves one counter at most, so the expected one tells of all; at the end of the scene all are looked at.
    private string? WrongReason(in Decision expected)
    {
        if (expected.Fate != Fate.Dropped)
        {
            return null;
        }

        int reason = (int)expected.Reason;
        _drops[reason]++;
        return _scene.Bench.DropCount(expected.Reason) == _drops[reason] ? null : "another reason";
    }

    private string? WrongOctets(byte[] frame, in Decision expected, Span<byte> result, bool isFromTunnel)
    {
        if (expected.Fate is Fate.Dropped or Fate.Taken)
        {
            return null;
        }

        ReadOnlySpan<byte> wanted = expected.Frame ?? frame;
        int from = 0;
        if (expected.Fate == Fate.ToTunnelInterface)
        {
            from = Packet.EthernetLength; // The kernel takes the header away.
        }
        else if (expected.Fate == Fate.Forwarded && !isFromTunnel)
        {
            // The kernel writes the addresses of the frame when the programs do not know them.
            from = expected.Session!.Remote.IsResolved ? 0 : 12;
            string? label = expected.Session.IsOverIpv6 ? WrongLabel(frame, result) : null;
            if (label is not null)
            {
                return label;
            }
        }

        return result[Math.Min(from, result.Length)..].SequenceEqual(wanted[from..]) ? null : "other octets";
    }

    // Any label will do that is the flow's own and always the same (RFC 6438 3); then it is taken away.
    private string? WrongLabel(byte[] frame, Span<byte> result)
    {
        if (result.Length < 18)
        {
            return "no outer header";
        }

        bool isIpv6 = frame[12] == 0x86;
        if (!IpHeader.TryRead(frame.AsSpan(Packet.EthernetLength), isIpv6, out IpHeader inner))
        {
            return "no inner header";
        }

        uint label = (uint)((result[15] & 15) << 16 | result[16] << 8 | result[17]);
        (result[15], result[16], result[17]) = ((byte)(result[15] & 0xF0), 0, 0);
        if (_labels.TryGetValue(inner.Flow, out uint known))
        {
            return known == label ? null : "another flow label";
        }

        if (_labels.Count < FlowsMax)
        {
            _labels.Add(inner.Flow, label);
        }

        return null;
    }

    private string? Totals()
    {
        for (int i = 0; i < _drops.Length; i++)
        {
            if (_scene.Bench.DropCount((DropReason)i) != _drops[i])
            {
                return $"{(DropReason)i}: {_scene.Bench.DropCount((DropReason)i)} counted, {_drops[i]} dropped";
            }
        }

        foreach (ReferenceSession session in _scene.Node.Sessions)
        {
            SessionCounters counters = _scene.Bench.Counters(session.Session.Index);
            SessionCounters expected = counters with
            {
                PacketsIn = session.PacketsIn,
                OctetsIn = session.OctetsIn,
                PacketsOut = session.PacketsOut,
                OctetsOut = session.OctetsOut,
            };
            if (counters != expected)
            {
                return $"counters of session {session.Session.Index}: {counters}, expected {expected}";
            }
        }

        return null;
    }

    private string Moved()
    {
        StringBuilder moved = new();
        for (int i = 0; i < _drops.Length; i++)
        {
            if (_scene.Bench.DropCount((DropReason)i) != _drops[i])
            {
                moved.Append($"{(DropReason)i} {_scene.Bench.DropCount((DropReason)i)} against {_drops[i]} ");
            }
        }

        return moved.ToString();
    }
}
