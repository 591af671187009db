using System;
using System.Collections.Generic;
using System.Text;
using Pmip.Appliance.OperatorConsole.Terminals;
using Pmip.Foundation.Time;

namespace Pmip.Unit.OperatorConsole;

/// <summary>
/// Somebody who types what was written down, a piece each time the console waits, and then lets time pass or hangs up. Time passes only
/// in waits.
/// </summary>
internal sealed class FakeTerminal(int columns = 100, int rows = 30, bool isDumb = false) : ITerminal
{
    private readonly Queue<Action<FakeTerminal>> _acts = new();
    private readonly Queue<byte> _typed = new();

    public ScreenModel Screen { get; } = new(columns, isDumb);

    public Instant Now { get; private set; } = new(1_000_000);

    public bool IsGone { get; private set; }

    public bool IsStalled { get; set; }

    public bool HangsUpAtEnd { get; init; } = true;

    public long Dropped { get; private set; }

    public FakeTerminal Type(string text) => Do(terminal => terminal.Put(Encoding.UTF8.GetBytes(text)));

    public FakeTerminal Do(Action<FakeTerminal> act)
    {
        _acts.Enqueue(act);
        return this;
    }

    public FakeTerminal Pass(Duration time) => Do(terminal => terminal.Now = terminal.Now.Plus(time));

    public void Put(byte[] octets) => Array.ForEach(octets, _typed.Enqueue);

    public bool TryGetSize(out int width, out int height)
    {
        (width, height) = (columns, rows);
        return true;
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        if (IsStalled)
        {
            Dropped += octets.Length;
            return;
        }

        Screen.Write(octets);
    }

    public int Read(Span<byte> room)
    {
        int length = 0;
        while (length < room.Length && _typed.TryDequeue(out byte octet))
        {
            room[length++] = octet;
        }

        return length;
    }

    public TerminalReady Wait(int other, Duration timeout)
    {
        if (_typed.Count > 0)
        {
            return TerminalReady.Input;
        }

        if (timeout == Duration.Zero)
        {
            return TerminalReady.None;
        }

        if (_acts.TryDequeue(out Action<FakeTerminal>? act))
        {
            act(this);
            return _typed.Count > 0 ? TerminalReady.Input : TerminalReady.Other;
        }

        Now = Now.Plus(timeout);
        IsGone = HangsUpAtEnd;
        return IsGone ? TerminalReady.Input : TerminalReady.None;
    }

    public void Dispose() => IsGone = true;
}
