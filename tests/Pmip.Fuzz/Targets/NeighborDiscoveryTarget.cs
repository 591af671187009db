using System;
using Pmip.Fuzz.Mutations;
using Pmip.Wire;
using Pmip.Wire.Packets;

namespace Pmip.Fuzz.Targets;

/// <summary>Input: an octet and an IPv6 packet. With the low bit set lengths and checksums are put right, and the hop limit is 255.</summary>
internal sealed class NeighborDiscoveryTarget() : FuzzTarget("neighbor-discovery")
{
    private readonly byte[] _packet = new byte[1024];
    private readonly Dissections _dissections = new();

    public override void Run(ReadOnlySpan<byte> input, AllocationMeter meter)
    {
        ReadOnlySpan<byte> packet = input.IsEmpty ? input : input[1..];
        if (packet.Length >= Ipv6Header.Length && (input[0] & 1) != 0)
        {
            packet.CopyTo(_packet);
            _packet[0] = 0x60;
            _packet[6] = IpProtocol.Icmpv6;
            _packet[7] = NeighborDiscoveryMessage.HopLimit;
            FrameRepair.RepairIp(_packet.AsSpan(0, packet.Length), 0);
            packet = _packet.AsSpan(0, packet.Length);
        }

        meter.Start();
        if (NeighborDiscoveryMessage.TryReadPacket(packet, out NeighborDiscoveryMessage message) == WireStatus.Ok)
        {
            Ask(message, packet.Length);
        }

        meter.Stop();
        _dissections.Run(packet, static (octets, writer) => PacketDissector.DissectIp(octets, writer), meter);
    }

    private static void Ask(scoped in NeighborDiscoveryMessage message, int length)
    {
        _ = message.Source.IsUnspecified || message.Destination.IsUnspecified || message.Target.IsUnspecified;
        _ = message.IsRouter || message.IsSolicited || message.IsOverride || message.IsDuplicateAddressDetection;
        _ = message.CurrentHopLimit + message.RouterLifetimeSeconds + (int)message.AdvertisementFlags;
        _ = message.TryFindLinkLayerAddress(out _);
        NeighborDiscoveryOptionReader options = message.Options;
        int octets = 0;
        while (options.TryNext())
        {
            octets += options.Octets.Length;
            OracleException.Require(options.Octets.Length >= 8, "an option has eight octets at least");
            OracleException.Require(octets <= length, "the options lie in the packet");
        }

        OracleException.Require(options.Status == WireStatus.Ok, "a message that was taken has whole options");
    }
}
