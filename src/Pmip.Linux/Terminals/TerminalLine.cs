using System;

namespace Pmip.Linux.Terminals;

/// <summary>
/// A terminal of the kernel: a serial line, or the one that started the process. Neither reading nor writing blocks. It never
/// becomes the controlling terminal, so no key on it is a signal to the process. One thread uses it.
/// </summary>
public sealed unsafe class TerminalLine : IDisposable
{
    private readonly LinuxDescriptor _descriptor;
    private TerminalAbi.Termios _before;
    private bool _isChanged;

    private TerminalLine(LinuxDescriptor descriptor) => _descriptor = descriptor;

    /// <summary>The number to wait for.</summary>
    public int Descriptor => _descriptor.Number;

    /// <summary>True when a descriptor of this process is a terminal.</summary>
    public static bool IsTerminal(int descriptor) => TerminalCalls.IsTerminal(descriptor) == 1;

    /// <summary>
    /// Opens the terminal behind a descriptor of this process once more, so that its modes of reading are ours alone, and makes it
    /// raw until <see cref="Dispose"/>.
    /// </summary>
    public static LinuxStatus TryOpenCalling(int descriptor, out TerminalLine? line) =>
        TryOpen($"/proc/self/fd/{descriptor}", static (TerminalAbi.Termios* _) => LinuxStatus.Ok, out line);

    /// <summary>
    /// Opens a serial line: 8 data bits, no parity, 1 stop bit, the modem's wires ignored. EINVAL for a speed that is none of
    /// <see cref="LineSpeed.All"/>, ENOTTY for a device that is no terminal.
    /// </summary>
    public static LinuxStatus TryOpenSerial(string path, int bitsPerSecond, LineFlowControl flowControl, out TerminalLine? line)
    {
        uint code = LineSpeed.CodeOf(bitsPerSecond);
        line = null;
        return code == 0
            ? new LinuxStatus(LinuxAbi.EINVAL)
            : TryOpen(
                path,
                modes =>
                {
                    modes->ControlFlags &= ~(TerminalAbi.CSTOPB | TerminalAbi.PARENB | TerminalAbi.CRTSCTS);
                    modes->ControlFlags |= TerminalAbi.CREAD | TerminalAbi.CLOCAL;
                    modes->ControlFlags |= flowControl == LineFlowControl.Hardware ? TerminalAbi.CRTSCTS : 0;
                    modes->InputFlags &= ~(TerminalAbi.IXON | TerminalAbi.IXOFF | TerminalAbi.IXANY);
                    modes->InputFlags |= flowControl == LineFlowControl.Software ? TerminalAbi.IXON : 0;
                    LinuxStatus status = LinuxStatus.From(TerminalCalls.SetInputSpeed(modes, code));
                    return status.IsOk ? LinuxStatus.From(TerminalCalls.SetOutputSpeed(modes, code)) : status;
                },
                out line);
    }

    /// <summary>The size that the kernel knows; false on a line that nobody told it of.</summary>
    public bool TryGetSize(out int columns, out int rows)
    {
        TerminalAbi.WindowSize size;
        bool isKnown = TerminalCalls.GetWindowSize(_descriptor, TerminalAbi.TIOCGWINSZ, &size) == 0 && size.Columns > 0 && size.Rows > 0;
        (columns, rows) = isKnown ? (size.Columns, size.Rows) : (0, 0);
        return isKnown;
    }

    /// <summary>Reads what is there; zero octets and success, or EIO, mean that the line has gone.</summary>
    public LinuxStatus Read(Span<byte> room, out int length)
    {
        fixed (byte* first = room)
        {
            nint read = LibC.Read(_descriptor, first, (nuint)room.Length);
            LinuxStatus status = LinuxStatus.From(read);
            length = status.IsOk ? (int)read : 0;
            return status;
        }
    }

    /// <summary>Writes as much as there is room for.</summary>
    public LinuxStatus Write(ReadOnlySpan<byte> octets, out int length)
    {
        fixed (byte* first = octets)
        {
            nint written = LibC.Write(_descriptor, first, (nuint)octets.Length);
            LinuxStatus status = LinuxStatus.From(written);
            length = status.IsOk ? (int)written : 0;
            return status;
        }
    }

    /// <summary>Throws away what was not sent yet: closing a line waits for that, half a minute where flow control holds it up.</summary>
    public void Discard() => _ = TerminalCalls.Flush(_descriptor, TerminalAbi.TCIOFLUSH);

    /// <summary>Gives the line back with the modes that it had.</summary>
    public void Dispose()
    {
        if (_isChanged)
        {
            _isChanged = false;
            fixed (TerminalAbi.Termios* before = &_before)
            {
                _ = TerminalCalls.SetModes(_descriptor, TerminalAbi.TCSANOW, before); // A line that has gone needs no modes.
            }
        }

        _descriptor.Dispose();
    }

    private delegate LinuxStatus ModeChange(TerminalAbi.Termios* modes);

    private static LinuxStatus TryOpen(string path, ModeChange change, out TerminalLine? line)
    {
        line = null;
        LinuxDescriptor descriptor = new(
            LibC.Open(path, LinuxAbi.O_RDWR | LinuxAbi.O_NONBLOCK | LinuxAbi.O_CLOEXEC | TerminalAbi.O_NOCTTY, 0));
        LinuxStatus status = LinuxStatus.From(descriptor.Number);
        if (status.IsOk)
        {
            TerminalLine opened = new(descriptor);
            status = opened.MakeRaw(change);
            line = status.IsOk ? opened : null;
        }

        if (line is null)
        {
            descriptor.Dispose();
        }

        return status;
    }

    private LinuxStatus MakeRaw(ModeChange change)
    {
        TerminalAbi.Termios modes;
        LinuxStatus status = LinuxStatus.From(TerminalCalls.GetModes(_descriptor, &modes));
        if (!status.IsOk)
        {
            return status;
        }

        _before = modes;
        TerminalCalls.MakeRaw(&modes);
        modes.ControlCharacters[TerminalAbi.VMIN] = 1;
        modes.ControlCharacters[TerminalAbi.VTIME] = 0;
        status = change(&modes);
        status = status.IsOk ? LinuxStatus.From(TerminalCalls.SetModes(_descriptor, TerminalAbi.TCSANOW, &modes)) : status;
        _isChanged = status.IsOk;
        return status;
    }
}
