using System.Threading;
using Pmip.Foundation.Liveness;
using Pmip.Foundation.Time;
using Pmip.Linux.Processes;

namespace Pmip.Board.Watchdog;

/// <summary>A loop as the supervisor sees it. Only the supervisor's thread writes what it has seen; any thread may look.</summary>
public sealed class SupervisedLoop
{
    private const long NotSeen = -1;
    private long _lastCount;
    private long _lastAdvance = NotSeen;
    private long _leaveUntil;
    private long _longestSilence;
    private int _isLate;

    internal SupervisedLoop(LoopProgress progress, bool isRequired, ThreadGlimpse? thread)
    {
        Progress = progress;
        IsRequired = isRequired;
        Thread = thread;
    }

    /// <summary>What the loop tells.</summary>
    public LoopProgress Progress { get; }

    /// <summary>True: its silence starves the dog. False: it is only said.</summary>
    public bool IsRequired { get; }

    /// <summary>The loop's thread; null when nobody told which one it is.</summary>
    public ThreadGlimpse? Thread { get; }

    /// <summary>True after half its deadline without progress.</summary>
    public bool IsLate => Volatile.Read(ref _isLate) != 0;

    /// <summary>The longest silence that was seen and ended.</summary>
    public Duration LongestSilence => new(Volatile.Read(ref _longestSilence));

    /// <summary>How long it has been silent.</summary>
    public Duration SilenceAt(Instant now)
    {
        long last = Volatile.Read(ref _lastAdvance);
        return last == NotSeen ? default : now.Since(new Instant(last));
    }

    /// <summary>It may be silent until then, whatever its deadline says.</summary>
    internal void GrantLeave(Instant until) => Volatile.Write(ref _leaveUntil, until.Microseconds);

    /// <summary>Silence before <paramref name="now"/> is not held against it.</summary>
    internal void Excuse(Instant now) => Volatile.Write(ref _lastAdvance, now.Microseconds);

    /// <summary>Looks at the count, and gives how long it has stood still, leave not counted.</summary>
    internal Duration Look(Instant now)
    {
        long count = Progress.Count;
        long last = _lastAdvance;
        if (last == NotSeen || count != _lastCount)
        {
            _lastCount = count;
            if (last != NotSeen && now.Microseconds - last > _longestSilence)
            {
                Volatile.Write(ref _longestSilence, now.Microseconds - last);
            }

            Volatile.Write(ref _lastAdvance, now.Microseconds);
            return default;
        }

        Instant since = new(System.Math.Max(last, Volatile.Read(ref _leaveUntil)));
        return now.Since(since);
    }

    /// <summary>Notes whether it is late; true when that changed.</summary>
    internal bool NoteLate(bool isLate)
    {
        bool changed = isLate != IsLate;
        Volatile.Write(ref _isLate, isLate ? 1 : 0);
        return changed;
    }
}
