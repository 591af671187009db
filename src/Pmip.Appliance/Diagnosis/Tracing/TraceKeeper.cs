using System;
using System.Buffers;
using System.Collections.Generic;
using System.Threading;
using Pmip.Appliance.Diagnosis.Taps;

namespace Pmip.Appliance.Diagnosis.Tracing;

/// <summary>A node that is traced.</summary>
/// <param name="Number">Number of the trace.</param>
/// <param name="Node">How the node was named.</param>
/// <param name="Operator">Who wanted it.</param>
/// <param name="Since">Since when.</param>
/// <param name="FirstLine">Number of the journal's line that was to come next then.</param>
internal sealed record Trace(int Number, string Node, string Operator, DateTime Since, long FirstLine);

/// <summary>The traces that there are, and the journal that their lines come to. For any thread, but <see cref="Fetch"/>.</summary>
internal sealed class TraceKeeper(TraceTap tap, LoopTape<TraceHead> tape)
{
    private readonly Lock _gate = new();
    private readonly Trace?[] _traces = new Trace?[TraceTap.TracesMax];
    private readonly TraceSentences _sentences = new();
    private readonly ArrayBufferWriter<byte> _octets = new();
    private long _droppedSaid;

    /// <summary>The lines.</summary>
    public TraceJournal Journal { get; } = new();

    /// <summary>Lines that came faster than they were rendered.</summary>
    public long Dropped => tape.Dropped;

    /// <summary>The traces that run.</summary>
    public IReadOnlyList<Trace> All
    {
        get
        {
            lock (_gate)
            {
                List<Trace> all = [];
                foreach (Trace? trace in _traces)
                {
                    if (trace is not null)
                    {
                        all.Add(trace);
                    }
                }

                return all;
            }
        }
    }

    /// <summary>Begins a trace; null when there are as many as there may be.</summary>
    public Trace? Start(string node, string byWhom)
    {
        lock (_gate)
        {
            int number = Array.IndexOf(_traces, null);
            if (number < 0)
            {
                return null;
            }

            Trace trace = new(number, node, byWhom, DateTime.UtcNow, Journal.Next);
            _traces[number] = trace;
            tap.Set(number, new TraceFilter(NodePattern.Parse(node)));
            return trace;
        }
    }

    /// <summary>The trace of a node by this name.</summary>
    public Trace? Find(string node)
    {
        lock (_gate)
        {
            return Array.Find(_traces, trace => trace is not null && trace.Node == node);
        }
    }

    /// <summary>Ends a trace; its lines stay in the journal.</summary>
    public void Stop(Trace trace)
    {
        lock (_gate)
        {
            if (_traces[trace.Number] == trace)
            {
                _traces[trace.Number] = null;
                tap.Set(trace.Number, null);
            }
        }
    }

    /// <summary>The thread of the tapes: renders what the loop has written.</summary>
    public void Fetch()
    {
        while (tape.TryTake(out TraceHead head, _octets))
        {
            Journal.Add(new TraceLine(head.Traces, _sentences.Render(head, _octets.WrittenSpan)));
        }

        long dropped = tape.Dropped;
        if (dropped != _droppedSaid)
        {
            Journal.Add(new TraceLine(byte.MaxValue, $"... {dropped - _droppedSaid} lines are missing here: they came faster than they could be written down"));
            _droppedSaid = dropped;
        }
    }
}
