using System;
using Pmip.Fuzz.Mutations;
using Pmip.Wire;
using Pmip.Wire.Packets;

namespace Pmip.Fuzz.Targets;

/// <summary>
/// Input: an octet and a packet. With its low bit lengths and checksums are put right first. Every view of a header reads the
/// packet from its first octet, GRE among them, and each member of a view that was given out is asked.
/// </summary>
internal sealed class HeadersTarget() : FuzzTarget("headers")
{
    private readonly byte[] _packet = new byte[1024];
    private ulong _sum;

    public override bool TakesPackets => true;

    public override void Run(ReadOnlySpan<byte> input, AllocationMeter meter)
    {
        ReadOnlySpan<byte> packet = input.IsEmpty ? input : input[1..];
        if (!input.IsEmpty && (input[0] & 1) != 0)
        {
            packet.CopyTo(_packet);
            FrameRepair.RepairIp(_packet.AsSpan(0, packet.Length), 0);
            packet = _packet.AsSpan(0, packet.Length);
        }

        meter.Start();
        unchecked
        {
            _sum += Link(packet) + Network(packet) + Transport(packet) + Tunnel(packet);
        }

        meter.Stop();
    }

    public override byte[] OfPacket(byte[] packet) => packet.Length > 14 ? [0, .. packet[14..]] : packet;

    private static ulong Link(ReadOnlySpan<byte> octets)
    {
        ulong sum = 0;
        unchecked
        {
            if (EthernetHeader.TryRead(octets, out EthernetHeader ethernet) == WireStatus.Ok)
            {
                sum += ethernet.Source.Value + ethernet.Destination.Value + ethernet.Type + ethernet.VlanId + (ulong)ethernet.Payload.Length;
                sum += LayerTwoUpdate.Is(ethernet) ? 1UL : 0;
            }

            if (ArpPacket.TryRead(octets, out ArpPacket arp) == WireStatus.Ok)
            {
                sum += arp.SenderLinkLayerAddress.Value + arp.TargetAddress.IPv4 + (arp.IsProbe ? 1UL : 0);
            }
        }

        return sum;
    }

    private static ulong Network(ReadOnlySpan<byte> octets)
    {
        ulong sum = 0;
        unchecked
        {
            if (Ipv4Header.TryRead(octets, out Ipv4Header ipv4) == WireStatus.Ok)
            {
                sum += ipv4.Source.IPv4 + (ulong)ipv4.Payload.Length + (ulong)ipv4.Options.Length + (ipv4.ChecksumIsValid ? 1UL : 0);
                OracleException.Require(ipv4.HeaderLength + ipv4.Payload.Length == ipv4.TotalLength, "the header and its payload are the packet");
            }

            if (Ipv6Header.TryRead(octets, out Ipv6Header ipv6) == WireStatus.Ok)
            {
                ipv6.TryFindUpperLayer(out byte protocol, out ReadOnlySpan<byte> upper);
                sum += ipv6.FlowLabel + ipv6.TrafficClass + (ulong)upper.Length + protocol;
                OracleException.Require(upper.Length <= ipv6.Payload.Length, "the upper layer lies in the payload");
            }
        }

        return sum;
    }

    private static ulong Transport(ReadOnlySpan<byte> octets)
    {
        ulong sum = 0;
        unchecked
        {
            if (UdpHeader.TryRead(octets, out UdpHeader udp) == WireStatus.Ok)
            {
                sum += udp.SourcePort + (udp.ChecksumIsValid(default, default) ? 1UL : 0) + (ulong)udp.Payload.Length;
            }

            if (TcpHeader.TryRead(octets, out TcpHeader tcp) == WireStatus.Ok)
            {
                sum += tcp.Window + (ulong)tcp.Payload.Length;
            }

            if (Icmpv4Message.TryRead(octets, out Icmpv4Message icmp) == WireStatus.Ok)
            {
                sum += (ulong)icmp.Body.Length + icmp.Parameter + icmp.Code + (icmp.ChecksumIsValid ? 1UL : 0);
            }
        }

        return sum;
    }

    private static ulong Tunnel(ReadOnlySpan<byte> octets)
    {
        ulong sum = 0;
        unchecked
        {
            if (GreHeader.TryRead(octets, out GreHeader gre) == WireStatus.Ok)
            {
                sum += gre.Key.Value + gre.Sequence + (ulong)gre.Payload.Length + (gre.ChecksumIsValid ? 1UL : 0);
                OracleException.Require(gre.HeaderLength + gre.Payload.Length == octets.Length, "GRE's header and its payload are all there is");
            }

            if (TlvHeader.TryRead(octets, out TlvHeader tlv) == WireStatus.Ok)
            {
                sum += (ulong)tlv.Payload.Length + tlv.NextHeader;
            }
        }

        SignallingFrame.TryRead(octets, out _, out _, out ReadOnlySpan<byte> message, out _);
        OracleException.Require(message.Length <= octets.Length, "the message lies in the packet");
        return sum;
    }
}
