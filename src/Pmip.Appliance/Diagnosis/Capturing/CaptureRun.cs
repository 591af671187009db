using System;
using System.Threading;
using Pmip.Appliance.Diagnosis.Taps;

namespace Pmip.Appliance.Diagnosis.Capturing;

/// <summary>One capture as the control loop sees it: what to take, how many, and where to put it. Made by another thread beforehand.</summary>
/// <param name="filter">What to take.</param>
/// <param name="countMax">How many messages at most.</param>
/// <param name="tapeOctets">Room for what the reader has not fetched yet.</param>
/// <param name="bell">Wakes the reader.</param>
internal sealed class CaptureRun(CaptureFilter filter, long countMax, int tapeOctets, LoopBell bell)
{
    private long _taken;

    /// <summary>Where the messages are.</summary>
    public LoopTape<CaptureHead> Tape { get; } = new(tapeOctets);

    /// <summary>Messages that the filter took, whether they fitted or not.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>True when it has taken all that it was to take.</summary>
    public bool IsFull => Taken >= countMax;

    /// <summary>The loop's thread: takes the message if it belongs to the capture.</summary>
    public void Add(in CaptureHead head, ReadOnlySpan<byte> octets)
    {
        if (_taken >= countMax || !filter.Takes(head.Remote, octets))
        {
            return;
        }

        Volatile.Write(ref _taken, _taken + 1);
        Tape.TryWrite(head, octets);
        bell.Ring();
    }
}
