using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Unit.DataPath.Reference;

/// <summary>Frames of the sessions of a scene, good ones and ones with something wrong in them, each from its own number.</summary>
internal sealed class PacketGenerator(Scene scene)
{
    private const int FrameHeader = Packet.EthernetLength;
    private const int ShortestFrame = FrameHeader + 1; // of the kernel's test run
    private const int PayloadMax = 1700;
    private static readonly IpAddress[] s_addresses =
    [
        ProgramBench.Server6, IpAddress.Parse("2001:db8:100:1::77"), IpAddress.Parse("fe80::1"), IpAddress.Parse("ff02::1"), default, IpAddress.Parse("::1"),
        IpAddress.Parse("2001:db8:f::99"), IpAddress.Parse("2001:db8:bad::1"), ProgramBench.Server4, IpAddress.Parse("10.45.0.2"),
        IpAddress.Parse("10.45.0.200"),
        IpAddress.Parse("169.254.3.4"), IpAddress.Parse("224.0.0.251"), IpAddress.Parse("255.255.255.255"), IpAddress.Parse("0.0.0.0"),
        IpAddress.Parse("192.0.2.60"), IpAddress.Parse("203.0.113.1"),
    ];

    private readonly byte[] _octets = new byte[4096];
    private Draw _draw = new(0);
    private int _length;
    private int _outer;
    private int _gre;
    private int _inner;
    private int _greChecksumAt;

    /// <summary>True when the frame made last is for a transport interface.</summary>
    public bool IsFromTunnel { get; private set; }

    /// <summary>Makes the frame of this number.</summary>
    public byte[] Make(ulong number)
    {
        _draw = new Draw(number);
        _length = FrameHeader;
        _outer = _gre = _inner = _greChecksumAt = 0;
        IsFromTunnel = _draw.Percent(60);
        ReferenceSession session = scene.Node.Sessions[_draw.Below(scene.Node.Sessions.Count)];
        bool isIpv6 = session.Session.HomeNetworkPrefixes.Count > 0 && (session.Session.HomeAddress4.IsUnspecified || _draw.Percent(50));
        if (IsFromTunnel)
        {
            WriteOuter(session, isIpv6);
        }

        WriteInner(session, isIpv6);
        Close();
        WriteFrame(session, isIpv6);
        for (int wrong = _draw.Of(0, 0, 0, 1, 1, 1, 1, 2, 3); wrong > 0; wrong--)
        {
            Spoil();
        }

        if (_draw.Percent(80))
        {
            Sum();
        }

        if (_draw.Percent(3))
        {
            _length = ShortestFrame + _draw.Below(_length - ShortestFrame + 1);
        }

        return _octets[..Math.Max(_length, ShortestFrame)];
    }

    private Span<byte> Take(int octets)
    {
        Span<byte> taken = _octets.AsSpan(_length, octets);
        taken.Clear();
        _length += octets;
        return taken;
    }

    private byte TrafficClass() => _draw.Percent(60) ? (byte)(_draw.Octet() & ~3) : _draw.Octet();

    private byte HopLimit() => _draw.Percent(85) ? (byte)(2 + _draw.Below(253)) : _draw.Of<byte>(0, 1, 2, 255);

