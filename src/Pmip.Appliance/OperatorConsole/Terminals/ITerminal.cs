using System;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.OperatorConsole.Terminals;

/// <summary>What a wait ended with.</summary>
[Flags]
internal enum TerminalReady : byte
{
    /// <summary>The time is over.</summary>
    None = 0,

    /// <summary>Keys were pressed, or the line has gone.</summary>
    Input = 1,

    /// <summary>The other descriptor has something.</summary>
    Other = 2,

    /// <summary>The console is to end.</summary>
    Stop = 4,
}

/// <summary>
/// What a person sits at: a serial line, the terminal that started the process, or whatever carries octets both ways. It is raw from the
/// opening to <see cref="IDisposable.Dispose"/>. One thread uses it.
/// </summary>
internal interface ITerminal : IDisposable
{
    /// <summary>True when it is no more there.</summary>
    bool IsGone { get; }

    /// <summary>True while it takes nothing: what is written is lost. Somebody holds it up, or nobody reads.</summary>
    bool IsStalled { get; }

    /// <summary>The size, where the terminal's driver knows one.</summary>
    bool TryGetSize(out int columns, out int rows);

    /// <summary>Writes; waits a bounded time for room, and drops the rest after that.</summary>
    void Write(ReadOnlySpan<byte> octets);

    /// <summary>Takes what was typed, without waiting.</summary>
    int Read(Span<byte> room);

    /// <summary>Waits for keys, for <paramref name="other"/> unless it is negative, and for the order to end.</summary>
    TerminalReady Wait(int other, Duration timeout);
}
