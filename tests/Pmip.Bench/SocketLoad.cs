using System;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;
using Pmip.Linux.Sockets;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Bench;

/// <summary>
/// MAGs by the dozen in one process: Proxy Binding Updates from many addresses to one LMA, or to an echo in its place, as fast as a
/// window of unanswered ones allows or at a given rate. Runs inside a namespace and prints what it measured as a line of words.
/// </summary>
internal sealed class SocketLoad
{
    public const string InsideName = "load";

    /// <summary>MAGs, each with an address of its own.</summary>
    public const int Mags = 8;

    /// <summary>Mobile nodes of one MAG.</summary>
    public const int NodesPerMag = 512;

    private const int WindowPerMag = 48;
    private const int Batch = 64;
    private const int OctetsMax = 512;
    private const int TypeOffset = 2;
    private const int SequenceOfUpdate = 6;
    private const int SequenceOfAnswer = 8;
    private static readonly TimeSpan s_registrationPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(200);
    private readonly Mag[] _mags = new Mag[Mags];
    private readonly DatagramBatch _out = new(Batch, OctetsMax);
    private readonly DatagramBatch _in = new(Batch, OctetsMax);
    private readonly EventPoll _poll;
    private readonly PollEvent[] _ready = new PollEvent[Mags];
    private readonly IpAddress _target;
    private readonly string _form;
    private readonly bool _isEcho;
    private readonly byte[] _identifier = Encoding.ASCII.GetBytes("001010000000000@nai.epc.mnc001.mcc001.3gppnetwork.org");
    private readonly byte[] _update = new byte[OctetsMax];
    private Measurement _latency = new("registration", string.Empty);
    private ulong _lastTimestamp;
    private long _answered;
    private long _refused;

    private SocketLoad(string form, IpAddress first, IpAddress target, bool isEcho, int firstNode)
    {
        _form = form;
        _target = target;
        _isEcho = isEcho;
        BenchSocket.Require(EventPoll.TryOpen(out EventPoll? poll), "epoll");
        _poll = poll!;
        for (int i = 0; i < Mags; i++)
        {
            IpAddress address = new(first.High, first.Low + (ulong)i);
            _mags[i] = new Mag(address, BenchSocket.Open(form, address), firstNode + (i * NodesPerMag));
            BenchSocket.Require(_poll.Add(_mags[i].Socket.Descriptor, (ulong)i, PollInterest.Read), "epoll");
        }
    }

