using System;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Linux.Sockets;

/// <summary>
/// ICMP of one family, for a thread that asks and waits. Besides the answers to its questions it hears every other ICMP message that
/// comes to the machine, errors of routers on the way included; the caller tells them apart. What is sent is never fragmented here.
/// </summary>
public sealed unsafe class EchoSocket : IDisposable
{
    private const int ReceiveBufferOctets = 256 * 1024;
    private readonly LinuxDescriptor _socket;
    private readonly bool _isIpv4;

    private EchoSocket(LinuxDescriptor socket, bool isIpv4)
    {
        _socket = socket;
        _isIpv4 = isIpv4;
    }

    /// <summary>
    /// Opens it for destinations of the family of <paramref name="destination"/>, with a source address of ours unless
    /// <paramref name="source"/> is unspecified. Needs CAP_NET_RAW.
    /// </summary>
    public static LinuxStatus TryOpen(IpAddress destination, IpAddress source, out EchoSocket? echo)
    {
        echo = null;
        bool isIpv4 = destination.IsIPv4;
        int descriptor = LibC.Socket(
            isIpv4 ? LinuxAbi.AF_INET : LinuxAbi.AF_INET6,
            LinuxAbi.SOCK_RAW | LinuxAbi.SOCK_NONBLOCK | LinuxAbi.SOCK_CLOEXEC,
            isIpv4 ? LinuxAbi.IPPROTO_ICMP : LinuxAbi.IPPROTO_ICMPV6);
        LinuxStatus status = LinuxStatus.From(descriptor);
        LinuxDescriptor socket = new(descriptor);
        if (status.IsOk)
        {
            Set(socket, LinuxAbi.SOL_SOCKET, LinuxAbi.SO_RCVBUF, ReceiveBufferOctets);
            status = isIpv4
                ? Set(socket, LinuxAbi.SOL_IP, LinuxAbi.IP_MTU_DISCOVER, LinuxAbi.IP_PMTUDISC_DO)
                : Set(socket, LinuxAbi.SOL_IPV6, LinuxAbi.IPV6_MTU_DISCOVER, LinuxAbi.IP_PMTUDISC_DO);
            status = status.IsOk && !isIpv4 ? Set(socket, LinuxAbi.SOL_IPV6, LinuxAbi.IPV6_DONTFRAG, 1) : status;
        }

        if (status.IsOk && !source.IsUnspecified)
        {
            byte* address = stackalloc byte[LinuxAbi.SocketAddressInternetLength];
            uint length = SocketAddress.Write(new Span<byte>(address, LinuxAbi.SocketAddressInternetLength), source, 0);
            status = LinuxStatus.From(LibC.Bind(socket, address, length));
        }

        if (!status.IsOk)
        {
            socket.Dispose();
            return status;
        }

        echo = new EchoSocket(socket, isIpv4);
        return status;
    }

    /// <summary>
    /// The largest packet that the kernel believes to fit to <paramref name="destination"/>, and the address of ours that it would take.
    /// </summary>
    public static LinuxStatus TryAskPath(IpAddress destination, IpAddress source, out int mtu, out IpAddress local)
    {
        mtu = 0;
        local = default;
        bool isIpv4 = destination.IsIPv4;
        int descriptor = LibC.Socket(isIpv4 ? LinuxAbi.AF_INET : LinuxAbi.AF_INET6, LinuxAbi.SOCK_DGRAM | LinuxAbi.SOCK_CLOEXEC, 0);
        LinuxStatus status = LinuxStatus.From(descriptor);
        if (!status.IsOk)
        {
            return status;
        }

        const ushort discardPort = 9; // Nothing is sent there: only the route is of interest.
        using LinuxDescriptor socket = new(descriptor);
        byte* address = stackalloc byte[LinuxAbi.SocketAddressInternetLength];
        Span<byte> room = new(address, LinuxAbi.SocketAddressInternetLength);
        uint length = SocketAddress.Write(room, source, 0);
        status = source.IsUnspecified ? LinuxStatus.Ok : LinuxStatus.From(LibC.Bind(socket, address, length));
        length = SocketAddress.Write(room, destination, discardPort);
        status = status.IsOk ? LinuxStatus.From(LibC.Connect(socket, address, length)) : status;
        if (!status.IsOk)
        {
            return status;
        }

        int value = 0;
        uint size = sizeof(int);
        status = LinuxStatus.From(LibC.GetSocketOption(
            socket, isIpv4 ? LinuxAbi.SOL_IP : LinuxAbi.SOL_IPV6, isIpv4 ? LinuxAbi.IP_MTU : LinuxAbi.IPV6_MTU, &value, &size));
        mtu = value;
        length = LinuxAbi.SocketAddressInternetLength;
        if (status.IsOk && LibC.GetSocketName(socket, address, &length) == 0)
        {
            local = SocketAddress.ReadAddress(room);
        }

        return status;
    }

    /// <summary>Routers that what is sent from now on may pass.</summary>
    public LinuxStatus SetHopLimit(int hops) => _isIpv4
        ? Set(_socket, LinuxAbi.SOL_IP, LinuxAbi.IP_TTL, hops)
        : Set(_socket, LinuxAbi.SOL_IPV6, LinuxAbi.IPV6_UNICAST_HOPS, hops);

    /// <summary>Sends a message; of an ICMPv6 one the kernel fills the checksum.</summary>
    public LinuxStatus Send(IpAddress destination, ReadOnlySpan<byte> message)
    {
        byte* address = stackalloc byte[LinuxAbi.SocketAddressInternetLength];
        uint length = SocketAddress.Write(new Span<byte>(address, LinuxAbi.SocketAddressInternetLength), destination, 0);
        fixed (byte* octets = message)
        {
            nint sent = LibC.SendTo(_socket, octets, (nuint)message.Length, LinuxAbi.MSG_DONTWAIT | LinuxAbi.MSG_NOSIGNAL, address, length);
            return LinuxStatus.From(sent);
        }
    }

    /// <summary>Waits until a message is there or the time is over; true when there is one.</summary>
    public bool Wait(Duration timeout)
    {
        int milliseconds = (int)Math.Clamp((timeout.Microseconds + 999) / 1000, 0, int.MaxValue);
        LibC.PollDescriptor wanted = new() { Descriptor = _socket.Number, Events = LinuxAbi.POLLIN };
        return LibC.Poll(&wanted, 1, milliseconds) > 0;
    }

    /// <summary>Takes a message, from its ICMP header on, and tells who sent it; false when there is none.</summary>
    public bool TryReceive(Span<byte> room, out IpAddress source, out ReadOnlySpan<byte> message)
    {
        message = default;
        byte* address = stackalloc byte[LinuxAbi.SocketAddressInternetLength];
        uint length = LinuxAbi.SocketAddressInternetLength;
        nint received;
        fixed (byte* octets = room)
        {
            received = LibC.ReceiveFrom(_socket, octets, (nuint)room.Length, LinuxAbi.MSG_DONTWAIT, address, &length);
        }

        source = SocketAddress.ReadAddress(new ReadOnlySpan<byte>(address, LinuxAbi.SocketAddressInternetLength));
        if (received < 0)
        {
            return false;
        }

        message = room[..(int)received];
        return !_isIpv4 || RawIpv4Socket.TryGetPayload(message, out message);
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static LinuxStatus Set(LinuxDescriptor socket, int level, int name, int value) =>
        LinuxStatus.From(LibC.SetSocketOption(socket, level, name, &value, sizeof(int)));
}
