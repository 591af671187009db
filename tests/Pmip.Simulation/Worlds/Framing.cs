using System;
using System.Buffers.Binary;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Pmip.Wire.Packets;

namespace Pmip.Simulation.Worlds;

/// <summary>Makes IP packets of mobility headers and reads them again, with every checksum that a kernel and the host verify.</summary>
public static class Framing
{
    private const byte HopLimit = 64;
    private const int ChecksumOffset = 4;

    public static byte[] Encode(in SignallingPath path, ReadOnlySpan<byte> mobilityHeader)
    {
        byte[] room = new byte[mobilityHeader.Length + 128];
        Span<byte> span = room;
        int length;
        if (path.Form == SignallingForm.Ipv6)
        {
            Ipv6Header.Emit(span, path.Local, path.Remote, IpProtocol.Mobility, HopLimit, mobilityHeader.Length, out int header);
            mobilityHeader.CopyTo(span[header..]);
            ushort checksum = MobilityChecksum.Compute(path.Local, path.Remote, mobilityHeader);
            BinaryPrimitives.WriteUInt16BigEndian(span[(header + ChecksumOffset)..], checksum);
            length = header + mobilityHeader.Length;
        }
        else
        {
            bool isUdp = path.Form != SignallingForm.Ipv4Mapped;
            int payloadAt = Ipv4Header.Length + (isUdp ? 8 : 0);
            int payload = mobilityHeader.Length;
            if (path.Form == SignallingForm.UdpBare)
            {
                mobilityHeader.CopyTo(span[payloadAt..]);
            }
            else
            {
                SignallingFrame.EmitMapped(path.Local, path.Remote, mobilityHeader, span[payloadAt..], out payload);
            }

            if (isUdp)
            {
                UdpHeader.Emit(
                    span[Ipv4Header.Length..], path.OuterLocal, path.OuterRemote, SignallingPath.ControlPort, SignallingPath.ControlPort, payload, out _);
            }

            length = payloadAt + payload;
            byte protocol = isUdp ? IpProtocol.Udp : IpProtocol.Ipv6;
            Ipv4Header.Emit(span, path.OuterLocal, path.OuterRemote, protocol, HopLimit, length - Ipv4Header.Length, out _);
        }

        return room[..length];
    }

    /// <summary>What a node with these addresses makes of a packet; false when its kernel or its host drops it.</summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> packet, IpAddress ipv6, IpAddress ipv4, out SignallingPath path, out ReadOnlySpan<byte> mobilityHeader)
    {
        path = default;
        mobilityHeader = default;
        if (packet.IsEmpty)
        {
            return false;
        }

        return packet[0] >> 4 == 6
            ? TryDecodeIpv6(packet, ipv6, out path, out mobilityHeader)
            : TryDecodeIpv4(packet, ipv6, ipv4, out path, out mobilityHeader);
    }

    private static bool TryDecodeIpv6(ReadOnlySpan<byte> packet, IpAddress ipv6, out SignallingPath path, out ReadOnlySpan<byte> mobilityHeader)
    {
        path = default;
        mobilityHeader = default;
        if (Ipv6Header.TryRead(packet, out Ipv6Header header) != WireStatus.Ok || header.Destination != ipv6
            || header.TryFindUpperLayer(out byte protocol, out ReadOnlySpan<byte> upper) != WireStatus.Ok || protocol != IpProtocol.Mobility
            || upper.Length < ChecksumOffset + sizeof(ushort) || !MobilityChecksum.Verify(header.Source, ipv6, upper))
        {
            return false;
        }

        path = new SignallingPath(SignallingForm.Ipv6, ipv6, header.Source, ipv6, header.Source, 0);
        mobilityHeader = upper;
        return true;
    }

    private static bool TryDecodeIpv4(
        ReadOnlySpan<byte> packet, IpAddress ipv6, IpAddress ipv4, out SignallingPath path, out ReadOnlySpan<byte> mobilityHeader)
    {
        path = default;
        mobilityHeader = default;
        if (Ipv4Header.TryRead(packet, out Ipv4Header header) != WireStatus.Ok || header.Destination != ipv4 || !header.ChecksumIsValid)
        {
            return false;
        }

        ReadOnlySpan<byte> payload = header.Payload;
        ushort port = 0;
        SignallingForm form = SignallingForm.Ipv4Mapped;
        if (header.Protocol == IpProtocol.Udp)
        {
            if (UdpHeader.TryRead(payload, out UdpHeader udp) != WireStatus.Ok || udp.DestinationPort != SignallingPath.ControlPort
                || !InternetChecksum.VerifyUpperLayer(header.Source, header.Destination, IpProtocol.Udp, payload))
            {
                return false;
            }

            port = udp.SourcePort;
            payload = udp.Payload;
            form = SignallingForm.UdpMapped;
        }
        else if (header.Protocol != IpProtocol.Ipv6)
        {
            return false;
        }

        WireStatus status = SignallingFrame.TryRead(
            payload, out IpAddress innerSource, out IpAddress innerDestination, out mobilityHeader, out bool isMapped);
        if (status != WireStatus.Ok || (!isMapped && form == SignallingForm.Ipv4Mapped))
        {
            return false;
        }

        path = isMapped
            ? new SignallingPath(form, innerDestination, innerSource, ipv4, header.Source, port)
            : new SignallingPath(SignallingForm.UdpBare, ipv4, header.Source, ipv4, header.Source, port);
        return !isMapped || innerDestination == ipv4 || innerDestination == ipv6;
    }
}
