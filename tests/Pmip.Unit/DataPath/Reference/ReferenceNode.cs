using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Pmip.Foundation.Addressing;

namespace Pmip.Unit.DataPath.Reference;

/// <summary>
/// What a MAG or an LMA does with a frame, written from the RFCs and the product's README and not from the programs: slow, plain, and on
/// whole packets. Octets of the frame behind the end of a packet, as Ethernet puts them behind short ones, stay where they are.
/// </summary>
internal sealed partial class ReferenceNode
{
    private const int FrameHeader = Packet.EthernetLength;

    public bool AtLma { get; init; }

    public IpAddress Local6 { get; init; }

    public IpAddress Local4 { get; init; }

    public bool AcceptsAnySource { get; init; }

    public IpPrefix[] Trusted { get; init; } = [];

    /// <summary>The outer DSCP of what arrives becomes the inner one (RFC 2983 3.1).</summary>
    public bool TakesOuterDscp { get; init; }

    public bool ClampsMss { get; init; }

    /// <summary>A capture wants to see everything: XDP leaves all packets to tc.</summary>
    public bool MirrorsAll { get; init; }

    /// <summary>False when as much as it may has gone to the process already.</summary>
    public bool HasSlowPath { get; init; } = true;

    /// <summary>Link-layer address of the interfaces, all of which are one here.</summary>
    public MacAddress InterfaceAddress { get; init; }

    public int Interface { get; init; } = ProgramBench.Loopback;

    /// <summary>True when XDP may give packets to the interface.</summary>
    public bool TakesRedirects { get; init; } = true;

    public List<ReferenceSession> Sessions { get; init; } = [];

    private static ushort EtherType(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt16BigEndian(frame[12..]);

    private static bool IsIp(ushort type) => type is Packet.TypeIpv4 or Packet.TypeIpv6;

    // Not flooded by a switch; XDP leaves it to others to know what is sent to many.
    private bool IsForThisMachine(ReadOnlySpan<byte> frame, bool byXdp) => MacAddress.Read(frame) == InterfaceAddress || (!byXdp && (frame[0] & 1) != 0);

    private ReferenceSession? FindByAddress(IpAddress address) => Sessions.Find(session => session.Owns(address));

    private static bool IsIn(ReadOnlySpan<IpPrefix> prefixes, IpAddress address)
    {
        foreach (IpPrefix prefix in prefixes)
        {
            if (prefix.Address.IsIPv4 == address.IsIPv4 && prefix.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    // A router's part (RFC 791 3.2, RFC 8200 3), and the class that the tunnel left.
    private static void Rewrite(Span<byte> packet, in IpHeader header, bool decrements, byte trafficClass)
    {
        if (header.IsIpv6)
        {
            packet[7] -= (byte)(decrements ? 1 : 0);
            packet[0] = (byte)(0x60 | trafficClass >> 4);
            packet[1] = (byte)((trafficClass & 15) << 4 | packet[1] & 15);
            return;
        }

        ushort first = BinaryPrimitives.ReadUInt16BigEndian(packet);
        ushort fifth = BinaryPrimitives.ReadUInt16BigEndian(packet[8..]);
        packet[1] = trafficClass;
        packet[8] -= (byte)(decrements ? 1 : 0);
        Resum(packet[10..], first, BinaryPrimitives.ReadUInt16BigEndian(packet));
        Resum(packet[10..], fifth, BinaryPrimitives.ReadUInt16BigEndian(packet[8..]));
    }

    // RFC 1624, equation 3: what a word of the octets that are summed up was and is; a sum that was wrong stays wrong.
    private static void Resum(Span<byte> sum, ushort old, ushort now)
    {
        if (old == now)
        {
            return;
        }

        uint changed = (BinaryPrimitives.ReadUInt16BigEndian(sum) ^ 0xFFFFu) + (old ^ 0xFFFFu) + now;
        changed = (changed & 0xFFFF) + (changed >> 16);
        changed = (changed & 0xFFFF) + (changed >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(sum, (ushort)(~changed & 0xFFFF));
    }
}
