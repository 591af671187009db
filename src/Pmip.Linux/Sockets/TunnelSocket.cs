using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Linux.Sockets;

/// <summary>
/// The end of a tunnel as a socket: GRE (protocol 47) or UDP at one local address. The kernel puts fragments together and takes the
/// outer IP header off; the traffic class of that header goes with each datagram, both ways. What is sent is fragmented only when it is
/// said so, and what routers say of it comes back (<see cref="TryReceiveError"/>).
/// </summary>
public sealed unsafe class TunnelSocket : IDisposable
{
    private const int HopLimit = 64;
    private const int ControlOctets = 64;
    private const int ControlHeader = 16;     // struct cmsghdr: length of 8 octets, level and type of 4
    private const int ControlMessage = ControlHeader + 8;
    private const int ExtendedErrorLength = 16;
    private const int ErrorControlOctets = 128; // struct sock_extended_err and the address of the router behind it
    private const int Ipv6MtuMin = 1280;
    private const int ReceiveBufferOctets = 1024 * 1024;

    private readonly LinuxDescriptor _socket;
    private readonly bool _isIpv4;
    private readonly bool _hasIpv4Header;
    private bool _fragments;

    private TunnelSocket(LinuxDescriptor socket, bool isIpv4, bool hasIpv4Header)
    {
        _socket = socket;
        _isIpv4 = isIpv4;
        _hasIpv4Header = hasIpv4Header;
    }

    /// <summary>The number to watch for reading.</summary>
    public int Descriptor => _socket.Number;

    /// <summary>Opens GRE at <paramref name="local"/>. Needs CAP_NET_RAW.</summary>
    public static LinuxStatus TryOpenGre(IpAddress local, out TunnelSocket? tunnel) =>
        TryOpen(LinuxAbi.SOCK_RAW, LinuxAbi.IPPROTO_GRE, local, 0, out tunnel);

    /// <summary>Opens UDP at <paramref name="local"/> and <paramref name="port"/>.</summary>
    public static LinuxStatus TryOpenUdp(IpAddress local, ushort port, out TunnelSocket? tunnel) =>
        TryOpen(LinuxAbi.SOCK_DGRAM, 0, local, port, out tunnel);

    /// <summary>
    /// Takes a datagram, from GRE or the octets behind UDP on; false when there is none, or none that fits into
    /// <paramref name="room"/> (<paramref name="isTruncated"/>).
    /// </summary>
    public bool TryReceive(Span<byte> room, out IpAddress source, out byte trafficClass, out ReadOnlySpan<byte> octets, out bool isTruncated)
    {
        byte* address = stackalloc byte[LinuxAbi.SocketAddressInternetLength];
        byte* control = stackalloc byte[ControlOctets];
        trafficClass = 0;
        isTruncated = false;
        LibC.MessageVector message = new() { Name = address, Control = control, ControlLength = ControlOctets };
        if (!TryTake(room, LinuxAbi.MSG_DONTWAIT, ref message, out source, out octets))
        {
            return false;
        }

        isTruncated = (message.Flags & LinuxAbi.MSG_TRUNC) != 0;
        trafficClass = ReadTrafficClass(new ReadOnlySpan<byte>(control, (int)message.ControlLength));
        return !isTruncated && (!_hasIpv4Header || RawIpv4Socket.TryGetPayload(octets, out octets));
    }

    /// <summary>
    /// Takes what a router has said about a packet of this socket's address and protocol, whoever sent it: that it was too big. False when
    /// there is nothing, or something else (<paramref name="isOther"/>). <paramref name="quoted"/> is how that packet began, from GRE or
    /// the octets behind UDP on; only its addresses are known to be ours.
    /// </summary>
    public bool TryReceiveError(Span<byte> room, out IpAddress destination, out int mtu, out ReadOnlySpan<byte> quoted, out bool isOther)
    {
        byte* address = stackalloc byte[LinuxAbi.SocketAddressInternetLength];
        byte* control = stackalloc byte[ErrorControlOctets];
        mtu = 0;
        isOther = false;
        LibC.MessageVector message = new() { Name = address, Control = control, ControlLength = ErrorControlOctets };
        if (!TryTake(room, LinuxAbi.MSG_DONTWAIT | LinuxAbi.MSG_ERRQUEUE, ref message, out destination, out quoted))
        {
            return false;
        }

        isOther = !TryReadTooBig(new ReadOnlySpan<byte>(control, (int)message.ControlLength), out mtu);
        return !isOther;
    }

