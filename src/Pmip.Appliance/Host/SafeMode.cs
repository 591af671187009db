using Pmip.Linux.Polling;

namespace Pmip.Appliance.Host;

/// <summary>
/// The main thread while there is no node: it waits for signals and for orders, and shows the watchdog that it does. Everything of
/// the operator runs on other threads.
/// </summary>
internal static class SafeMode
{
    /// <summary>Stays until a signal or an order ends it.</summary>
    public static LifeEnd Run(NodeSurroundings surroundings)
    {
        if (!EventPoll.TryOpen(out EventPoll? poll).IsOk || poll is null)
        {
            return LifeEnd.Failed;
        }

        using EventPoll opened = poll;
        bool isWatched = poll.Add(surroundings.Signals.Descriptor, LoopToken.Of(LoopSource.Signal, 0), PollInterest.Read).IsOk
            && poll.Add(surroundings.Mailbox.Descriptor, LoopToken.Of(LoopSource.Mailbox, 0), PollInterest.Read).IsOk;
        PollEvent[] ready = new PollEvent[2];
        while (isWatched && poll.Wait(ready, surroundings.IdleTurn, out _).IsOk)
        {
            surroundings.Clock.Advance();
            surroundings.Mailbox.Take(life: 0); // No work is for safe mode; whoever waits is told so.
            while (surroundings.Signals.TryRead(out ProcessSignal signal))
            {
                if (signal == ProcessSignal.Terminate)
                {
                    return LifeEnd.Signal;
                }

                surroundings.HangUp.Raise();
            }

            if (surroundings.Mailbox.IsEndAsked)
            {
                return LifeEnd.Order;
            }

            surroundings.Progress.Advance();
        }

        return LifeEnd.Failed;
    }
}
