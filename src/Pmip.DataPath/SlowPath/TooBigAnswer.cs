using System;
using System.Buffers.Binary;
using Pmip.Linux;
using Pmip.Linux.Sockets;

namespace Pmip.DataPath.SlowPath;

/// <summary>
/// Says to the sender of a packet how much the path carries: Packet Too Big (RFC 4443 3.2), or fragmentation needed (RFC 792, RFC 1191 4).
/// For the paths that carry less than the tunnel interface, of which the kernel's routing knows nothing.
/// </summary>
internal sealed class TooBigAnswer : IDisposable
{
    private const int HeaderLength = 8;
    private const int Ipv6LengthMax = 1280 - 40;
    private const int Ipv4LengthMax = 576 - 20;
    private const byte PacketTooBig = 2;
    private const byte DestinationUnreachable = 3;
    private const byte FragmentationNeeded = 4;
    private const byte ProtocolIcmp = 1;
    private const byte ProtocolIcmpv6 = 58;
    private const int EchoRequest = 8;
    private const int FirstInformational = 128;

    private readonly byte[] _message = new byte[Ipv6LengthMax];
    private readonly IcmpErrorSocket? _ipv4;
    private readonly IcmpErrorSocket? _ipv6;

    private TooBigAnswer(IcmpErrorSocket? ipv4, IcmpErrorSocket? ipv6)
    {
        _ipv4 = ipv4;
        _ipv6 = ipv6;
    }

    /// <summary>Opens the sockets; a kernel without one of the families needs no answers in it.</summary>
    public static TooBigAnswer Open()
    {
        _ = IcmpErrorSocket.TryOpen(isIpv4: true, out IcmpErrorSocket? ipv4);
        _ = IcmpErrorSocket.TryOpen(isIpv4: false, out IcmpErrorSocket? ipv6);
        return new TooBigAnswer(ipv4, ipv6);
    }

    /// <summary>Sends the answer, unless the packet is one that must have none.</summary>
    public LinuxStatus Send(in InnerPacket inner, ReadOnlySpan<byte> packet, int mtu)
    {
        IcmpErrorSocket? socket = inner.IsIpv6 ? _ipv6 : _ipv4;
        return socket is null || !MayAnswer(inner, packet) ? LinuxStatus.Ok : socket.Send(inner.Source, Write(inner, packet, mtu));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ipv4?.Dispose();
        _ipv6?.Dispose();
    }

    /// <summary>The message, in room of this object's.</summary>
    internal ReadOnlySpan<byte> Write(in InnerPacket inner, ReadOnlySpan<byte> packet, int mtu)
    {
        int quoted = Math.Min(packet.Length, (inner.IsIpv6 ? Ipv6LengthMax : Ipv4LengthMax) - HeaderLength);
        Span<byte> message = _message.AsSpan(0, HeaderLength + quoted);
        message[..HeaderLength].Clear();
        message[0] = inner.IsIpv6 ? PacketTooBig : DestinationUnreachable;
        message[1] = inner.IsIpv6 ? (byte)0 : FragmentationNeeded;
        BinaryPrimitives.WriteUInt32BigEndian(message[4..], (uint)mtu);
        packet[..quoted].CopyTo(message[HeaderLength..]);
        if (!inner.IsIpv6)
        {
            BinaryPrimitives.WriteUInt16BigEndian(message[2..], InternetSum.Of(message));
        }

        return message;
    }

    // RFC 1122 3.2.2, RFC 4443 2.4(e): not about an error, a later fragment, or what nobody can be told.
    private static bool MayAnswer(in InnerPacket inner, ReadOnlySpan<byte> packet)
    {
        byte protocol = packet[inner.IsIpv6 ? 6 : 9];
        byte type = packet.Length > inner.HeaderLength ? packet[inner.HeaderLength] : (byte)0;
        bool isError = inner.IsIpv6
            ? protocol == ProtocolIcmpv6 && type < FirstInformational
            : protocol == ProtocolIcmp && type is not (0 or EchoRequest or >= 13);
        return !isError && !inner.IsLaterFragment && !inner.Source.IsUnspecified && !inner.Source.IsMulticast;
    }
}