    /// <summary>
    /// Sends <paramref name="octets"/> in a packet with this traffic class, in fragments where it <paramref name="mayFragment"/>; EMSGSIZE
    /// when it does not fit.
    /// </summary>
    public LinuxStatus Send(IpAddress destination, ushort port, byte trafficClass, ReadOnlySpan<byte> octets, bool mayFragment)
    {
        SetFragmenting(mayFragment);
        LinuxStatus status = Send(destination, port, trafficClass, octets);

        // The first call after an ICMP error gives that error and does nothing.
        return status.IsOk || status.IsWouldBlock ? status : Send(destination, port, trafficClass, octets);
    }

    // Takes one message from the queue that the flags name, into the room; whose address it came with, and what fitted.
    private bool TryTake(Span<byte> room, int flags, scoped ref LibC.MessageVector message, out IpAddress other, out ReadOnlySpan<byte> octets)
    {
        other = default;
        octets = default;
        fixed (byte* start = room)
        fixed (LibC.MessageVector* taken = &message)
        {
            LibC.IoVector vector = new() { Octets = start, Length = (nuint)room.Length };
            taken->NameLength = LinuxAbi.SocketAddressInternetLength;
            taken->Vectors = &vector;
            taken->VectorCount = 1;
            if (LibC.ReceiveMany(_socket, taken, 1, flags, null) != 1)
            {
                return false;
            }

            other = SocketAddress.ReadAddress(new ReadOnlySpan<byte>(taken->Name, LinuxAbi.SocketAddressInternetLength));
            octets = room[..Math.Min((int)taken->Length, room.Length)];
            return true;
        }
    }

