using System;
using Pmip.Foundation.Randomness;
using Pmip.Wire;
using Pmip.Wire.Capture;
using Pmip.Wire.Packets;
using Xunit;

namespace Pmip.Unit.Packets;

/// <summary>No octets make a reader throw, read beyond its span or allocate.</summary>
public sealed class RobustnessTests
{
    private const int Mutations = 20_000;

    private static ulong _sink;

    [Fact]
    public void Views_OfMutatedPackets_NeverThrow()
    {
        var random = new Mutation(1);
        for (int i = 0; i < Mutations; i++)
        {
            Touch(random.Next());
        }
    }

    [Fact]
    public void Views_OfEveryTruncation_NeverThrow()
    {
        foreach (byte[] packet in Mutation.Seeds)
        {
            for (int length = 0; length <= packet.Length; length++)
            {
                Touch(packet.AsSpan(0, length));
            }
        }
    }

    [Fact]
    public void CaptureReader_OfMutatedCaptures_NeverThrowsAndEnds()
    {
        var random = new Prng(3);
        byte[][] seeds = [CaptureFiles.Pcap(isBigEndian: true, isNano: false, LinkType.Raw), CaptureFiles.Pcapng(isBigEndian: false)];
        for (int i = 0; i < Mutations; i++)
        {
            byte[] capture = (byte[])seeds[i % 2].Clone();
            for (int flips = 0; flips < 1 + (i % 4); flips++)
            {
                capture[(int)(random.Next() % (ulong)capture.Length)] = (byte)(random.Next() & 0xFF);
            }

            CaptureFiles.ReadAll(capture.AsSpan(0, capture.Length - (int)(random.Next() % 40)), out _);
        }
    }

    [Fact]
    public void Views_AfterWarmUp_DoNotAllocate()
    {
        byte[] packet = ReferencePackets.Octets(ReferencePackets.PbuUdpMapped);
        Touch(packet);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            Touch(packet);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void Touch(ReadOnlySpan<byte> octets)
    {
        ulong sum = 0;
        if (EthernetHeader.TryRead(octets, out EthernetHeader ethernet) == WireStatus.Ok)
        {
            sum += ethernet.Source.Value + ethernet.Destination.Value + ethernet.Type + ethernet.VlanId + (ulong)ethernet.Payload.Length;
        }

        if (ArpPacket.TryRead(octets, out ArpPacket arp) == WireStatus.Ok)
        {
            sum += arp.SenderLinkLayerAddress.Value + arp.TargetAddress.IPv4 + (arp.IsProbe ? 1UL : 0);
        }

        if (Ipv4Header.TryRead(octets, out Ipv4Header ipv4) == WireStatus.Ok)
        {
            sum += ipv4.Source.IPv4 + (ulong)ipv4.Payload.Length + (ulong)ipv4.Options.Length + (ipv4.ChecksumIsValid ? 1UL : 0);
        }

        if (Ipv6Header.TryRead(octets, out Ipv6Header ipv6) == WireStatus.Ok)
        {
            ipv6.TryFindUpperLayer(out _, out ReadOnlySpan<byte> upper);
            sum += ipv6.FlowLabel + ipv6.TrafficClass + (ulong)upper.Length;
        }

        if (UdpHeader.TryRead(octets, out UdpHeader udp) == WireStatus.Ok)
        {
            sum += udp.SourcePort + (udp.ChecksumIsValid(default, default) ? 1UL : 0) + (ulong)udp.Payload.Length;
        }

        if (TcpHeader.TryRead(octets, out TcpHeader tcp) == WireStatus.Ok)
        {
            sum += tcp.Window + (ulong)tcp.Payload.Length;
        }

        if (GreHeader.TryRead(octets, out GreHeader gre) == WireStatus.Ok)
        {
            sum += gre.Key.Value + (ulong)gre.Sequence + (ulong)gre.Payload.Length;
        }

        sum += (ulong)TouchMessages(octets);
        _sink = unchecked(_sink + sum);
    }

    private static int TouchMessages(ReadOnlySpan<byte> octets)
    {
        int sum = 0;
        if (NeighborDiscoveryMessage.TryReadPacket(octets, out NeighborDiscoveryMessage message) == WireStatus.Ok)
        {
            sum += message.RouterLifetimeSeconds + (message.TryFindLinkLayerAddress(out _) ? 1 : 0) + (message.Target.IsIPv4 ? 1 : 0);
        }

        if (DhcpV4Message.TryRead(octets, out DhcpV4Message dhcp) == WireStatus.Ok)
        {
            sum += dhcp.Seconds + (dhcp.RequestedAddress.IsIPv4 ? 1 : 0) + dhcp.FileOptions.Length + dhcp.ServerNameOptions.Length;
        }

        if (Icmpv4Message.TryRead(octets, out Icmpv4Message icmp) == WireStatus.Ok)
        {
            sum += icmp.Body.Length + (icmp.ChecksumIsValid ? 1 : 0);
        }

        if (TlvHeader.TryRead(octets, out TlvHeader tlv) == WireStatus.Ok)
        {
            sum += tlv.Payload.Length + tlv.NextHeader;
        }

        SignallingFrame.TryRead(octets, out _, out _, out ReadOnlySpan<byte> mobilityHeader, out _);
        return sum + mobilityHeader.Length;
    }
}
