using System;
using System.Buffers;
using System.Text;
using System.Threading;
using Pmip.Appliance.Diagnosis.Taps;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;
using Pmip.Wire.Capture;

namespace Pmip.Appliance.Diagnosis.Capturing;

/// <summary>The one capture that there can be: begins it, fetches its messages from the control loop, ends it, and keeps what it took.</summary>
/// <param name="tap">Where the loop shows its messages.</param>
/// <param name="bell">By what the loop wakes the thread that calls <see cref="Fetch"/>.</param>
/// <param name="application">Who writes the files: name and version.</param>
internal sealed class CaptureKeeper(CaptureTap tap, LoopBell bell, string application)
{
    // Between two fetches a busy loop captures about this much in a tenth of a second.
    private const int TapeOctets = 512 * 1024;
    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _octets = new();
    private CaptureRun? _run;
    private Instant _end = Instant.Never;

    /// <summary>What is or was captured last; null before the first capture.</summary>
    public CaptureStore? Store { get; private set; }

    /// <summary>The wish that it follows or followed.</summary>
    public CaptureWish? Wish { get; private set; }

    /// <summary>True while messages are taken.</summary>
    public bool IsRunning => Volatile.Read(ref _run) is not null;

    /// <summary>When it began, nanoseconds since 1970.</summary>
    public long StartNanoseconds { get; private set; }

    /// <summary>Messages that the filter took.</summary>
    public long Taken { get; private set; }

    /// <summary>Messages that did not fit anywhere.</summary>
    public long Dropped { get; private set; }

    /// <summary>When <see cref="Fetch"/> has to be called without a ring of the bell.</summary>
    public Instant NextDeadline => _end;

    /// <summary>Begins a capture, and forgets what the last one took; false when one runs already.</summary>
    public bool TryStart(CaptureWish wish)
    {
        lock (_gate)
        {
            if (_run is not null)
            {
                return false;
            }

            Wish = wish;
            Taken = 0;
            Dropped = 0;
            Store = new CaptureStore(1024L * wish.Kilobytes, wish.KeepsNewest);
            StartNanoseconds = NowNanoseconds;
            _end = wish.Time is Duration time ? MonotonicClock.Now.Plus(time) : Instant.Never;
            Volatile.Write(ref _run, new CaptureRun(wish.Filter, wish.Count, TapeOctets, bell));
            tap.Set(_run);
        }

        bell.Ring();
        return true;
    }

    /// <summary>Ends the capture and fetches the rest of it; false when none runs.</summary>
    public bool TryStop()
    {
        lock (_gate)
        {
            if (_run is null)
            {
                return false;
            }

            End();
            return true;
        }
    }

    /// <summary>The thread of the tapes: fetches what the loop took, and ends the capture when it has all that was wished for.</summary>
    public void Fetch()
    {
        lock (_gate)
        {
            if (_run is null)
            {
                return;
            }

            if (_run.IsFull || MonotonicClock.Now >= _end)
            {
                End();
            }
            else
            {
                Empty();
            }
        }
    }

    /// <summary>The blocks that a file of the capture begins with.</summary>
    public void WriteStart(IBufferWriter<byte> output)
    {
        PcapngWriter.WriteSection(output, Encoding.UTF8.GetBytes(application));
        PcapngWriter.WriteInterface(
            output, LinkType.Raw, "signalling"u8, Encoding.UTF8.GetBytes($"PMIPv6 signalling of {Wish?.Description}; IP and UDP headers are made again"));
    }

    /// <summary>The block that it ends with.</summary>
    public void WriteEnd(IBufferWriter<byte> output) =>
        PcapngWriter.WriteStatistics(output, 0, StartNanoseconds, NowNanoseconds, (ulong)Taken, (ulong)Dropped);

    private static long NowNanoseconds => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    private void Empty()
    {
        while (_run!.Tape.TryTake(out CaptureHead head, _octets))
        {
            Store!.Add(CapturedMessage.Of(head, _octets.WrittenSpan));
        }

        Taken = _run.Taken;
        Dropped = _run.Tape.Dropped + Store!.NotKept;
    }

    private void End()
    {
        tap.Set(null);
        Empty();
        Volatile.Write(ref _run, null);
        _end = Instant.Never;
        Store!.Close();
    }
}
