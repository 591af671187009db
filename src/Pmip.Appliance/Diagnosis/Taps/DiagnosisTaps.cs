using System;
using System.Threading;
using Pmip.Appliance.Diagnosis.Capturing;
using Pmip.Appliance.Diagnosis.Tracing;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;

namespace Pmip.Appliance.Diagnosis.Taps;

/// <summary>
/// Trace and capture of one process: the taps that the control loop writes to, and the thread that reads what it wrote. It outlives the
/// lives of the node.
/// </summary>
internal sealed class DiagnosisTaps : IDisposable
{
    private const int TraceOctets = 256 * 1024;
    private static readonly TimeSpan Forever = TimeSpan.FromMilliseconds(-1);
    private readonly LoopBell _bell = new();
    private readonly Thread _thread;
    private volatile bool _isEnding;

    /// <summary>Makes both and starts the thread; <paramref name="application"/> is the name and version for files.</summary>
    public DiagnosisTaps(string application)
    {
        LoopTape<TraceHead> tape = new(TraceOctets);
        Trace = new TraceTap(tape, _bell);
        Traces = new TraceKeeper(Trace, tape);
        Capture = new CaptureTap();
        Captures = new CaptureKeeper(Capture, _bell, application);
        _thread = new Thread(Read) { IsBackground = true, Name = "diagnosis" };
        _thread.Start();
    }

    /// <summary>For the loop.</summary>
    public TraceTap Trace { get; }

    /// <summary>For the desk.</summary>
    public TraceKeeper Traces { get; }

    /// <summary>For the loop.</summary>
    public CaptureTap Capture { get; }

    /// <summary>For the desk.</summary>
    public CaptureKeeper Captures { get; }

    /// <summary>Ends the thread; nothing may be written to the taps any more.</summary>
    public void Dispose()
    {
        if (!_isEnding)
        {
            _isEnding = true;
            _bell.Ring();
            _thread.Join();
            Captures.TryStop();
            _bell.Dispose();
        }
    }

    private void Read()
    {
        while (!_isEnding)
        {
            _bell.Silence();
            Traces.Fetch();
            Captures.Fetch();
            Instant deadline = Captures.NextDeadline;
            if (!_isEnding)
            {
                _bell.Wait(deadline == Instant.Never ? Forever : TimeSpan.FromMicroseconds(deadline.Since(MonotonicClock.Now).Microseconds + 1000));
            }
        }
    }
}
