using System;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Terminals;

namespace Pmip.Appliance.OperatorConsole.Terminals;

/// <summary>
/// A terminal of the kernel. Flow control may hold up what is written for ever: after a bounded time without room everything is
/// dropped until there is room again.
/// </summary>
/// <param name="line">The opened line; disposed of with this.</param>
/// <param name="stop">A descriptor that can be read when the console is to end; -1 for none.</param>
internal sealed class LineTerminal(TerminalLine line, int stop) : ITerminal
{
    // A line of 9600 bits a second needs four seconds for what the kernel keeps for it.
    private static readonly Duration Patience = Duration.FromSeconds(6);

    /// <inheritdoc/>
    public bool IsGone { get; private set; }

    /// <inheritdoc/>
    public bool IsStalled { get; private set; }

    /// <inheritdoc/>
    public bool TryGetSize(out int columns, out int rows) => line.TryGetSize(out columns, out rows);

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty && !IsGone)
        {
            LinuxStatus status = line.Write(octets, out int length);
            if (status.IsOk && length > 0)
            {
                octets = octets[length..];
                IsStalled = false;
                continue;
            }

            if (!status.IsOk && !status.IsWouldBlock)
            {
                IsGone = true;
                return;
            }

            if (IsStalled || !TerminalWait.ForWriting(line.Descriptor, Patience))
            {
                IsStalled = true;
                return;
            }
        }
    }

    /// <inheritdoc/>
    public int Read(Span<byte> room)
    {
        LinuxStatus status = line.Read(room, out int length);
        IsGone |= status.IsOk ? length == 0 : !status.IsWouldBlock;
        return length;
    }

    /// <inheritdoc/>
    public TerminalReady Wait(int other, Duration timeout)
    {
        uint ready = TerminalWait.ForReading([line.Descriptor, other, stop], timeout);
        return (TerminalReady)(ready & 7);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (IsStalled)
        {
            line.Discard();
        }

        line.Dispose();
    }
}
