using System;
using System.Buffers;
using Pmip.Appliance.Host;
using Pmip.Engine.Signalling;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Wire;
using Pmip.Wire.Capture;
using Pmip.Wire.Packets;

namespace Pmip.Appliance.Diagnosis.Capturing;

/// <summary>A captured message in a whole packet. Its IP and UDP headers are made again: the sockets give addresses and ports only.</summary>
/// <param name="Head">When, which way, between whom.</param>
/// <param name="Packet">The packet, from its IP header on.</param>
internal sealed record CapturedMessage(CaptureHead Head, byte[] Packet)
{
    private const byte HopLimit = 64;

    /// <summary>Makes the packet around <paramref name="octets"/>, with checksums that are right; that of the message is left as it came.</summary>
    public static CapturedMessage Of(in CaptureHead head, ReadOnlySpan<byte> octets)
    {
        bool isSent = head.Direction == CaptureDirection.Outbound;
        IpAddress source = isSent ? head.Local : head.Remote;
        IpAddress destination = isSent ? head.Remote : head.Local;
        byte[] packet = new byte[HeadersOf(head.Kind) + octets.Length];
        octets.CopyTo(packet.AsSpan(HeadersOf(head.Kind)));
        WireStatus status;
        switch (head.Kind)
        {
            case SignallingPorts.Kind.Ipv6:
                status = Ipv6Header.Emit(packet, source, destination, IpProtocol.Mobility, HopLimit, octets.Length, out _);
                break;
            case SignallingPorts.Kind.Ipv4:
                status = Ipv4Header.Emit(packet, source, destination, IpProtocol.Ipv6, HopLimit, octets.Length, out _);
                break;
            default:
                ushort from = isSent ? SignallingPath.ControlPort : head.RemotePort;
                ushort to = isSent ? head.RemotePort : SignallingPath.ControlPort;
                status = UdpHeader.Emit(packet.AsSpan(Ipv4Header.Length), source, destination, from, to, octets.Length, out _);
                Invariant.Require(status == WireStatus.Ok);
                status = Ipv4Header.Emit(packet, source, destination, IpProtocol.Udp, HopLimit, UdpHeader.Length + octets.Length, out _);
                break;
        }

        Invariant.Require(status == WireStatus.Ok);
        return new CapturedMessage(head, packet);
    }

    /// <summary>What is said beside the packet; empty when there is nothing to say.</summary>
    public string Comment => Head.IsDropped ? $"dropped: {Head.Reason switch
    {
        SignallingCounter.TooLong => "longer than any mobility header",
        SignallingCounter.BadChecksum => "the checksum of the message is wrong",
        SignallingCounter.WrongInnerAddress => "the inner addresses are not those of this node and its peer",
        _ => "not a mobility header in any of the forms",
    }}" : "";

    /// <summary>Appends it to a pcapng file, as a packet of interface 0.</summary>
    public void WriteTo(IBufferWriter<byte> output) =>
        PcapngWriter.WritePacket(output, 0, Head.Nanoseconds, Head.Direction, Packet, System.Text.Encoding.UTF8.GetBytes(Comment));

    private static int HeadersOf(SignallingPorts.Kind kind) => kind switch
    {
        SignallingPorts.Kind.Ipv6 => Ipv6Header.Length,
        SignallingPorts.Kind.Ipv4 => Ipv4Header.Length,
        _ => Ipv4Header.Length + UdpHeader.Length,
    };
}
