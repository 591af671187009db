using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Unit.DataPath.Reference;

/// <summary>A user's packet as RFC 791 and RFC 8200 read it.</summary>
internal readonly ref struct IpHeader
{
    private const int ProtocolFragment = 44;
    private const int ProtocolTcp = 6;
    private const int ProtocolUdp = 17;

    private readonly ReadOnlySpan<byte> _octets;

    private IpHeader(ReadOnlySpan<byte> octets, bool isIpv6)
    {
        _octets = octets;
        IsIpv6 = isIpv6;
    }

    public bool IsIpv6 { get; }

    public int HeaderLength => IsIpv6 ? 40 : (_octets[0] & 15) * 4;

    /// <summary>Header and payload.</summary>
    public int Length => IsIpv6 ? 40 + Word(4) : Word(2);

    public byte TrafficClass => IsIpv6 ? (byte)((Word(0) >> 4) & 0xFF) : _octets[1];

    public byte HopLimit => _octets[IsIpv6 ? 7 : 8];

    public byte Protocol => _octets[IsIpv6 ? 6 : 9];

    /// <summary>True for every fragment, the first one too.</summary>
    public bool IsFragment => IsIpv6 ? Protocol == ProtocolFragment : (Word(6) & 0x3FFF) != 0;

    public IpAddress Source => IsIpv6 ? IpAddress.Read(_octets[8..24]) : IpAddress.ReadIPv4(_octets[12..]);

    public IpAddress Destination => IsIpv6 ? IpAddress.Read(_octets[24..40]) : IpAddress.ReadIPv4(_octets[16..]);

    public bool IsTcp => Protocol == ProtocolTcp && !IsFragment;

    public bool IsUdp => Protocol == ProtocolUdp && !IsFragment;

    /// <summary>What is behind the header in the packet.</summary>
    public ReadOnlySpan<byte> Payload => _octets[HeaderLength..Length];

    /// <summary>True for what opens a TCP connection (RFC 9293 3.1).</summary>
    public bool BeginsConnection => IsTcp && Payload.Length >= 20 && (Payload[13] & 2) != 0;

    /// <summary>
    /// Reads the packet that begins here and must end with <paramref name="octets"/> or before; false when it is not one of this family:
    /// version, header length, length and, for IPv4, checksum (RFC 1812 5.2.2); that of a header with options is left to the next router.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, bool isIpv6, out IpHeader header)
    {
        header = new IpHeader(octets, isIpv6);
        if (octets.Length < (isIpv6 ? 40 : 20) || octets[0] >> 4 != (isIpv6 ? 6 : 4) || header.HeaderLength < 20)
        {
            return false;
        }

        return header.Length >= header.HeaderLength && header.Length <= octets.Length
            && (isIpv6 || header.HeaderLength > 20 || Packet.Checksum(octets[..20]) == 0);
    }

    /// <summary>What makes a flow: addresses and protocol, and the ports where every packet has them.</summary>
    public (IpAddress Source, IpAddress Destination, byte Protocol, uint? Ports) Flow =>
        (Source, Destination, Protocol, (IsTcp || IsUdp) && Payload.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(Payload) : null);

    private ushort Word(int offset) => BinaryPrimitives.ReadUInt16BigEndian(_octets[offset..]);
}
