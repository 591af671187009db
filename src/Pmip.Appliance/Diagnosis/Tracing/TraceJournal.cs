using System;
using System.Collections.Generic;
using System.Threading;

namespace Pmip.Appliance.Diagnosis.Tracing;

/// <summary>A line of a trace.</summary>
/// <param name="Traces">Bit n: the trace with number n.</param>
/// <param name="Text">The line.</param>
internal readonly record struct TraceLine(byte Traces, string Text);

/// <summary>The lines of all traces in order, numbered from zero; of more than it holds the oldest go. For any thread.</summary>
internal sealed class TraceJournal
{
    /// <summary>Lines that it holds.</summary>
    public const int LinesMax = 4096;

    private readonly Queue<TraceLine> _lines = new();
    private readonly object _gate = new(); // Waited for, which a Lock cannot be.
    private long _first;

    /// <summary>Number of the next line.</summary>
    public long Next
    {
        get
        {
            lock (_gate)
            {
                return _first + _lines.Count;
            }
        }
    }

    /// <summary>Adds a line.</summary>
    public void Add(TraceLine line)
    {
        lock (_gate)
        {
            if (_lines.Count == LinesMax)
            {
                _lines.Dequeue();
                _first++;
            }

            _lines.Enqueue(line);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>
    /// The lines from number <paramref name="next"/> on, which then is the number after them; <paramref name="lost"/> is how many of them
    /// were there and are gone. Waits for the first at most so long.
    /// </summary>
    public TraceLine[] Read(ref long next, TimeSpan patience, out long lost)
    {
        lock (_gate)
        {
            TraceLine[] there = Take(ref next, out lost);
            if (there.Length > 0 || patience == TimeSpan.Zero)
            {
                return there;
            }

            Monitor.Wait(_gate, patience);
            return Take(ref next, out lost);
        }
    }

    private TraceLine[] Take(ref long next, out long lost)
    {
        TraceLine[] all = [.. _lines];
        lost = Math.Max(_first - next, 0);
        int from = (int)Math.Clamp(next - _first, 0, all.Length);
        next = _first + all.Length;
        return all[from..];
    }
}
