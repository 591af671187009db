using System;
using System.Collections.Generic;
using System.Threading;
using Pmip.Foundation;
using Pmip.Foundation.Liveness;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;
using Pmip.Linux.Processes;

namespace Pmip.Board.Watchdog;

/// <summary>
/// The loops whose progress decides whether the process is alive. Whoever owns a loop adds it when its thread begins, and removes it
/// before the thread ends in good order. Any thread may do either; the supervisor sees it at its next look.
/// </summary>
public sealed class SupervisedLoops
{
    /// <summary>Most loops at once.</summary>
    public const int Max = 32;

    private readonly Lock _gate = new();
    private SupervisedLoop[] _all = [];

    /// <summary>The loops at this moment; what is given never changes.</summary>
    public ReadOnlySpan<SupervisedLoop> All => Volatile.Read(ref _all);

    /// <summary>
    /// From now on the loop has to advance within its deadline; to add it twice is as good as once. A required one starves the dog
    /// by its silence. <paramref name="threadId"/> is the kernel's number of its thread (<see cref="KernelThread.Current"/>), for the
    /// record of a silence; zero for not known.
    /// </summary>
    public LoopProgress Add(LoopProgress progress, bool isRequired = true, int threadId = 0)
    {
        ArgumentNullException.ThrowIfNull(progress);
        lock (_gate)
        {
            if (Find(progress) is null)
            {
                Invariant.Require(_all.Length < Max);
                ThreadGlimpse? thread = threadId == 0 ? null : new ThreadGlimpse(threadId);
                Volatile.Write(ref _all, [.. _all, new SupervisedLoop(progress, isRequired, thread)]);
            }
        }

        return progress;
    }

    /// <summary>The loop ended in good order: its silence means nothing any more.</summary>
    public void Remove(LoopProgress progress)
    {
        lock (_gate)
        {
            List<SupervisedLoop> rest = [.. _all];
            rest.RemoveAll(loop => ReferenceEquals(loop.Progress, progress));
            Volatile.Write(ref _all, [.. rest]);
        }
    }

    /// <summary>
    /// The loop may be silent for <paramref name="time"/> from now on, once: for what is known to take long, such as a new start of the
    /// node. After it the deadline holds again; no time ends a leave.
    /// </summary>
    public void GrantLeave(LoopProgress progress, Duration time)
    {
        lock (_gate)
        {
            Find(progress)?.GrantLeave(MonotonicClock.Now.Plus(time));
        }
    }

    private SupervisedLoop? Find(LoopProgress progress) => Array.Find(_all, loop => ReferenceEquals(loop.Progress, progress));
}
