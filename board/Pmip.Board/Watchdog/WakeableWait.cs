using System;
using Pmip.Foundation;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Polling;

namespace Pmip.Board.Watchdog;

/// <summary>The sleep of one thread, which any thread may end. Waiting and waking allocate nothing.</summary>
public sealed class WakeableWait : IDisposable
{
    private readonly EventPoll _poll;
    private readonly EventDescriptor _flag;
    private readonly PollEvent[] _ready = new PollEvent[1];

    private WakeableWait(EventPoll poll, EventDescriptor flag)
    {
        _poll = poll;
        _flag = flag;
    }

    /// <summary>Makes one.</summary>
    public static LinuxStatus TryOpen(out WakeableWait? wait)
    {
        wait = null;
        LinuxStatus status = EventPoll.TryOpen(out EventPoll? poll);
        if (!status.IsOk)
        {
            return status;
        }

        status = EventDescriptor.TryOpen(out EventDescriptor? flag);
        status = status.IsOk ? poll!.Add(flag!.Descriptor, 0, PollInterest.Read) : status;
        if (status.IsOk)
        {
            wait = new WakeableWait(poll!, flag!);
            return status;
        }

        flag?.Dispose();
        poll!.Dispose();
        return status;
    }

    /// <summary>Sleeps until somebody wakes or the time is over; true when somebody woke.</summary>
    public bool Wait(Duration timeout)
    {
        // Only a descriptor that is closed makes waiting fail, and this object owns its own.
        Invariant.Require(_poll.Wait(_ready, timeout, out int count).IsOk);
        return count > 0 && _flag.TryTake();
    }

    /// <summary>Wakes.</summary>
    public void Wake() => _flag.Raise();

    /// <inheritdoc/>
    public void Dispose()
    {
        _flag.Dispose();
        _poll.Dispose();
    }
}
