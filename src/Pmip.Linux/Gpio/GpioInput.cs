using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pmip.Linux.Gpio;

/// <summary>A line taken as an input. The descriptor becomes readable with each edge.</summary>
public sealed unsafe partial class GpioInput : IDisposable
{
    private const int SetStatusFlags = 4; // F_SETFL

    private readonly LinuxDescriptor _line;

    // The kernel gives the line out blocking.
    internal GpioInput(LinuxDescriptor line)
    {
        _line = line;
        SetFlags(line, SetStatusFlags, LinuxAbi.O_NONBLOCK);
    }

    /// <summary>The number to watch for reading.</summary>
    public int Descriptor => _line.Number;

    /// <summary>Takes one edge, oldest first; would-block when there is none. <paramref name="isActive"/> is true for the one that began.</summary>
    public LinuxStatus TakeEdge(out bool isActive)
    {
        byte* report = stackalloc byte[GpioAbi.EventLength];
        LinuxStatus status = LinuxStatus.From(LibC.Read(_line, report, GpioAbi.EventLength));
        isActive = status.IsOk
            && BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(report, GpioAbi.EventLength)[GpioAbi.EventIdOffset..]) == GpioAbi.EventRising;
        return status;
    }

    /// <summary>Reads the level now: true for active.</summary>
    public LinuxStatus ReadLevel(out bool isActive)
    {
        byte* values = stackalloc byte[2 * sizeof(ulong)];
        Span<byte> octets = new(values, 2 * sizeof(ulong));
        octets.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(octets[sizeof(ulong)..], 1);
        LinuxStatus status = LinuxStatus.From(GpioChip.Control(_line, GpioAbi.GetLineValues, values));
        isActive = status.IsOk && (octets[0] & 1) != 0;
        return status;
    }

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int SetFlags(LinuxDescriptor descriptor, int command, int flags);
}
