using System.Threading;
using Pmip.Foundation.Time;
using Pmip.Linux;

namespace Pmip.Board.Watchdog;

/// <summary>What the supervisor has to tell.</summary>
public enum SupervisorNewsKind : byte
{
    /// <summary>A loop is silent for half its deadline.</summary>
    LoopLate,

    /// <summary>A late loop gets on again.</summary>
    LoopRecovered,

    /// <summary>A required loop was silent for its whole deadline: the dog is not petted any more.</summary>
    LoopSilent,

    /// <summary>The process did not come up within its grace: the dog is not petted any more.</summary>
    StartStalled,

    /// <summary>The dog could not be petted.</summary>
    PetRefused,

    /// <summary>After a refusal the dog was petted again.</summary>
    PetTaken,

    /// <summary>The supervisor itself did not run for a while: the process was stopped, or the machine was busy.</summary>
    SupervisorLate,

    /// <summary>The record of why could not be written.</summary>
    RecordRefused,
}

/// <summary>One piece of news.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Loop">The loop concerned, or null.</param>
/// <param name="Silence">How long it was silent, or how late the supervisor was.</param>
/// <param name="Status">What the kernel said.</param>
public readonly record struct SupervisorNews(SupervisorNewsKind Kind, SupervisedLoop? Loop, Duration Silence, LinuxStatus Status);

/// <summary>
/// News on their way from the supervisor to whoever writes them to the log. One producer, one consumer; the supervisor never waits
/// for a log that is stuck, what does not fit is counted.
/// </summary>
public sealed class SupervisorNewsQueue(WakeableWait reader)
{
    private readonly SupervisorNews[] _queue = new SupervisorNews[64];
    private long _written;
    private long _read;
    private long _lost;

    /// <summary>News that did not fit.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>True when all news were taken.</summary>
    public bool IsEmpty => Volatile.Read(ref _read) == Volatile.Read(ref _written);

    /// <summary>Takes the oldest; false when there is none.</summary>
    public bool TryTake(out SupervisorNews taken)
    {
        if (IsEmpty)
        {
            taken = default;
            return false;
        }

        taken = _queue[_read % _queue.Length];
        Volatile.Write(ref _read, _read + 1);
        return true;
    }

    /// <summary>Waits for news, or for <see cref="Wake"/>, or until the time is over.</summary>
    public void Wait(Duration timeout) => reader.Wait(timeout);

    /// <summary>Ends a wait.</summary>
    public void Wake() => reader.Wake();

    internal void Post(in SupervisorNews told)
    {
        if (_written - Volatile.Read(ref _read) == _queue.Length)
        {
            Volatile.Write(ref _lost, _lost + 1);
            return;
        }

        _queue[_written % _queue.Length] = told;
        Volatile.Write(ref _written, _written + 1);
        reader.Wake();
    }
}
