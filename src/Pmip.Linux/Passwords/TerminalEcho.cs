using System;

namespace Pmip.Linux.Passwords;

/// <summary>Keeps a terminal from showing what is typed, until it is disposed.</summary>
public sealed unsafe class TerminalEcho : IDisposable
{
    private const int StandardInput = 0;
    private const uint Echo = 8;
    private const int LocalModes = 3;
    private const int Length = 60;
    private const int WhenDrained = 1;
    private readonly uint[] _before;

    private TerminalEcho(uint[] before) => _before = before;

    /// <summary>Hides what is typed at standard input; null and success when that is no terminal.</summary>
    public static LinuxStatus TryHide(out TerminalEcho? echo)
    {
        echo = null;
        uint[] settings = new uint[Length / sizeof(uint)];
        fixed (uint* first = settings)
        {
            if (LibC.GetTerminal(StandardInput, first) != 0)
            {
                return LinuxStatus.Ok;
            }

            TerminalEcho kept = new((uint[])settings.Clone());
            first[LocalModes] &= ~Echo;
            LinuxStatus status = LinuxStatus.From(LibC.SetTerminal(StandardInput, WhenDrained, first));
            echo = status.IsOk ? kept : null;
            return status;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        fixed (uint* first = _before)
        {
            LibC.SetTerminal(StandardInput, WhenDrained, first);
        }
    }
}
