using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Pmip.Linux.Tunnel;

/// <summary>
/// A TUN device: an interface without link layer that lives as long as this object, or longer (<see cref="SetPersistent"/>). What the
/// kernel routes to it can be read from the descriptor, unless a program on its way out takes it.
/// </summary>
public sealed unsafe partial class TunDevice : IDisposable
{
    /// <summary>Longest name of an interface.</summary>
    public const int NameLengthMax = 15;

    private const string Library = "libc";
    private const string DevicePath = "/dev/net/tun";
    private const nuint SetInterface = 0x4004_54CA;
    private const nuint SetPersistence = 0x4004_54CB;
    private const ushort TunMode = 0x0001;
    private const ushort NoPacketInformation = 0x1000;
    private const int RequestLength = 40;
    private const int FlagsOffset = 16;

    private readonly LinuxDescriptor _descriptor;

    private TunDevice(LinuxDescriptor descriptor, string name)
    {
        _descriptor = descriptor;
        Name = name;
    }

    /// <summary>Name of the interface.</summary>
    public string Name { get; }

    /// <summary>File descriptor, non-blocking.</summary>
    public int Descriptor => _descriptor.Number;

    /// <summary>Makes the device, or opens a persistent one; EBUSY when another process has one of this name.</summary>
    public static LinuxStatus TryCreate(string name, out TunDevice? device)
    {
        ArgumentNullException.ThrowIfNull(name);
        device = null;
        if (name.Length is 0 or > NameLengthMax)
        {
            return new LinuxStatus(LinuxAbi.EINVAL);
        }

        int number = LibC.Open(DevicePath, LinuxAbi.O_RDWR | LinuxAbi.O_NONBLOCK | LinuxAbi.O_CLOEXEC, 0);
        if (number < 0)
        {
            return LinuxStatus.Last;
        }

        LinuxDescriptor descriptor = new(number);
        byte* request = stackalloc byte[RequestLength];
        Span<byte> octets = new(request, RequestLength);
        octets.Clear();
        Encoding.ASCII.GetBytes(name, octets);
        BinaryPrimitives.WriteUInt16LittleEndian(octets[FlagsOffset..], TunMode | NoPacketInformation);
        LinuxStatus status = LinuxStatus.From(Control(descriptor, SetInterface, request));
        if (!status.IsOk)
        {
            descriptor.Dispose();
            return status;
        }

        device = new TunDevice(descriptor, name);
        return status;
    }

    /// <summary>Takes a packet that the kernel routed to the interface; false when there is none.</summary>
    public bool TryRead(Span<byte> room, out int length)
    {
        fixed (byte* octets = room)
        {
            nint read = LibC.Read(_descriptor, octets, (nuint)room.Length);
            length = read < 0 ? 0 : (int)read;
            return read > 0;
        }
    }

    /// <summary>Lets the kernel have a packet as if it had come in on the interface.</summary>
    public LinuxStatus Write(ReadOnlySpan<byte> packet)
    {
        fixed (byte* octets = packet)
        {
            return LinuxStatus.From(LibC.Write(_descriptor, octets, (nuint)packet.Length));
        }
    }

    /// <summary>Lets the interface, its addresses and its routes stay when this object goes, or go with it again.</summary>
    public LinuxStatus SetPersistent(bool persistent) => LinuxStatus.From(Control(_descriptor, SetPersistence, (byte*)(persistent ? 1 : 0)));

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(LinuxDescriptor descriptor, nuint request, byte* argument);
}
