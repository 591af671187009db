using System;
using Pmip.Access;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Pmip.Fuzz.Mutations;
using Pmip.Wire;
using Pmip.Wire.Packets;

namespace Pmip.Fuzz.Targets;

/// <summary>
/// Input: events on the access links of a MAG, each an octet that chooses and what it needs: frames of a few devices, raw or put
/// right; answers of the registration; links that fail; time. The tables are verified at the end, and where an event says so.
/// </summary>
internal sealed class AccessTarget() : FuzzTarget("access")
{
    private const int EventsMax = 64;
    private const int FrameMax = 400;

    /// <summary>Time that may pass in one input: with a lifetime of nothing each node is advertised to every second of it.</summary>
    private static readonly Duration s_longest = Duration.FromSeconds(1_000);

    private static readonly MacAddress[] s_devices =
        [new(0x0200_0000_0001), new(0x0200_0000_0002), new(0x0200_0000_0099), new(0x3333_0000_0001), MacAddress.FixedMag];

    private static readonly IpAddress[] s_addresses4 = Array.ConvertAll(
        ["10.45.0.7", "10.45.0.1", "0.0.0.0", "255.255.255.255", "192.168.1.1"], IpAddress.Parse);
    private static readonly IpAddress[] s_addresses6 = Array.ConvertAll(
        ["fe80::ff:fe00:1", "2001:db8:100:1::5", "::", "ff02::2", "fe80::200:5eff:fe00:5213"], IpAddress.Parse);

    private static readonly AccessConfiguration s_configuration = new()
    {
        Links = [new(), new() { AnswersNeighborSolicitation = false }],
        NodesMax = 3,
        Profiles = [new(s_devices[0], 0), new(s_devices[1], 1)],
        ProfileConnections = [1, 2],
        DefaultProfile = 1,
        Dns = [IpAddress.Parse("2001:db8::53"), IpAddress.Parse("198.51.100.53")],
        AttachBurst = 4,
        AttachesPerSecond = 10,
    };

    private static readonly Instant s_start = new(1_000_000);

    private readonly AccessOutbox _outbox = new();
    private readonly byte[] _frame = new byte[2048];
    private AccessLinks _links = new(s_configuration, new SipHash(1, 2));
    private Instant _now;

    public override bool TakesPackets => true;

    public override long WorkMax => 10_000_000;

    public override void Run(ReadOnlySpan<byte> input, AllocationMeter meter)
    {
        _links = new AccessLinks(s_configuration, new SipHash(1, 2));
        _outbox.Clear();
        _now = s_start;
        InputReader reader = new(input);
        meter.Start();
        for (int events = 0; events < EventsMax && !reader.IsEmpty; events++)
        {
            Happen(ref reader);
        }

        _links.Verify();
        meter.Stop();
    }

    // The sender stays a device of ours: a stranger's address is refused at the first look.
    public override byte[] OfPacket(byte[] packet) => packet.Length > 12
        ? [1, 0, .. BitConverter.GetBytes((ushort)Math.Min(packet.Length - 12, FrameMax)), .. packet[12..]]
        : [];

    private void Happen(ref InputReader reader)
    {
        switch (reader.Octet() & 15)
        {
            case 0 or 1:
                Raw(ref reader);
                break;
            case 2 or 3:
                Discovery(ref reader);
                break;
            case 4:
                Arp(ref reader);
                break;
            case 5 or 6:
                Dhcp(ref reader);
                break;
            case 7:
                Traffic(ref reader);
                break;
            case 8 or 9:
                _links.ConnectionUp(reader.Below(4), reader.Below(3), Grant(ref reader), _now, _outbox);
                Drain();
                break;
            case 10:
                _links.ConnectionDown(reader.Below(4), reader.Below(3), _now, _outbox);
                Drain();
                break;
            case 11:
                _links.ConnectionRefused(reader.Below(4), reader.Below(3), _now, _outbox);
                Drain();
                break;
            case 12:
                Disturb(ref reader);
                break;
            case 13:
                _links.Verify();
                break;
            default:
                Pass(Duration.FromMilliseconds(1L << reader.Below(18)));
                break;
        }
    }

    private void Disturb(ref InputReader reader)
    {
        int choice = reader.Octet();
        int link = (choice >> 3) & 1;
        switch (choice & 3)
        {
            case 0:
                _links.LinkDown(link, _now, _outbox);
                break;
            case 1:
                _links.LinkUp(link, _now, _outbox);
                break;
            case 2:
                _ = _links.Detach((choice >> 4) & 3, _now, _outbox);
                break;
            default:
                _links.NoteTraffic((choice >> 4) & 3, _now);
                break;
        }

        Drain();
    }