    /// <summary>
    /// Words: the form, the first MAG's address, the target's, <c>echo</c> or <c>lma</c>, the number of the first node, how many seconds,
    /// and the rate, zero for as fast as it goes. Prints answers per second, p50, p99 and p99.9 in microseconds, registrations per
    /// second, and what was refused.
    /// </summary>
    public static int RunInside(string[] words)
    {
        SocketLoad load = new(words[0], IpAddress.Parse(words[1]), IpAddress.Parse(words[2]), words[3] == SocketEcho.InsideName, Number(words[4]));
        double registrations = load.Register();
        TimeSpan length = TimeSpan.FromMilliseconds(Number(words[5]));
        double rate = double.Parse(words[6], CultureInfo.InvariantCulture);
        double answers = load.Run(length, rate);
        double[] shares = [0.5, 0.99, 0.999];
        string latencies = string.Join(' ', shares.Select(share => (load._latency.Percentile(share) / 1000).ToString("f1", CultureInfo.InvariantCulture)));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answers:f0} {latencies} {registrations:f0} {load._refused}"));
        return 0;
    }

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);

    // Every node once: then all later updates are refreshes. An echo accepts nothing, so its nodes are made up.
    private double Register()
    {
        if (_isEcho)
        {
            foreach (Mag mag in _mags)
            {
                Array.Fill(mag.Nodes, new Node(0x2001_0db8_0100_0001, 0x0A2D_0002, 16));
            }

            return 0;
        }

        long start = Stopwatch.GetTimestamp();
        while (_mags.Any(static mag => mag.Registered < NodesPerMag))
        {
            foreach (Mag mag in _mags)
            {
                int room = Math.Min(WindowPerMag - mag.Outstanding, NodesPerMag - mag.Asked);
                Send(mag, room, isFirst: true);
            }

            EngineBench.Check(Receive(s_registrationPatience) > 0, "registrations are answered");
        }

        return Mags * NodesPerMag / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private double Run(TimeSpan length, double rate)
    {
        _latency = new Measurement("latency", string.Empty);
        long start = Stopwatch.GetTimestamp();
        long before = _answered;
        long sent = 0;
        for (int turn = 0; Stopwatch.GetElapsedTime(start) < length; turn++)
        {
            long due = rate == 0 ? long.MaxValue : (long)(Stopwatch.GetElapsedTime(start).TotalSeconds * rate) - sent;
            for (int i = 0; i < Mags && due > 0; i++)
            {
                Mag mag = _mags[(turn + i) % Mags];
                int room = (int)Math.Min(due, (rate == 0 ? WindowPerMag : Batch) - (rate == 0 ? mag.Outstanding : 0));
                Send(mag, room, isFirst: false);
                sent += room;
                due -= room;
            }

            if (Receive(rate == 0 ? s_patience : TimeSpan.FromMilliseconds(1)) == 0 && rate == 0)
            {
                foreach (Mag mag in _mags)
                {
                    mag.Outstanding = 0; // What got lost is not waited for.
                }
            }
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (_answered - before) / seconds;
    }

    private void Send(Mag mag, int count, bool isFirst)
    {
        for (int i = 0; i < count; i++)
        {
            int place = isFirst ? mag.Asked++ : mag.Next;
            mag.Next = (place + 1) % NodesPerMag;
            ushort sequence = unchecked(++mag.Sequence);
            int length = Write(mag, place, sequence, isFirst, _update);
            ushort port = _form == BenchSocket.Udp ? SignallingPath.ControlPort : (ushort)0;
            bool fits = _out.TryAdd(_target, port, length, out Span<byte> room);
            EngineBench.Check(fits, "the batch has room");
            _update.AsSpan(0, length).CopyTo(room);
            mag.NodeOf[sequence] = place;
            mag.SentAt[sequence] = Stopwatch.GetTimestamp();
            mag.Outstanding++;
            if (_out.Count == Batch)
            {
                mag.Socket.Send(_out);
            }
        }

        if (_out.Count > 0)
        {
            mag.Socket.Send(_out);
        }
    }

    private int Write(Mag mag, int place, ushort sequence, bool isFirst, Span<byte> room)
    {
        ref readonly Node node = ref mag.Nodes[place];
        WriteDigits(_identifier.AsSpan(5, 10), mag.FirstNode + place);
        ProxyBindingUpdate update = default;
        update.Sequence = sequence;
        update.Flags = BindingUpdateFlags.Acknowledge | BindingUpdateFlags.Proxy;
        update.LifetimeUnits = 900;
        update.HasIdentifier = true;
        update.IdentifierSubtype = MobileNodeIdentifierSubtype.NetworkAccessIdentifier;
        update.Identifier = _identifier;
        update.HasServiceSelection = true;
        update.ServiceSelection = "\binternet"u8;
        update.HasHandoffIndicator = true;
        update.HandoffIndicator = isFirst ? HandoffIndicator.NewInterface : HandoffIndicator.ReRegistration;
        update.HasAccessTechnologyType = true;
        update.AccessTechnologyType = AccessTechnologyType.Eutran;
        update.HasTimestamp = true;
        update.Timestamp = Timestamp();
        update.HasGreKeyOption = true;
        update.HasGreKey = true;
        update.GreKey = new GreKey((uint)(mag.FirstNode + place) + 1);
        update.HomeNetworkPrefixes.TryAdd(isFirst ? new IpPrefix(IpAddress.Unspecified, 0) : new IpPrefix(new IpAddress(node.Prefix, 0), 64));
        update.Ipv4HomeAddressRequestCount = 1;
        update.Ipv4HomeAddressRequest = new Ipv4HomeAddress(IpAddress.FromIPv4(isFirst ? 0 : node.Address), isFirst ? (byte)0 : node.PrefixLength);
        EngineBench.Check(update.Emit(room, out int length) == WireStatus.Ok, "the update fits");
        if (_form == BenchSocket.Raw)
        {
            BinaryPrimitives.WriteUInt16BigEndian(
                room[MobilityHeader.ChecksumOffset..], MobilityChecksum.Compute(mag.Address, _target, room[..length]));
        }

        return length;
    }

    // What has arrived, after a wait of at most so long.
    private int Receive(TimeSpan patience)
    {
        int taken = 0;
        BenchSocket.Require(_poll.Wait(_ready, new Duration((long)patience.TotalMicroseconds), out int ready), "waiting");
        for (int i = 0; i < ready; i++)
        {
            Mag mag = _mags[_ready[i].Token];
            if (!mag.Socket.Receive(_in, out int count).IsOk)
            {
                continue;
            }

            long now = Stopwatch.GetTimestamp();
            for (int k = 0; k < count; k++)
            {
                Take(mag, _in.OctetsOf(k), now);
            }

            taken += count;
        }

        return taken;
    }

    private void Take(Mag mag, ReadOnlySpan<byte> octets, long now)
    {
        if (octets[TypeOffset] != (byte)(_isEcho ? MobilityHeaderType.BindingUpdate : MobilityHeaderType.BindingAcknowledgement))
        {
            return; // A heartbeat of the LMA.
        }

        ushort sequence = BinaryPrimitives.ReadUInt16BigEndian(octets[(_isEcho ? SequenceOfUpdate : SequenceOfAnswer)..]);
        mag.Outstanding = Math.Max(mag.Outstanding - 1, 0);
        _answered++;
        _latency.Count(now - mag.SentAt[sequence]);
        if (_isEcho)
        {
            return;
        }

        if (octets[SequenceOfUpdate] != (byte)BindingStatus.Accepted)
        {
            _refused++;
            return;
        }

        if (mag.Registered < NodesPerMag)
        {
            EngineBench.Check(MobilityHeader.TryRead(octets, out MobilityHeader header) == WireStatus.Ok, "there is an answer");
            EngineBench.Check(ProxyBindingAcknowledgement.TryRead(header, out ProxyBindingAcknowledgement answer) == WireStatus.Ok, "it is readable");
            mag.Nodes[mag.NodeOf[sequence]] = new Node(
                answer.HomeNetworkPrefixes[0].Address.High, answer.Ipv4HomeAddressReply.Address.IPv4, answer.Ipv4HomeAddressReply.PrefixLength);
            mag.Registered++;
        }
    }

    private static void WriteDigits(Span<byte> room, int number)
    {
        for (int i = room.Length - 1; i >= 0; i--, number /= 10)
        {
            room[i] = (byte)('0' + (number % 10));
        }
    }

    private ulong Timestamp()
    {
        ulong now = WallClock.FromUnixMicroseconds((DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / 10, true).Timestamp;
        return _lastTimestamp = Math.Max(now, _lastTimestamp);
    }

    private readonly record struct Node(ulong Prefix, uint Address, byte PrefixLength);

    private sealed class Mag(IpAddress address, DatagramSocket socket, int firstNode)
    {
        public IpAddress Address { get; } = address;

        public DatagramSocket Socket { get; } = socket;

        public int FirstNode { get; } = firstNode;

        public Node[] Nodes { get; } = new Node[NodesPerMag];

        public int[] NodeOf { get; } = new int[ushort.MaxValue + 1];

        public long[] SentAt { get; } = new long[ushort.MaxValue + 1];

        public ushort Sequence { get; set; }

        public int Next { get; set; }

        public int Asked { get; set; }

        public int Registered { get; set; }

        public int Outstanding { get; set; }
    }
}
