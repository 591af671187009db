using System;
using System.Collections.Generic;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Simulation.Schedules;

namespace Pmip.Simulation.Worlds;

/// <content>The network: loss, copies, delay, damage, partitions, and the policy in front of each engine.</content>
public sealed partial class World
{
    private const int OverheardMax = 256;
    private readonly Fates _fates;
    private readonly bool[,] _isCut;
    private readonly int[,] _passages;
    private readonly List<Overheard> _overheard = [];
    private long _packetNumber;

    /// <summary>What an attacker can hear and use again.</summary>
    private readonly record struct Overheard(int To, SignallingPath Path, byte[] MobilityHeader);

    /// <summary>Fates out of the ordinary, kept for the shrinker.</summary>
    public Dictionary<Passage, Fate> Unusual { get; } = [];

    private void Send(Node from, in SignallingPath path, ReadOnlySpan<byte> mobilityHeader)
    {
        int to = Array.FindIndex(Nodes, NodeWith(path.OuterRemote));
        if (to < 0)
        {
            return;
        }

        Passage passage = new(from.Number, to, _passages[from.Number, to]++);
        Fate plain = Fate.Plain(Options[Knob.DelayMicroseconds]);
        Fate fate = _isHealed ? plain : _fates.Of(passage);
        if (fate != plain)
        {
            Unusual[passage] = fate;
        }

        if (_overheard.Count == OverheardMax)
        {
            _overheard.RemoveAt(0);
        }

        SignallingPath mirrored = new(path.Form, path.Remote, path.Local, path.OuterRemote, path.OuterLocal, path.RemotePort);
        _overheard.Add(new Overheard(to, mirrored, mobilityHeader.ToArray()));
        byte[] octets = Framing.Encode(path, mobilityHeader);
        if (fate.IsLost || _isCut[from.Number, to])
        {
            Trace($"{from.Name} -> {Nodes[to].Name} lost");
            return;
        }

        bool isDamaged = fate.FlippedBit >= 0 || fate.Cut > 0;
        if (isDamaged)
        {
            octets = Damage(path, mobilityHeader, octets, fate);
        }

        long number = _packetNumber++;
        Plan(Now + fate.Delay, Delivery(from, to, path, octets, number, isDamaged, false));
        if (fate.CopyAfter >= 0)
        {
            Plan(Now + fate.CopyAfter, Delivery(from, to, path, octets, number, isDamaged, true));
        }
    }

    private static Event Delivery(Node from, int to, in SignallingPath path, byte[] octets, long number, bool isDamaged, bool isCopy)
    {
        Packet packet = new()
        {
            Number = number,
            From = from.Number,
            To = to,
            Octets = octets,
            Source = path.OuterLocal,
            IsAuthentic = !isDamaged,
            IsCopy = isCopy,
        };
        return new Event { Kind = EventKind.Delivery, Packet = packet };
    }

    // Half of the damage comes before the checksum is computed, where the option says so.
    private byte[] Damage(in SignallingPath path, ReadOnlySpan<byte> mobilityHeader, byte[] octets, Fate fate)
    {
        if (fate.FlippedBit >= 0)
        {
            if (Options.Has(Knob.CorruptionPasses) && (fate.FlippedBit & 1) == 1)
            {
                byte[] changed = mobilityHeader.ToArray();
                int bit = fate.FlippedBit % (8 * changed.Length);
                changed[bit / 8] ^= (byte)(1 << (bit % 8));
                octets = Framing.Encode(path, changed);
            }
            else
            {
                int bit = fate.FlippedBit % (8 * octets.Length);
                octets[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }

        return octets[..Math.Max(1, octets.Length - fate.Cut)];
    }

    private void Deliver(Packet packet)
    {
        Node node = Nodes[packet.To];
        if (!node.IsUp || (_isHealed && packet.IsCopy))
        {
            return;
        }

        if (node.IsPaused)
        {
            Plan(_resumeTimes[node.Number], new Event { Kind = EventKind.Delivery, Packet = packet });
            return;
        }

        _capture?.Write(Now, packet.Octets);
        if (!Framing.TryDecode(packet.Octets, node.Ipv6, node.Ipv4, out SignallingPath path, out ReadOnlySpan<byte> mobilityHeader))
        {
            Trace($"{node.Name} drops what is no message");
            return;
        }

        bool isPeer = node.IsPeer(path.OuterRemote);
        if (isPeer && ((Options.Has(Knob.Protected) && !packet.IsAuthentic) || (Options.Has(Knob.AntiReplay) && packet.IsCopy)))
        {
            Trace($"{node.Name} protection drops a message from {path.OuterRemote}");
            return;
        }

        _step.Kind = StepKind.Receive;
        _step.Packet = packet;
        _step.Path = path;
        _step.MobilityHeader = mobilityHeader.ToArray();
        _step.Message = MessageFacts.Of(path, mobilityHeader);
        _step.IsFromStranger = !isPeer;
        _step.Subject = -1;
        Do(node);
    }

    private static Predicate<Node> NodeWith(IpAddress address) => node => node.Ipv6 == address || node.Ipv4 == address;
}