    private void Raw(ref InputReader reader)
    {
        MacAddress source = reader.Any(s_devices);
        int length = reader.Octet() | (reader.Octet() << 8);
        ReadOnlySpan<byte> rest = reader.Take(length % FrameMax);
        Span<byte> frame = _frame.AsSpan(0, 12 + rest.Length);
        MacAddress.FixedMag.Write(frame);
        source.Write(frame[6..]);
        rest.CopyTo(frame[12..]);
        FrameRepair.Repair(frame, hasEthernet: true);
        Receive(frame, length >= 0x8000 ? 1 : 0);
    }

    private void Discovery(ref InputReader reader)
    {
        MacAddress source = reader.Any(s_devices);
        IpAddress from = reader.Any(s_addresses6);
        IpAddress to = reader.Any(s_addresses6);
        Span<byte> packet = _frame.AsSpan(EthernetHeader.Length, 128);
        packet.Clear();
        int choice = reader.Octet();
        WireStatus status = (choice & 3) switch
        {
            0 => NeighborDiscoveryEmitter.EmitRouterSolicitation(packet, from, NeighborDiscoveryEmitter.AllRouters, source, out int length) == WireStatus.Ok
                ? Sized(length) : WireStatus.NoRoom,
            1 or 2 => NeighborDiscoveryEmitter.EmitNeighborSolicitation(packet, from, to, reader.Any(s_addresses6), source, out int length) == WireStatus.Ok
                ? Sized(length) : WireStatus.NoRoom,
            _ => NeighborDiscoveryEmitter.EmitNeighborAdvertisement(
                packet, from, to, from, source, NeighborAdvertisementFlags.Solicited, out int length) == WireStatus.Ok ? Sized(length) : WireStatus.NoRoom,
        };
        if (status == WireStatus.Ok)
        {
            Send(source, EtherType.Ipv6, ref reader, choice);
        }
    }

    private int _length;

    private WireStatus Sized(int length)
    {
        _length = length;
        return WireStatus.Ok;
    }

    private void Arp(ref InputReader reader)
    {
        MacAddress source = reader.Any(s_devices);
        int choice = reader.Octet();
        ArpOperation operation = (choice & 1) == 0 ? ArpOperation.Request : ArpOperation.Reply;
        IpAddress sender = reader.Any(s_addresses4);
        if (ArpPacket.EmitFrame(_frame, operation, source, sender, default, reader.Any(s_addresses4), out int length) == WireStatus.Ok)
        {
            _length = length - EthernetHeader.Length;
            Patch(ref reader, choice);
            Receive(_frame.AsSpan(0, length), (choice >> 2) & 1);
        }
    }

    private void Dhcp(ref InputReader reader)
    {
        const int Headers = Ipv4Header.Length + UdpHeader.Length;
        MacAddress source = reader.Any(s_devices);
        IpAddress client = reader.Any(s_addresses4);
        int choice = reader.Octet();
        ReadOnlySpan<byte> options = reader.Take(choice >> 3);
        Span<byte> packet = _frame.AsSpan(EthernetHeader.Length, Headers + 340);
        packet.Clear();
        Span<byte> message = packet[Headers..];
        message[0] = 1;
        message[1] = 1;
        message[2] = 6;
        client.WriteIPv4(message[12..]);
        source.Write(message[28..]);
        new IpAddress(0, 0x6382_5363).Write(message[224..]);
        message[236] = 0x63;
        message[237] = 0x82;
        message[238] = 0x53;
        message[239] = 0x63;
        message[224..236].Clear();
        message[240] = 53;
        message[241] = 1;
        message[242] = (byte)(1 + reader.Below(8));
        int at = AddAddress(message, 243, 50, ref reader);
        at = AddAddress(message, at, 54, ref reader);
        options.CopyTo(message[at..]);
        message[at + options.Length] = 255;
        int length = Math.Max(at + options.Length + 1, 300);
        UdpHeader.Emit(packet[Ipv4Header.Length..], client, IpAddress.FromIPv4(uint.MaxValue), 68, 67, length, out _);
        Ipv4Header.Emit(packet, client, IpAddress.FromIPv4(uint.MaxValue), IpProtocol.Udp, 64, UdpHeader.Length + length, out _);
        _length = Headers + length;
        Send(source, EtherType.Ipv4, ref reader, choice);
    }

