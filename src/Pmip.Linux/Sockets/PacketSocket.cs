using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Linux.Sockets;

/// <summary>
/// Whole frames of one interface (AF_PACKET). It hears all multicast, so that solicitations reach it, but not its own frames
/// nor those of others that leave by the same interface. The object is made once and can be opened again and again.
/// </summary>
public sealed unsafe class PacketSocket : IDisposable
{
    private const int ReceiveBufferOctets = 2 * 1024 * 1024;
    private const int InterfaceOffset = 4;
    private const int AddressLengthOffset = 11;
    private const int AddressOffset = 12;
    private readonly LinuxDescriptor _socket = new(-1);

    /// <summary>True between a successful <see cref="TryOpen"/> and <see cref="Close"/>.</summary>
    public bool IsOpen => !_socket.IsInvalid;

    /// <summary>The number to watch for reading, -1 while it is not open.</summary>
    public int Descriptor => _socket.Number;

    /// <summary>
    /// Opens the socket on the interface with number <paramref name="interfaceIndex"/>, through the BPF socket filter
    /// <paramref name="filterProgram"/>, or without one when it is negative. Nothing is heard before the filter is in place.
    /// Needs CAP_NET_RAW. Allocates nothing.
    /// </summary>
    public LinuxStatus TryOpen(int interfaceIndex, int filterProgram)
    {
        Close();

        // Protocol 0 hears nothing until bind names one.
        int descriptor = LibC.Socket(LinuxAbi.AF_PACKET, LinuxAbi.SOCK_RAW | LinuxAbi.SOCK_NONBLOCK | LinuxAbi.SOCK_CLOEXEC, 0);
        LinuxStatus status = LinuxStatus.From(descriptor);
        if (!status.IsOk)
        {
            return status;
        }

        _socket.Replace(descriptor);
        status = Prepare(_socket, interfaceIndex, filterProgram);
        if (!status.IsOk)
        {
            Close();
        }

        return status;
    }

    /// <summary>Ends hearing, if it is open.</summary>
    public void Close() => _socket.Replace(-1);

    /// <summary>Link-layer address of the interface; zero when it has none of six octets.</summary>
    public MacAddress LinkLayerAddress
    {
        get
        {
            byte* address = stackalloc byte[LinuxAbi.SocketAddressLinkLength];
            uint length = LinuxAbi.SocketAddressLinkLength;
            bool known = LibC.GetSocketName(_socket, address, &length) == 0 && address[AddressLengthOffset] == MacAddress.Length;
            return known ? MacAddress.Read(new ReadOnlySpan<byte>(address + AddressOffset, MacAddress.Length)) : default;
        }
    }

    /// <summary>
    /// Takes one frame. <see cref="LinuxStatus.IsWouldBlock"/> when there is none; a frame longer than <paramref name="room"/>
    /// is cut to it.
    /// </summary>
    public LinuxStatus Receive(Span<byte> room, out int length)
    {
        fixed (byte* first = room)
        {
            nint received = LibC.Receive(_socket, first, (nuint)room.Length, LinuxAbi.MSG_DONTWAIT);
            LinuxStatus status = LinuxStatus.From(received);
            length = status.IsOk ? (int)received : 0;
            return status;
        }
    }

    /// <summary>Sends one frame, Ethernet header included.</summary>
    public LinuxStatus Send(ReadOnlySpan<byte> frame)
    {
        fixed (byte* first = frame)
        {
            return LinuxStatus.From(LibC.Send(_socket, first, (nuint)frame.Length, LinuxAbi.MSG_DONTWAIT | LinuxAbi.MSG_NOSIGNAL));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static LinuxStatus Prepare(LinuxDescriptor socket, int interfaceIndex, int filterProgram)
    {
        if (filterProgram >= 0)
        {
            LinuxStatus attached = SetOption(socket, LinuxAbi.SOL_SOCKET, LinuxAbi.SO_ATTACH_BPF, filterProgram);
            if (!attached.IsOk)
            {
                return attached;
            }
        }

        SetOption(socket, LinuxAbi.SOL_PACKET, LinuxAbi.PACKET_IGNORE_OUTGOING, 1); // Older kernels: the caller drops its own MAC.
        if (!SetOption(socket, LinuxAbi.SOL_SOCKET, LinuxAbi.SO_RCVBUFFORCE, ReceiveBufferOctets).IsOk)
        {
            SetOption(socket, LinuxAbi.SOL_SOCKET, LinuxAbi.SO_RCVBUF, ReceiveBufferOctets);
        }

        LinuxStatus status = JoinAllMulticast(socket, interfaceIndex);
        if (!status.IsOk)
        {
            return status;
        }

        byte* address = stackalloc byte[LinuxAbi.SocketAddressLinkLength];
        Span<byte> link = new(address, LinuxAbi.SocketAddressLinkLength);
        link.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(link, LinuxAbi.AF_PACKET);
        BinaryPrimitives.WriteUInt16BigEndian(link[2..], LinuxAbi.ETH_P_ALL);
        BinaryPrimitives.WriteInt32LittleEndian(link[InterfaceOffset..], interfaceIndex);
        return LinuxStatus.From(LibC.Bind(socket, address, LinuxAbi.SocketAddressLinkLength));
    }

    private static LinuxStatus JoinAllMulticast(LinuxDescriptor socket, int interfaceIndex)
    {
        byte* membership = stackalloc byte[16]; // struct packet_mreq
        Span<byte> room = new(membership, 16);
        room.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(room, interfaceIndex);
        BinaryPrimitives.WriteUInt16LittleEndian(room[4..], LinuxAbi.PACKET_MR_ALLMULTI);
        return LinuxStatus.From(LibC.SetSocketOption(socket, LinuxAbi.SOL_PACKET, LinuxAbi.PACKET_ADD_MEMBERSHIP, membership, 16));
    }

    private static LinuxStatus SetOption(LinuxDescriptor socket, int level, int name, int value) =>
        LinuxStatus.From(LibC.SetSocketOption(socket, level, name, &value, sizeof(int)));
}
