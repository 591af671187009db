using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Packets;

/// <summary>
/// What stands between IPv4 and the mobility header: nothing (RFC 5844 4.1) or an inner IPv6 header, whose addresses are
/// IPv4-mapped where an end has no IPv6 (TS 29.275 6.1; R9 to R11).
/// </summary>
public static class SignallingFrame
{
    /// <summary>Octets that the mapped form puts in front of the mobility header.</summary>
    public const int MappedOverhead = Ipv6Header.Length;

    /// <summary>Hop limit of the inner header that <see cref="EmitMapped"/> writes.</summary>
    public const byte InnerHopLimit = 64;

    private const int ChecksumOffset = 4;

    /// <summary>
    /// Finds the mobility header in the payload of UDP port 5436 or of IPv4 protocol 41. Bare form: the inner addresses are
    /// left <see cref="IpAddress.Unspecified"/> (they are the outer ones) and the header's checksum field means nothing.
    /// Mapped form: the checksum has been verified with the inner addresses. Over protocol 41 only the mapped form is
    /// lawful: the caller refuses an answer with <paramref name="isMapped"/> false there.
    /// </summary>
    public static WireStatus TryRead(
        ReadOnlySpan<byte> payload,
        out IpAddress innerSource,
        out IpAddress innerDestination,
        out ReadOnlySpan<byte> mobilityHeader,
        out bool isMapped)
    {
        innerSource = IpAddress.Unspecified;
        innerDestination = IpAddress.Unspecified;
        mobilityHeader = default;
        isMapped = false;
        if (payload.IsEmpty)
        {
            return WireStatus.Truncated;
        }

        if (payload[0] == IpProtocol.NoNextHeader)
        {
            mobilityHeader = payload;
            return WireStatus.Ok;
        }

        return payload[0] >> 4 == 6
            ? TryReadMapped(payload, out innerSource, out innerDestination, out mobilityHeader, out isMapped)
            : WireStatus.Unsupported;
    }

    /// <summary>
    /// Writes the mapped form: IPv6 header with these addresses, then the mobility header with its checksum filled.
    /// The mobility header may already lie in <paramref name="room"/> at <see cref="MappedOverhead"/>.
    /// </summary>
    public static WireStatus EmitMapped(
        IpAddress innerSource, IpAddress innerDestination, ReadOnlySpan<byte> mobilityHeader, Span<byte> room, out int written)
    {
        written = 0;
        if (mobilityHeader.Length <= ChecksumOffset + 1)
        {
            return WireStatus.BadLength;
        }

        if (mobilityHeader.Length > ushort.MaxValue || room.Length < MappedOverhead + mobilityHeader.Length)
        {
            return WireStatus.NoRoom;
        }

        Span<byte> inner = room.Slice(MappedOverhead, mobilityHeader.Length);
        mobilityHeader.CopyTo(inner);
        Ipv6Header.Emit(room, innerSource, innerDestination, IpProtocol.Mobility, InnerHopLimit, inner.Length, out int header);
        FillChecksum(innerSource, innerDestination, inner);
        written = header + inner.Length;
        return WireStatus.Ok;
    }

    /// <summary>Fills the checksum of a mobility header of at least six octets (RFC 6275 6.1.1).</summary>
    private static void FillChecksum(IpAddress source, IpAddress destination, Span<byte> mobilityHeader)
    {
        BinaryPrimitives.WriteUInt16BigEndian(mobilityHeader[ChecksumOffset..], 0);
        ushort checksum = InternetChecksum.ComputeUpperLayer6(source, destination, IpProtocol.Mobility, mobilityHeader);
        BinaryPrimitives.WriteUInt16BigEndian(mobilityHeader[ChecksumOffset..], checksum);
    }

    private static WireStatus TryReadMapped(
        ReadOnlySpan<byte> payload,
        out IpAddress innerSource,
        out IpAddress innerDestination,
        out ReadOnlySpan<byte> mobilityHeader,
        out bool isMapped)
    {
        innerSource = IpAddress.Unspecified;
        innerDestination = IpAddress.Unspecified;
        mobilityHeader = default;
        isMapped = false;
        WireStatus status = Ipv6Header.TryRead(payload, out Ipv6Header inner);
        if (status != WireStatus.Ok)
        {
            return status;
        }

        status = inner.TryFindUpperLayer(out byte protocol, out ReadOnlySpan<byte> upper);
        if (status != WireStatus.Ok)
        {
            return status;
        }

        if (protocol != IpProtocol.Mobility)
        {
            return WireStatus.Unsupported;
        }

        if (InternetChecksum.ComputeUpperLayer6(inner.Source, inner.Destination, IpProtocol.Mobility, upper) != 0)
        {
            return WireStatus.BadChecksum;
        }

        innerSource = inner.Source;
        innerDestination = inner.Destination;
        mobilityHeader = upper;
        isMapped = true;
        return WireStatus.Ok;
    }
}
