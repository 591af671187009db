using System;
using System.Buffers.Binary;
using Pmip.Foundation.Time;

namespace Pmip.Linux.Sockets;

/// <summary>
/// IP packets at one network device, without their link-layer header: what is sent goes to the device as it is, whatever its addresses
/// are and whatever the routes say; what is heard are ICMP packets that pass it in either direction. For a thread that asks and waits.
/// </summary>
public sealed unsafe class DeviceSocket : IDisposable
{
    private const int ReceiveBufferOctets = 512 * 1024;
    private const ushort Ipv4Type = 0x0800;
    private const ushort Ipv6Type = 0x86DD;
    private readonly LinuxDescriptor _socket;
    private readonly int _interfaceIndex;

    private DeviceSocket(LinuxDescriptor socket, int interfaceIndex)
    {
        _socket = socket;
        _interfaceIndex = interfaceIndex;
    }

    /// <summary>
    /// Opens it at the interface with this number. Unless <paramref name="hears"/>, nothing is heard. Needs CAP_NET_RAW.
    /// </summary>
    public static LinuxStatus TryOpen(int interfaceIndex, bool hears, out DeviceSocket? device)
    {
        device = null;
        int descriptor = LibC.Socket(LinuxAbi.AF_PACKET, LinuxAbi.SOCK_DGRAM | LinuxAbi.SOCK_NONBLOCK | LinuxAbi.SOCK_CLOEXEC, 0);
        LinuxStatus status = LinuxStatus.From(descriptor);
        LinuxDescriptor socket = new(descriptor);
        status = status.IsOk ? AttachFilter(socket) : status;
        if (status.IsOk && hears)
        {
            int size = ReceiveBufferOctets;
            LibC.SetSocketOption(socket, LinuxAbi.SOL_SOCKET, LinuxAbi.SO_RCVBUF, &size, sizeof(int));
            byte* address = stackalloc byte[LinuxAbi.SocketAddressLinkLength];
            WriteAddress(address, interfaceIndex, LinuxAbi.ETH_P_ALL);
            status = LinuxStatus.From(LibC.Bind(socket, address, LinuxAbi.SocketAddressLinkLength));
        }

        if (!status.IsOk)
        {
            socket.Dispose();
            return status;
        }

        device = new DeviceSocket(socket, interfaceIndex);
        return status;
    }

    /// <summary>Sends an IP packet.</summary>
    public LinuxStatus Send(ReadOnlySpan<byte> packet)
    {
        byte* address = stackalloc byte[LinuxAbi.SocketAddressLinkLength];
        WriteAddress(address, _interfaceIndex, packet[0] >> 4 == 4 ? Ipv4Type : Ipv6Type);
        fixed (byte* octets = packet)
        {
            return LinuxStatus.From(LibC.SendTo(
                _socket, octets, (nuint)packet.Length, LinuxAbi.MSG_DONTWAIT | LinuxAbi.MSG_NOSIGNAL, address, LinuxAbi.SocketAddressLinkLength));
        }
    }

    /// <summary>Waits until a packet is there or the time is over; true when there is one.</summary>
    public bool Wait(Duration timeout)
    {
        int milliseconds = (int)Math.Clamp((timeout.Microseconds + 999) / 1000, 0, int.MaxValue);
        LibC.PollDescriptor wanted = new() { Descriptor = _socket.Number, Events = LinuxAbi.POLLIN };
        return LibC.Poll(&wanted, 1, milliseconds) > 0;
    }

    /// <summary>Takes an ICMP packet, from its IP header on; false when there is none.</summary>
    public bool TryReceive(Span<byte> room, out ReadOnlySpan<byte> packet)
    {
        fixed (byte* octets = room)
        {
            nint received = LibC.Receive(_socket, octets, (nuint)room.Length, LinuxAbi.MSG_DONTWAIT);
            packet = received > 0 ? room[..(int)received] : default;
            return received > 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static void WriteAddress(byte* address, int interfaceIndex, ushort protocol)
    {
        Span<byte> link = new(address, LinuxAbi.SocketAddressLinkLength);
        link.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(link, LinuxAbi.AF_PACKET);
        BinaryPrimitives.WriteUInt16BigEndian(link[2..], protocol);
        BinaryPrimitives.WriteInt32LittleEndian(link[4..], interfaceIndex);
    }

    // Classic BPF, octet 0 being the first of the IP header: version 4 with protocol 1, or anything else with 58 where IPv6 has its next header.
    private static LinuxStatus AttachFilter(LinuxDescriptor socket)
    {
        const int length = 9;
        Instruction* program = stackalloc Instruction[length];
        program[0] = new Instruction(0x30, 0, 0, 0);             // ldb [0]
        program[1] = new Instruction(0x54, 0, 0, 0xF0);          // and #0xf0
        program[2] = new Instruction(0x15, 0, 2, 0x40);          // jeq #0x40, else to 5
        program[3] = new Instruction(0x30, 0, 0, 9);             // ldb [9]
        program[4] = new Instruction(0x15, 3, 2, 1);             // jeq #1, to 8, else to 7
        program[5] = new Instruction(0x30, 0, 0, 6);             // ldb [6]
        program[6] = new Instruction(0x15, 1, 0, 58);            // jeq #58, to 8
        program[7] = new Instruction(0x06, 0, 0, 0);             // ret #0
        program[8] = new Instruction(0x06, 0, 0, 0xFFFF);        // ret #65535
        FilterProgram filter = new() { Length = length, Program = program };
        return LinuxStatus.From(LibC.SetSocketOption(
            socket, LinuxAbi.SOL_SOCKET, LinuxAbi.SO_ATTACH_FILTER, &filter, (uint)sizeof(FilterProgram)));
    }

    /// <summary><c>struct sock_filter</c>.</summary>
    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Value);

    /// <summary><c>struct sock_fprog</c>.</summary>
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential)]
    private struct FilterProgram
    {
        public ushort Length;
        public Instruction* Program;
    }
}