    private static int AddAddress(Span<byte> message, int at, byte code, ref InputReader reader)
    {
        int which = reader.Below(s_addresses4.Length + 1);
        if (which == s_addresses4.Length)
        {
            return at;
        }

        message[at] = code;
        message[at + 1] = 4;
        s_addresses4[which].WriteIPv4(message[(at + 2)..]);
        return at + 6;
    }

    private void Traffic(ref InputReader reader)
    {
        MacAddress source = reader.Any(s_devices);
        int choice = reader.Octet();
        Span<byte> packet = _frame.AsSpan(EthernetHeader.Length, 128);
        packet.Clear();
        bool isIpv4 = (choice & 1) == 0;
        if (isIpv4)
        {
            Ipv4Header.Emit(packet, reader.Any(s_addresses4), reader.Any(s_addresses4), IpProtocol.Tcp, 64, 20, out _);
        }
        else
        {
            Ipv6Header.Emit(packet, reader.Any(s_addresses6), reader.Any(s_addresses6), IpProtocol.Tcp, 64, 20, out _);
        }

        _length = (isIpv4 ? Ipv4Header.Length : Ipv6Header.Length) + 20;
        Send(source, isIpv4 ? EtherType.Ipv4 : EtherType.Ipv6, ref reader, choice);
    }

    private void Send(MacAddress source, ushort type, ref InputReader reader, int choice)
    {
        EthernetHeader.Emit(_frame, MacAddress.FixedMag, source, type, out _);
        Patch(ref reader, choice);
        Receive(_frame.AsSpan(0, EthernetHeader.Length + _length), (choice >> 2) & 1);
    }

    // An octet changed anywhere, and all that depends on it put right.
    private void Patch(ref InputReader reader, int choice)
    {
        if ((choice & 0x80) != 0)
        {
            _frame[12 + reader.Below(_length)] = reader.Octet();
            FrameRepair.Repair(_frame.AsSpan(0, EthernetHeader.Length + _length), hasEthernet: true);
        }
    }

    private static ConnectionGrant Grant(ref InputReader reader)
    {
        int choice = reader.Octet();
        ConnectionGrant grant = new()
        {
            TunnelMtu = (choice & 1) != 0 ? 1456 : reader.Octet() << 8,
            Lifetime = Duration.FromSeconds((choice & 2) != 0 ? 3600 : reader.Octet() * 514L),
            HomeAddress4 = (choice & 4) != 0 ? s_addresses4[0] : (choice & 8) != 0 ? reader.Any(s_addresses4) : IpAddress.Unspecified,
            HomeAddress4PrefixLength = (choice & 16) != 0 ? (byte)16 : (byte)reader.Below(33),
            DefaultRouter4 = (choice & 32) != 0 ? s_addresses4[1] : IpAddress.Unspecified,
            InterfaceIdentifier = (choice & 64) != 0 ? 0x0200_00FF_FE00_0001UL : 0,
        };
        for (int prefixes = reader.Below(4); prefixes > 0; prefixes--)
        {
            IpAddress address = new(0x2001_0DB8_0100_0000UL + reader.Octet(), 0);
            grant.Prefixes.TryAdd(new IpPrefix(address, (choice & 128) != 0 ? (byte)reader.Below(129) : (byte)64));
        }

        return grant;
    }

    private void Receive(ReadOnlySpan<byte> frame, int link)
    {
        _links.Receive(link, frame, _now, _outbox);
        Drain();
    }

    private void Pass(Duration duration)
    {
        Instant end = _now.Plus(duration);
        end = end <= s_start.Plus(s_longest) ? end : s_start.Plus(s_longest);
        for (int steps = 0; _links.NextDeadline <= end; steps++)
        {
            OracleException.Require(steps < 10_000, "timers come to rest");
            _now = _links.NextDeadline > _now ? _links.NextDeadline : _now;
            OracleException.Require(_links.Expire(_now, _outbox), "a timer that is due does something");
            Drain();
        }

        _now = end;
    }

    // What goes out must be a frame of ours.
    private void Drain()
    {
        foreach (ref readonly AccessEffect effect in _outbox.Effects)
        {
            if (effect.Kind == AccessEffectKind.TransmitFrame)
            {
                OracleException.Require(EthernetHeader.TryRead(_outbox.BytesOf(effect), out EthernetHeader header) == WireStatus.Ok, "a frame goes out");
                OracleException.Require(header.Source == MacAddress.FixedMag, "it comes from us");
                OracleException.Require(
                    header.Type != EtherType.Ipv6 || NeighborDiscoveryMessage.TryReadPacket(header.Payload, out _) == WireStatus.Ok, "and is whole");
            }
        }

        _outbox.Clear();
    }
}
