using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Packets;

namespace Pmip.Fuzz.Mutations;

/// <summary>Puts lengths and checksums of a frame right, as far as its headers can be told, so that what is behind them is reached.</summary>
internal static class FrameRepair
{
    private const int DepthMax = 4;

    public static void Repair(Span<byte> frame, bool hasEthernet)
    {
        Span<byte> packet = frame;
        if (hasEthernet)
        {
            if (frame.Length < EthernetHeader.Length)
            {
                return;
            }

            packet = frame[EthernetHeader.Length..];
        }

        RepairIp(packet, 0);
    }

    /// <summary>Repairs an IP packet of either version and what is inside.</summary>
    public static void RepairIp(Span<byte> packet, int depth)
    {
        if (packet.Length < Ipv4Header.Length || depth == DepthMax)
        {
            return;
        }

        if (packet[0] >> 4 == 4)
        {
            int header = Math.Clamp((packet[0] & 15) * 4, Ipv4Header.Length, packet.Length & ~3);
            packet[0] = (byte)(0x40 | Math.Min(header / 4, 15));
            header = (packet[0] & 15) * 4;
            BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)packet.Length);
            packet[10] = 0;
            packet[11] = 0;
            RepairPayload(packet[9], packet[header..], IpAddress.ReadIPv4(packet[12..]), IpAddress.ReadIPv4(packet[16..]), depth);
            BinaryPrimitives.WriteUInt16BigEndian(packet[10..], InternetChecksum.Compute(packet[..header]));
        }
        else if (packet[0] >> 4 == 6 && packet.Length >= Ipv6Header.Length)
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet[4..], (ushort)(packet.Length - Ipv6Header.Length));
            RepairPayload(packet[6], packet[Ipv6Header.Length..], IpAddress.Read(packet[8..]), IpAddress.Read(packet[24..]), depth);
        }
    }

    private static void RepairPayload(byte protocol, Span<byte> payload, IpAddress source, IpAddress destination, int depth)
    {
        switch (protocol)
        {
            case IpProtocol.Udp when payload.Length >= UdpHeader.Length:
                RepairIp(payload[UdpHeader.Length..], depth + 1);
                BinaryPrimitives.WriteUInt16BigEndian(payload[4..], (ushort)payload.Length);
                payload[6] = 0;
                payload[7] = 0;
                BinaryPrimitives.WriteUInt16BigEndian(payload[6..], InternetChecksum.ComputeUpperLayer(source, destination, protocol, payload));
                break;
            case IpProtocol.Icmpv6 when payload.Length >= 4:
                payload[2] = 0;
                payload[3] = 0;
                BinaryPrimitives.WriteUInt16BigEndian(payload[2..], InternetChecksum.ComputeUpperLayer(source, destination, protocol, payload));
                break;
            case IpProtocol.Mobility when payload.Length >= 8:
                payload[1] = (byte)Math.Min((payload.Length / 8) - 1, 255);
                BinaryPrimitives.WriteUInt16BigEndian(
                    payload[4..], Wire.Mobility.MobilityChecksum.Compute(source, destination, payload[..(((payload[1]) + 1) * 8)]));
                break;
            case IpProtocol.Gre when payload.Length >= 8:
                RepairIp(payload[((payload[0] & 0x20) != 0 ? 8 : 4)..], depth + 1);
                break;
            case IpProtocol.Ipv4 or IpProtocol.Ipv6:
                RepairIp(payload, depth + 1);
                break;
            default:
                break;
        }
    }
}