    private void WriteOuter(ReferenceSession session, bool isIpv6)
    {
        bool isOverIpv6 = session.IsOverIpv6;
        IpAddress remote = session.Session.RemoteEndpoint;
        bool isFragment = _draw.Percent(2);
        _outer = _length;
        if (isOverIpv6)
        {
            bool hasLimit = !isFragment && _draw.Percent(8);
            Span<byte> ip = Take(40);
            BinaryPrimitives.WriteUInt32BigEndian(ip, 0x6000_0000 | ((uint)TrafficClass() << 20) | (uint)_draw.Below(1 << 20));
            ip[6] = isFragment ? (byte)44 : hasLimit ? (byte)60 : Packet.ProtocolGre;
            ip[7] = HopLimit();
            remote.Write(ip[8..]);
            session.Session.LocalEndpoint.Write(ip[24..]);
            byte[] extension = [Packet.ProtocolGre, 0, 0, (byte)_draw.Below(2), 0, 0, 0, _draw.Octet()];
            byte[] limit = [Packet.ProtocolGre, 0, 4, 1, _draw.Octet(), 1, 1, 0];
            if (hasLimit || isFragment)
            {
                (hasLimit ? limit : extension).CopyTo(Take(8));
            }
        }
        else
        {
            Span<byte> ip = Take(20);
            ip[0] = 0x45;
            ip[1] = TrafficClass();
            BinaryPrimitives.WriteUInt32BigEndian(ip[4..], (uint)_draw.Octet() << 16 | (isFragment ? 0x2000u | (uint)_draw.Below(2) : _draw.Of(0u, 0x4000u)));
            ip[8] = HopLimit();
            ip[9] = session.IsInUdp ? Packet.ProtocolUdp : Packet.ProtocolGre;
            remote.WriteIPv4(ip[12..]);
            session.Session.LocalEndpoint.WriteIPv4(ip[16..]);
        }

        if (session.IsInUdp)
        {
            Span<byte> udp = Take(12);
            BinaryPrimitives.WriteUInt16BigEndian(udp, _draw.Of((ushort)5437, (ushort)40000));
            BinaryPrimitives.WriteUInt16BigEndian(udp[2..], 5437);
            udp[9] = Packet.ProtocolGre;
        }

        _gre = _length;
        bool hasChecksum = _draw.Percent(4), hasSequence = _draw.Percent(session.IsSequenced ? 40 : 2);
        Span<byte> gre = Take(8);
        gre[0] = (byte)(0x20 | (hasChecksum ? 0x80 : 0) | (hasSequence ? 0x10 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(gre[2..], isIpv6 ? Packet.TypeIpv6 : Packet.TypeIpv4);
        if (hasChecksum)
        {
            _greChecksumAt = _gre + 4;
            Take(4);
        }

        BinaryPrimitives.WriteUInt32BigEndian(_octets.AsSpan(_length - 4), session.Session.ReceiveKey.Value);
        if (hasSequence)
        {
            BinaryPrimitives.WriteUInt32BigEndian(Take(4), _draw.Word());
        }
    }

    private void WriteInner(ReferenceSession session, bool isIpv6)
    {
        // From the node at the MAG's access link and out of the LMA's tunnels, towards it everywhere else.
        bool isFromNode = IsFromTunnel == scene.Node.AtLma;
        IpAddress node = isIpv6
            ? new IpAddress(session.Session.HomeNetworkPrefixes[_draw.Below(session.Session.HomeNetworkPrefixes.Count)].Address.High, _draw.Bits())
            : session.Session.HomeAddress4;
        IpAddress peer = isIpv6
            ? new IpAddress(ProgramBench.Server6.High, (ulong)_draw.Below(20))
            : IpAddress.FromIPv4(ProgramBench.Server4.IPv4 + (uint)_draw.Below(20));
        (IpAddress source, IpAddress destination) = isFromNode ? (node, peer) : (peer, node);
        byte protocol = _draw.Of<byte>(17, 17, 6, 6, 1, 58, 132, 44);
        bool isFragment = _draw.Percent(4);
        int payload = PayloadLength(session, isIpv6);
        _inner = _length;
        if (isIpv6)
        {
            Span<byte> ip = Take(40);
            BinaryPrimitives.WriteUInt32BigEndian(ip, 0x6000_0000 | ((uint)TrafficClass() << 20) | (uint)_draw.Below(1 << 20));
            BinaryPrimitives.WriteUInt16BigEndian(ip[4..], (ushort)payload);
            ip[6] = isFragment ? (byte)44 : protocol;
            ip[7] = HopLimit();
            source.Write(ip[8..]);
            destination.Write(ip[24..]);
        }
        else
        {
            int words = _draw.Percent(94) ? 5 : 5 + _draw.Below(11);
            Span<byte> ip = Take(words * 4);
            ip[0] = (byte)(0x40 | words);
            ip[1] = TrafficClass();
            BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(ip.Length + payload));
            BinaryPrimitives.WriteUInt32BigEndian(ip[4..], (uint)_draw.Octet() << 16 | (isFragment ? 0x2000u | (uint)_draw.Below(100) : _draw.Of(0u, 0x4000u)));
            ip[8] = HopLimit();
            ip[9] = protocol;
            source.WriteIPv4(ip[12..]);
            destination.WriteIPv4(ip[16..]);
            ip[20..].Fill(1);
        }

        WritePayload(Take(payload), protocol);
    }

    private int PayloadLength(ReferenceSession session, bool isIpv6)
    {
        int edge = session.Remote.PathMtu - session.Overhead - (isIpv6 ? 40 : 20) + _draw.Below(5) - 2;
        return _draw.Below(10) switch { 0 => edge, 1 => _draw.Below(PayloadMax), 2 => _draw.Below(12), _ => _draw.Below(80) };
    }

    private void WritePayload(Span<byte> payload, byte protocol)
    {
        for (int i = 0; i + 8 <= payload.Length && i < 64; i += 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(payload[i..], _draw.Bits());
        }

        if (payload.Length < 20)
        {
            return;
        }

        if (protocol == 17)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload[2..], _draw.Percent(5) ? (ushort)67 : (ushort)(9000 + _draw.Below(4)));
        }
        else if (protocol == 6)
        {
            bool begins = _draw.Percent(50);
            payload[13] = (byte)((payload[13] & 0xFD) | (begins ? 2 : 0));
            payload[12] = (byte)(begins ? _draw.Of(0x50, 0x60, 0x70, 0xA0, 0xF0) : 0x50);
            Span<byte> options = payload[20..Math.Min(60, payload.Length)];
            int place = 0;
            for (int i = _draw.Below(6); i > 0 && place < options.Length; i--)
            {
                place += WriteOption(options[place..], _draw.Of(1, 1, 3, 4, 8, 0));
            }

            if (place < options.Length && _draw.Percent(85))
            {
                WriteOption(options[place..], 2);
            }
        }
    }

    private int WriteOption(Span<byte> at, int kind)
    {
        byte[] option = kind switch
        {
            0 => [0],
            1 => [1],
            2 => [2, (byte)(_draw.Percent(95) ? 4 : _draw.Below(6)), (byte)_draw.Of(2, 4, 5, 5, 35), _draw.Octet()],
            3 => [3, 3, 7],
            4 => [4, 2],
            _ => [8, 10, .. new byte[8]],
        };
        option.AsSpan(0, Math.Min(option.Length, at.Length)).CopyTo(at);
        return option.Length;
    }

    // Lengths, from the inside outwards.
    private void Close()
    {
        if (_outer == 0)
        {
            return;
        }

        if (_octets[_outer] >> 4 == 6)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_octets.AsSpan(_outer + 4), (ushort)(_length - _outer - 40));
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(_octets.AsSpan(_outer + 2), (ushort)(_length - _outer));
        }

        if (_octets[_outer] == 0x45 && _octets[_outer + 9] == Packet.ProtocolUdp)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_octets.AsSpan(_outer + 24), (ushort)(_length - _outer - 20));
            BinaryPrimitives.WriteUInt16BigEndian(_octets.AsSpan(_outer + 30), (ushort)(_length - _outer - 32));
        }
    }

    private void WriteFrame(ReferenceSession session, bool isIpv6)
    {
        bool carriesIpv6 = IsFromTunnel ? session.IsOverIpv6 : isIpv6;
        MacAddress destination = _draw.Below(40) switch
        {
            0 => MacAddress.Broadcast,
            1 => ProgramBench.OwnMac,
            2 => new MacAddress(0x3333_0000_0001),
            < 22 => default,
            _ => IsFromTunnel || scene.Node.AtLma ? default : session.Session.GatewayLinkLayerAddress,
        };
        destination.Write(_octets);
        (_draw.Percent(98) ? session.Session.NodeLinkLayerAddress : ProgramBench.NodeMac).Write(_octets.AsSpan(6));
        BinaryPrimitives.WriteUInt16BigEndian(_octets.AsSpan(12), carriesIpv6 ? Packet.TypeIpv6 : Packet.TypeIpv4);
        if (_draw.Percent(10))
        {
            Take(_draw.Below(30)).Fill(0xEE);
        }
    }

    private void Spoil()
    {
        int headers = Math.Min(_length, _inner + 60);
        switch (_draw.Below(12))
        {
            case 0 or 1 or 2 when _outer > 0:
                SpoilOctet(_outer, _gre);
                break;
            case 3 or 4 when _outer > 0:
                SpoilOctet(_gre, _inner);
                break;
            case 5 or 6 or 7:
                SpoilOctet(_inner, Math.Min(_length, _inner + 40));
                break;
            case 8:
                PutAddress(_outer > 0 && _draw.Percent(50) ? _outer : _inner);
                break;
            case 9 when _gre > 0:
                GreKey another = _draw.Of(scene.Node.Sessions[_draw.Below(scene.Node.Sessions.Count)]).Session.ReceiveKey;
                BinaryPrimitives.WriteUInt32BigEndian(_octets.AsSpan(_gre + 4), another.Value);
                break;
            case 10:
                BinaryPrimitives.WriteUInt16BigEndian(
                    _octets.AsSpan(12), _draw.Of<ushort>(0x8100, Packet.TypeArp, 0x88A8, Packet.TypeIpv4, Packet.TypeIpv6, 0x8863, 46));
                break;
            default:
                SpoilOctet(0, headers);
                break;
        }
    }

    private void SpoilOctet(int from, int to)
    {
        int place = from + _draw.Below(Math.Max(1, to - from));
        _octets[place] = unchecked(_draw.Below(5) switch
        {
            0 => (byte)(_octets[place] ^ (1 << _draw.Below(8))),
            1 => (byte)(_octets[place] + 1),
            2 => (byte)(_octets[place] - 1),
            3 => _draw.Of<byte>(0, 0xFF, 0x45, 0x46, 0x60, 0x2F, 0x11),
            _ => _draw.Octet(),
        });
    }

    private void PutAddress(int header)
    {
        bool isIpv6 = _octets[header] >> 4 == 6;
        IpAddress address = _draw.Percent(50)
            ? s_addresses[_draw.Below(s_addresses.Length)]
            : scene.Node.Sessions[_draw.Below(scene.Node.Sessions.Count)].Session.RemoteEndpoint;
        bool isDestination = _draw.Percent(50);
        if (isIpv6 && !address.IsIPv4)
        {
            address.Write(_octets.AsSpan(header + (isDestination ? 24 : 8)));
        }
        else if (!isIpv6 && address.IsIPv4)
        {
            address.WriteIPv4(_octets.AsSpan(header + (isDestination ? 16 : 12)));
        }
    }

    // The sums are right again, so that what else is wrong comes to light.
    private void Sum()
    {
        SumIpv4(_inner);
        if (_outer > 0)
        {
            SumIpv4(_outer);
        }

        if (_greChecksumAt > 0)
        {
            _octets.AsSpan(_greChecksumAt, 4).Clear();
            BinaryPrimitives.WriteUInt16BigEndian(_octets.AsSpan(_greChecksumAt), Packet.Checksum(_octets.AsSpan(_gre, _length - _gre)));
        }
    }

    private void SumIpv4(int header)
    {
        int length = (_octets[header] & 15) * 4;
        if (_octets[header] >> 4 == 4 && length >= 20 && header + length <= _length)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_octets.AsSpan(header + 10), 0);
            BinaryPrimitives.WriteUInt16BigEndian(_octets.AsSpan(header + 10), Packet.Checksum(_octets.AsSpan(header, length)));
        }
    }
}