    private LinuxStatus Send(IpAddress destination, ushort port, byte trafficClass, ReadOnlySpan<byte> octets)
    {
        byte* address = stackalloc byte[LinuxAbi.SocketAddressInternetLength];
        byte* control = stackalloc byte[ControlMessage];
        uint length = SocketAddress.Write(new Span<byte>(address, LinuxAbi.SocketAddressInternetLength), destination, port);
        WriteTrafficClass(new Span<byte>(control, ControlMessage), trafficClass);
        fixed (byte* start = octets)
        {
            LibC.IoVector vector = new() { Octets = start, Length = (nuint)octets.Length };
            LibC.MessageVector message = new()
            {
                Name = address,
                NameLength = length,
                Vectors = &vector,
                VectorCount = 1,
                Control = control,
                ControlLength = ControlMessage,
            };
            return LinuxStatus.From(LibC.SendMany(_socket, &message, 1, LinuxAbi.MSG_DONTWAIT | LinuxAbi.MSG_NOSIGNAL));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static LinuxStatus TryOpen(int type, int protocol, IpAddress local, ushort port, out TunnelSocket? tunnel)
    {
        tunnel = null;
        bool isIpv4 = local.IsIPv4;
        int descriptor = LibC.Socket(
            isIpv4 ? LinuxAbi.AF_INET : LinuxAbi.AF_INET6, type | LinuxAbi.SOCK_NONBLOCK | LinuxAbi.SOCK_CLOEXEC, protocol);
        LinuxStatus status = LinuxStatus.From(descriptor);
        LinuxDescriptor socket = new(descriptor);
        int level = isIpv4 ? LinuxAbi.SOL_IP : LinuxAbi.SOL_IPV6;
        status = status.IsOk ? Set(socket, level, isIpv4 ? LinuxAbi.IP_FREEBIND : LinuxAbi.IPV6_FREEBIND, 1) : status;
        status = status.IsOk ? Set(socket, LinuxAbi.SOL_SOCKET, LinuxAbi.SO_RCVBUF, ReceiveBufferOctets) : status;
        status = status.IsOk ? Set(socket, level, isIpv4 ? LinuxAbi.IP_RECVTOS : LinuxAbi.IPV6_RECVTCLASS, 1) : status;
        status = status.IsOk ? Set(socket, level, isIpv4 ? LinuxAbi.IP_RECVERR : LinuxAbi.IPV6_RECVERR, 1) : status;

        // What fits the path we say ourselves: what the kernel believes of it, anybody's ICMP message may have made it believe.
        status = status.IsOk ? Set(socket, level, isIpv4 ? LinuxAbi.IP_MTU_DISCOVER : LinuxAbi.IPV6_MTU_DISCOVER, LinuxAbi.IP_PMTUDISC_PROBE) : status;
        status = status.IsOk ? Set(socket, level, isIpv4 ? LinuxAbi.IP_TTL : LinuxAbi.IPV6_UNICAST_HOPS, HopLimit) : status;
        if (status.IsOk)
        {
            byte* address = stackalloc byte[LinuxAbi.SocketAddressInternetLength];
            uint length = SocketAddress.Write(new Span<byte>(address, LinuxAbi.SocketAddressInternetLength), local, port);
            status = LinuxStatus.From(LibC.Bind(socket, address, length));
        }

        if (!status.IsOk)
        {
            socket.Dispose();
            return status;
        }

        tunnel = new TunnelSocket(socket, isIpv4, isIpv4 && type == LinuxAbi.SOCK_RAW);
        return status;
    }

    private void SetFragmenting(bool fragments)
    {
        if (fragments == _fragments)
        {
            return;
        }

        _fragments = fragments;
        _ = _isIpv4
            ? Set(_socket, LinuxAbi.SOL_IP, LinuxAbi.IP_MTU_DISCOVER, fragments ? LinuxAbi.IP_PMTUDISC_DONT : LinuxAbi.IP_PMTUDISC_PROBE)
            : Set(_socket, LinuxAbi.SOL_IPV6, LinuxAbi.IPV6_MTU, fragments ? Ipv6MtuMin : 0);
    }

    private static bool TryReadTooBig(ReadOnlySpan<byte> control, out int mtu)
    {
        mtu = 0;
        while (control.Length >= ControlHeader)
        {
            int length = (int)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(control), (ulong)control.Length);
            int level = BinaryPrimitives.ReadInt32LittleEndian(control[8..]);
            int type = BinaryPrimitives.ReadInt32LittleEndian(control[12..]);
            bool isError = (level == LinuxAbi.SOL_IP && type == LinuxAbi.IP_RECVERR) || (level == LinuxAbi.SOL_IPV6 && type == LinuxAbi.IPV6_RECVERR);
            if (isError && length >= ControlHeader + ExtendedErrorLength)
            {
                ReadOnlySpan<byte> error = control[ControlHeader..];
                mtu = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(error[8..]), int.MaxValue);
                return BinaryPrimitives.ReadInt32LittleEndian(error) == LinuxAbi.EMSGSIZE
                    && error[4] is LinuxAbi.SO_EE_ORIGIN_ICMP or LinuxAbi.SO_EE_ORIGIN_ICMP6;
            }

            int aligned = (Math.Max(length, ControlHeader) + 7) & ~7;
            control = control[Math.Min(aligned, control.Length)..];
        }

        return false;
    }

    // Only the one kind of control message was asked for: IP_TOS comes as an octet, IPV6_TCLASS as a number.
    private byte ReadTrafficClass(ReadOnlySpan<byte> control)
    {
        if (control.Length <= ControlHeader)
        {
            return 0;
        }

        int level = BinaryPrimitives.ReadInt32LittleEndian(control[8..]);
        int type = BinaryPrimitives.ReadInt32LittleEndian(control[12..]);
        bool isIt = _isIpv4 ? level == LinuxAbi.SOL_IP && type == LinuxAbi.IP_TOS : level == LinuxAbi.SOL_IPV6 && type == LinuxAbi.IPV6_TCLASS;
        return isIt ? control[ControlHeader] : (byte)0;
    }

    private void WriteTrafficClass(Span<byte> control, byte trafficClass)
    {
        control.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(control, ControlHeader + sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(control[8..], _isIpv4 ? LinuxAbi.SOL_IP : LinuxAbi.SOL_IPV6);
        BinaryPrimitives.WriteInt32LittleEndian(control[12..], _isIpv4 ? LinuxAbi.IP_TOS : LinuxAbi.IPV6_TCLASS);
        BinaryPrimitives.WriteInt32LittleEndian(control[ControlHeader..], trafficClass);
    }

    private static LinuxStatus Set(LinuxDescriptor socket, int level, int name, int value) =>
        LinuxStatus.From(LibC.SetSocketOption(socket, level, name, &value, sizeof(int)));
}
