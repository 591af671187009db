using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.DataPath.SlowPath;

/// <summary>What the slow path must know of a user's packet, and the one thing that it changes in it.</summary>
internal readonly struct InnerPacket
{
    private const int Ipv4HeaderLength = 20;
    private const int Ipv6HeaderLength = 40;
    private const int FragmentFieldOffset = 6;
    private const int FragmentMask = 0x1FFF;
    private const int DontFragmentBit = 0x4000;
    private const int CongestionMask = 3;
    private const int CongestionExperienced = 3;

    private InnerPacket(bool isIpv6, int headerLength, int length, ushort fragment, byte trafficClass, IpAddress source, IpAddress destination)
    {
        IsIpv6 = isIpv6;
        HeaderLength = headerLength;
        Length = length;
        IsFragmentable = !isIpv6 && (fragment & DontFragmentBit) == 0;
        IsLaterFragment = !isIpv6 && (fragment & FragmentMask) != 0;
        TrafficClass = trafficClass;
        Source = source;
        Destination = destination;
    }

    public bool IsIpv6 { get; }

    /// <summary>Octets of the header, options of IPv4 included.</summary>
    public int HeaderLength { get; }

    /// <summary>True for IPv4 that routers may fragment.</summary>
    public bool IsFragmentable { get; }

    /// <summary>True for a fragment of IPv4 other than the first.</summary>
    public bool IsLaterFragment { get; }

    /// <summary>Octets of the packet, header and payload.</summary>
    public int Length { get; }

    /// <summary>Differentiated services and congestion notification.</summary>
    public byte TrafficClass { get; }

    public IpAddress Source { get; }

    public IpAddress Destination { get; }

    /// <summary>Reads the header; false when it is not a whole packet of this family.</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, bool isIpv6, out InnerPacket packet)
    {
        packet = default;
        if (isIpv6)
        {
            if (octets.Length < Ipv6HeaderLength || octets[0] >> 4 != 6)
            {
                return false;
            }

            int length = Ipv6HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(octets[4..]);
            byte trafficClass = (byte)((BinaryPrimitives.ReadUInt16BigEndian(octets) >> 4) & 0xFF);
            packet = new InnerPacket(true, Ipv6HeaderLength, length, 0, trafficClass, IpAddress.Read(octets[8..24]), IpAddress.Read(octets[24..40]));
            return length <= octets.Length;
        }

        if (octets.Length < Ipv4HeaderLength || octets[0] >> 4 != 4)
        {
            return false;
        }

        int headerLength = (octets[0] & 15) * 4;
        int total = BinaryPrimitives.ReadUInt16BigEndian(octets[2..]);
        ushort fragment = BinaryPrimitives.ReadUInt16BigEndian(octets[FragmentFieldOffset..]);
        packet = new InnerPacket(false, headerLength, total, fragment, octets[1], IpAddress.ReadIPv4(octets[12..]), IpAddress.ReadIPv4(octets[16..]));
        return headerLength >= Ipv4HeaderLength && headerLength <= total && total <= octets.Length;
    }

    /// <summary>
    /// Moves the outer header's congestion notification into the inner one (RFC 6040 4.2), and its DSCP where the node
    /// <paramref name="takesDscp"/>; false when the packet must be dropped: congestion was experienced, and its ends could not be told.
    /// </summary>
    public bool TryTakeOuterClass(byte outerTrafficClass, bool takesDscp, Span<byte> octets)
    {
        int outer = outerTrafficClass & CongestionMask;
        int inner = TrafficClass & CongestionMask;
        if (outer == CongestionExperienced && inner == 0)
        {
            return false;
        }

        int congestion = outer == CongestionExperienced ? CongestionExperienced : outer == 1 && inner == 2 ? 1 : inner;
        int wanted = ((takesDscp ? outerTrafficClass : TrafficClass) & ~CongestionMask) | congestion;
        if (wanted == TrafficClass)
        {
            return true;
        }

        ushort old = BinaryPrimitives.ReadUInt16BigEndian(octets);
        int shift = IsIpv6 ? 4 : 0;
        ushort changed = (ushort)((old & ~(byte.MaxValue << shift)) | (wanted << shift));
        BinaryPrimitives.WriteUInt16BigEndian(octets, changed);
        if (!IsIpv6)
        {
            const int checksumAt = 10;
            BinaryPrimitives.WriteUInt16BigEndian(octets[checksumAt..], 0);
            BinaryPrimitives.WriteUInt16BigEndian(octets[checksumAt..], InternetSum.Of(octets[..HeaderLength]));
        }

        return true;
    }
}
