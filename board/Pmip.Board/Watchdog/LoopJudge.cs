using Pmip.Foundation.Time;

namespace Pmip.Board.Watchdog;

/// <summary>What the supervisor found.</summary>
internal enum LoopVerdict : byte
{
    /// <summary>Every required loop got on within its deadline.</summary>
    Alive,

    /// <summary>A required loop did not.</summary>
    LoopSilent,

    /// <summary>The process did not come up within its grace.</summary>
    StartStalled,
}

/// <summary>
/// Decides whether the process is alive. Until it has come up only its grace counts, after that every required loop has to get on
/// within its deadline. Time is a parameter; nothing is allocated.
/// </summary>
/// <param name="loops">The loops.</param>
/// <param name="news">Takes what changed.</param>
/// <param name="begin">When the process began.</param>
/// <param name="startGrace">How long it may take to come up.</param>
/// <param name="looksEvery">How often it is asked at least.</param>
internal sealed class LoopJudge(SupervisedLoops loops, SupervisorNewsQueue news, Instant begin, Duration startGrace, Duration looksEvery)
{
    // A supervisor that is woken this many looks late was not running: what it did not see is not held against the loops.
    private const int LooksMissed = 4;
    private readonly Instant _begin = begin;
    private Instant _lastLook = begin;

    /// <summary>True from the first look after the process has come up.</summary>
    public bool IsUp { get; private set; }

    /// <summary>True while some loop is late.</summary>
    public bool AnyLate { get; private set; }

    /// <summary>The loop that was found silent.</summary>
    public SupervisedLoop? Silent { get; private set; }

    /// <summary>How long it was.</summary>
    public Duration Silence { get; private set; }

    /// <summary>
    /// One look at all loops. <paramref name="hasComeUp"/> is true once the process can serve, or is in safe mode with its console.
    /// </summary>
    public LoopVerdict Look(Instant now, bool hasComeUp)
    {
        bool isExcused = NoteOwnDelay(now);
        _lastLook = now;
        if (!hasComeUp)
        {
            Silence = now.Since(_begin);
            return Silence > startGrace ? LoopVerdict.StartStalled : LoopVerdict.Alive;
        }

        bool isFirst = !IsUp;
        IsUp = true;
        AnyLate = false;
        Silent = null;
        foreach (SupervisedLoop loop in loops.All)
        {
            if (isFirst || isExcused)
            {
                loop.Excuse(now);
            }

            Judge(loop, loop.Look(now));
        }

        return Silent is null ? LoopVerdict.Alive : LoopVerdict.LoopSilent;
    }

    private bool NoteOwnDelay(Instant now)
    {
        Duration delay = now.Since(_lastLook);
        if (delay.Microseconds <= LooksMissed * looksEvery.Microseconds)
        {
            return false;
        }

        news.Post(new SupervisorNews(SupervisorNewsKind.SupervisorLate, null, delay, default));
        return true;
    }

    // Of several silent loops the one that is furthest behind its deadline is the one to name.
    private void Judge(SupervisedLoop loop, Duration silence)
    {
        bool isLate = silence.Microseconds > loop.Progress.Deadline.Microseconds / 2;
        if (loop.NoteLate(isLate))
        {
            news.Post(new SupervisorNews(isLate ? SupervisorNewsKind.LoopLate : SupervisorNewsKind.LoopRecovered, loop, silence, default));
        }

        AnyLate |= isLate;
        if (loop.IsRequired && silence > loop.Progress.Deadline && (Silent is null || Excess(loop, silence) > Excess(Silent, Silence)))
        {
            Silent = loop;
            Silence = silence;
        }
    }

    private static long Excess(SupervisedLoop loop, Duration silence) => silence.Microseconds - loop.Progress.Deadline.Microseconds;
}
