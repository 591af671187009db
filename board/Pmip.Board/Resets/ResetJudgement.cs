using System;
using Pmip.Foundation.Time;
using Pmip.Linux.Watchdog;

namespace Pmip.Board.Resets;

/// <summary>Draws conclusions from how the last runs ended. The wall clock has no say in it: it may be wrong.</summary>
public static class ResetJudgement
{
    /// <summary>Unclean ends within <see cref="Window"/> that lead to safe mode.</summary>
    public const int EndsToSafeMode = 5;

    /// <summary>Unclean ends after a change of configuration that lead back to the one before.</summary>
    public const int EndsToRevert = 3;

    /// <summary>The time within which ends count, and after which a configuration has proved itself.</summary>
    public static readonly Duration Window = Duration.FromSeconds(15 * 60);

    /// <summary>Why <paramref name="last"/> ended, as seen by the run that begins with <paramref name="now"/>.</summary>
    public static RunRecord Close(in RunRecord last, in RunFacts now)
    {
        bool machineRestarted = HasMachineRestarted(last, now);
        return last with
        {
            MachineRestarted = machineRestarted,
            BootStatus = machineRestarted ? now.BootStatus : WatchdogBootStatus.None,
            Cause = last.End switch
            {
                RunEnd.LoopSilent => ResetCause.LoopSilent,
                RunEnd.StartStalled => ResetCause.StartStalled,
                RunEnd.Crashed => ResetCause.Crash,
                RunEnd.Stopped => ResetCause.OrderlyStop,
                RunEnd.Restarted => ResetCause.OrderedRestart,
                RunEnd.Failed => ResetCause.Failure,
                _ => machineRestarted ? CauseOfReset(last, now) : ResetCause.ProcessLost,
            },
        };
    }

    /// <summary>
    /// Unclean ends within <see cref="Window"/> before <paramref name="now"/>, cuts of the power left out. <paramref name="history"/> has
    /// the newest first. How long the power was off between two boots is not known and counts as nothing, so the number is rather too
    /// high than too low.
    /// </summary>
    public static int RecentUncleanEnds(ReadOnlySpan<RunRecord> history, in RunFacts now)
    {
        int ends = 0;
        Duration elapsed = default;
        RunRecord next = new() { Boot = now.Boot, Began = now.Now };
        foreach (ref readonly RunRecord run in history)
        {
            // It ended before the next one began, and that was so long ago.
            if (elapsed > Window)
            {
                break;
            }

            ends += run.IsOurs ? 1 : 0;
            if (run.IsForgiven)
            {
                break;
            }

            elapsed = new Duration(elapsed.Microseconds + BetweenBeginnings(run, next).Microseconds);
            next = run;
        }

        return ends;
    }

    /// <summary>
    /// Unclean ends in a row of a configuration that never proved itself: since it came into force the process ended uncleanly each
    /// time, and never held out for <see cref="Window"/>. Zero when the newest end is of another generation, or when no other
    /// generation ran before.
    /// </summary>
    public static int UncleanEndsOfGeneration(ReadOnlySpan<RunRecord> history, ulong generation)
    {
        int ends = 0;
        foreach (ref readonly RunRecord run in history)
        {
            if (run.Generation != generation || generation == 0)
            {
                return ends;
            }

            if (run.IsUnclean && !run.IsOurs)
            {
                continue; // A cut of the power says nothing about the configuration.
            }

            if (!run.IsUnclean || run.WasSafeMode || run.LengthOfGeneration > Window)
            {
                return 0;
            }

            ends++;
            if (run.IsForgiven)
            {
                return 0;
            }
        }

        return 0;
    }

    private static bool HasMachineRestarted(in RunRecord last, in RunFacts now) =>
        last.Boot.IsUnknown || now.Boot.IsUnknown ? now.Now < last.Alive : last.Boot != now.Boot;

    // A panic is what happened first: the watchdog of a machine whose kernel panicked bites afterwards.
    private static ResetCause CauseOfReset(in RunRecord last, in RunFacts now)
    {
        const WatchdogBootStatus supply = WatchdogBootStatus.PowerUnder | WatchdogBootStatus.PowerOver;
        const WatchdogBootStatus board = WatchdogBootStatus.FanFault | WatchdogBootStatus.External1 | WatchdogBootStatus.External2;
        return now.PanicsCheck != 0 && now.PanicsCheck != last.PanicsCheck ? ResetCause.KernelPanic
            : (now.BootStatus & WatchdogBootStatus.Overheat) != 0 ? ResetCause.Overheat
            : (now.BootStatus & supply) != 0 ? ResetCause.SupplyVoltage
            : (now.BootStatus & WatchdogBootStatus.CardReset) != 0 ? ResetCause.Watchdog
            : (now.BootStatus & board) != 0 ? ResetCause.BoardReset
            : ResetCause.PowerLoss;
    }

    private static Duration BetweenBeginnings(in RunRecord run, in RunRecord next) => run.Boot == next.Boot && next.Began >= run.Began
        ? next.Began.Since(run.Began)
        : new Duration(run.Length.Microseconds + Math.Max(next.Began.Microseconds, 0));
}
