using System;
using System.Threading;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Polling;

namespace Pmip.Appliance.Host;

/// <summary>
/// Where other threads hand the control loop one prepared piece of work at a time and wait, with a bound, for the answer. It
/// belongs to the process and serves one life of the node after the other; between them nothing is done.
/// </summary>
internal sealed class LoopMailbox : IDisposable
{
    private readonly EventDescriptor _posted;
    private readonly EventDescriptor _answered;
    private readonly SemaphoreSlim _sender = new(1, 1);
    private LoopWork? _slot;
    private volatile bool _isEndAsked;

    private LoopMailbox(EventDescriptor posted, EventDescriptor answered)
    {
        _posted = posted;
        _answered = answered;
    }

    /// <summary>The descriptor that the loop watches.</summary>
    public int Descriptor => _posted.Descriptor;

    /// <summary>True when the present life of the node is to end in good order.</summary>
    public bool IsEndAsked => _isEndAsked;

    /// <summary>Makes a mailbox.</summary>
    public static LinuxStatus TryOpen(out LoopMailbox? mailbox)
    {
        mailbox = null;
        LinuxStatus status = EventDescriptor.TryOpen(out EventDescriptor? posted);
        if (status.IsOk && posted is not null)
        {
            status = EventDescriptor.TryOpen(out EventDescriptor? answered);
            mailbox = answered is null ? null : new LoopMailbox(posted, answered);
            if (mailbox is null)
            {
                posted.Dispose();
            }
        }

        return status;
    }

    /// <summary>Any other thread: has the loop do the work, and waits at most <paramref name="patience"/> for each of turn, start and answer.</summary>
    public MailboxResult Post(LoopWork work, Duration patience)
    {
        if (!_sender.Wait(TimeSpan.FromMicroseconds(patience.Microseconds)))
        {
            return MailboxResult.TakenBack;
        }

        try
        {
            _ = _answered.TryTake(); // Left by one whose sender did not wait any longer.
            Volatile.Write(ref _slot, work);
            _posted.Raise();
            if (!WaitFor(work, patience) && Interlocked.CompareExchange(ref _slot, null, work) == work)
            {
                return MailboxResult.TakenBack;
            }

            return !WaitFor(work, patience) ? MailboxResult.Unanswered : work.WasPerformed ? MailboxResult.Done : MailboxResult.NodeEnded;
        }
        finally
        {
            _sender.Release();
        }
    }

    /// <summary>Any other thread: the present life of the node is to end in good order.</summary>
    public void AskEnd()
    {
        _isEndAsked = true;
        _posted.Raise();
    }

    /// <summary>The loop's thread, between two lives: the wish that ended the last one is fulfilled.</summary>
    public void EndIsTaken() => _isEndAsked = false;

    /// <summary>The loop's thread: does what waits, if it is for this <paramref name="life"/> of the node.</summary>
    public void Take(int life)
    {
        _ = _posted.TryTake();
        LoopWork? work = Interlocked.Exchange(ref _slot, null);
        if (work is not null)
        {
            work.Run(life);
            _answered.Raise();
        }
    }

    /// <summary>A loop that waits for nothing else: until something is posted or the time is over.</summary>
    public void Wait(Duration timeout) => _posted.Wait(timeout);

    /// <inheritdoc/>
    public void Dispose()
    {
        _posted.Dispose();
        _answered.Dispose();
        _sender.Dispose();
    }

    // An answer to somebody else may have raised the flag, so the work itself is asked.
    private bool WaitFor(LoopWork work, Duration patience)
    {
        Instant end = MonotonicClock.Now.Plus(patience);
        while (!work.IsAnswered)
        {
            Instant now = MonotonicClock.Now;
            if (now >= end)
            {
                return false;
            }

            if (_answered.Wait(end.Since(now)))
            {
                _ = _answered.TryTake();
            }
        }

        return true;
    }
}
