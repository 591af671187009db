using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Packets;

/// <summary>The 16-bit one's-complement checksum of the Internet protocols (RFC 1071) and its pseudo-headers.</summary>
/// <remarks>Sums are kept wide and folded once at the end; a sum may be continued as long as every part but the last is even.</remarks>
public static class InternetChecksum
{
    /// <summary>Adds <paramref name="octets"/> to a running sum; an odd last octet counts as the high half of a word.</summary>
    public static ulong Add(ulong sum, ReadOnlySpan<byte> octets)
    {
        unchecked
        {
            while (octets.Length >= 4)
            {
                sum += BinaryPrimitives.ReadUInt32BigEndian(octets);
                octets = octets[4..];
            }

            if (octets.Length >= 2)
            {
                sum += BinaryPrimitives.ReadUInt16BigEndian(octets);
                octets = octets[2..];
            }

            return octets.Length == 0 ? sum : sum + ((ulong)octets[0] << 8);
        }
    }

    /// <summary>The checksum field that goes with a running sum.</summary>
    public static ushort Finish(ulong sum)
    {
        unchecked
        {
            sum = (sum & 0xFFFF_FFFF) + (sum >> 32);
            sum = (sum & 0xFFFF) + ((sum >> 16) & 0xFFFF) + (sum >> 32);
            sum = (sum & 0xFFFF) + (sum >> 16);
            sum = (sum & 0xFFFF) + (sum >> 16);
            return (ushort)~sum;
        }
    }

    /// <summary>The checksum of <paramref name="octets"/>, whose checksum field holds zero.</summary>
    public static ushort Compute(ReadOnlySpan<byte> octets) => Finish(Add(0, octets));

    /// <summary>True when <paramref name="octets"/> sum to all ones, their checksum field included.</summary>
    public static bool Verify(ReadOnlySpan<byte> octets) => Compute(octets) == 0;

    /// <summary>Sum of the pseudo-header: of IPv4 (RFC 768) when both addresses are IPv4, else of IPv6 (RFC 8200 8.1).</summary>
    public static ulong AddPseudoHeader(IpAddress source, IpAddress destination, byte protocol, int length) =>
        source.IsIPv4 && destination.IsIPv4
            ? unchecked((ulong)source.IPv4 + destination.IPv4 + protocol + (uint)length)
            : AddPseudoHeader6(source, destination, protocol, length);

    /// <summary>Sum of the IPv6 pseudo-header, whatever the addresses are: mapped ones in an inner header stay 16 octets.</summary>
    public static ulong AddPseudoHeader6(IpAddress source, IpAddress destination, byte protocol, int length) =>
        unchecked(Halves(source.High) + Halves(source.Low) + Halves(destination.High) + Halves(destination.Low)
            + protocol + (uint)length);

    /// <summary>The checksum of an upper-layer packet whose checksum field holds zero.</summary>
    public static ushort ComputeUpperLayer(IpAddress source, IpAddress destination, byte protocol, ReadOnlySpan<byte> packet) =>
        Finish(Add(AddPseudoHeader(source, destination, protocol, packet.Length), packet));

    /// <summary>True when an upper-layer packet agrees with its checksum field.</summary>
    public static bool VerifyUpperLayer(IpAddress source, IpAddress destination, byte protocol, ReadOnlySpan<byte> packet) =>
        ComputeUpperLayer(source, destination, protocol, packet) == 0;

    /// <summary>As <see cref="ComputeUpperLayer"/> with the IPv6 pseudo-header, even between mapped addresses.</summary>
    public static ushort ComputeUpperLayer6(IpAddress source, IpAddress destination, byte protocol, ReadOnlySpan<byte> packet) =>
        Finish(Add(AddPseudoHeader6(source, destination, protocol, packet.Length), packet));

    private static ulong Halves(ulong value) => (value >> 32) + (value & 0xFFFF_FFFF);
}
