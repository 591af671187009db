using System;
using System.Globalization;
using Pmip.Board.Resets;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Supervision;

/// <summary>How runs of the process ended, in words.</summary>
internal static class ResetText
{
    /// <summary>The cause as one word for programs and for the column of a table.</summary>
    public static string WordOf(ResetCause cause) => cause switch
    {
        ResetCause.OrderlyStop => "stopped",
        ResetCause.OrderedRestart => "restarted",
        ResetCause.Failure => "failed",
        ResetCause.LoopSilent => "loop-silent",
        ResetCause.StartStalled => "start-stalled",
        ResetCause.Crash => "crash",
        ResetCause.ProcessLost => "process-lost",
        ResetCause.Watchdog => "watchdog",
        ResetCause.KernelPanic => "kernel-panic",
        ResetCause.Overheat => "overheat",
        ResetCause.SupplyVoltage => "supply-voltage",
        ResetCause.BoardReset => "board-reset",
        ResetCause.PowerLoss => "power-loss",
        _ => "unknown",
    };

    /// <summary>Why a run ended, as half a sentence: <c>watchdog, loop control was silent for 10 s</c>.</summary>
    public static string SentenceOf(in RunRecord run)
    {
        string detail = run.Detail.ToString();
        string sentence = run.Cause switch
        {
            ResetCause.OrderlyStop => "stopped in good order",
            ResetCause.OrderedRestart => "restarted by an operator",
            ResetCause.Failure => "gave up",
            ResetCause.LoopSilent => string.Create(CultureInfo.InvariantCulture,
                $"watchdog, loop {run.Loop} was silent for {Text(run.Silence)} of at most {Text(run.Deadline)}"),
            ResetCause.StartStalled => $"watchdog, the start was not finished after {Text(run.Silence)}",
            ResetCause.Crash => "an error in this program",
            ResetCause.ProcessLost => "the process was lost without a word: killed, or ended by an error below this program",
            ResetCause.Watchdog => "watchdog, nobody had time to write why: the whole process or the kernel stood still",
            ResetCause.KernelPanic => "the kernel panicked (see /sys/fs/pstore)",
            ResetCause.Overheat => "the board was reset because it was too hot",
            ResetCause.SupplyVoltage => "the board was reset for its supply voltage",
            ResetCause.BoardReset => "the board was reset from outside",
            ResetCause.PowerLoss => "the machine began anew and nobody knows why, most often its power was cut",
            _ => "unknown",
        };
        sentence = detail.Length == 0 ? sentence : run.Cause == ResetCause.LoopSilent ? $"{sentence}; its thread: {detail}" : $"{sentence}: {detail}";
        return run.MachineRestarted && run.Cause is ResetCause.LoopSilent or ResetCause.StartStalled ? sentence + "; the machine was reset" : sentence;
    }

    /// <summary>A whole line on a run that ended: why, how long it had run, and with what.</summary>
    public static string LineOf(in RunRecord run) => string.Create(CultureInfo.InvariantCulture,
        $"{SentenceOf(run)} (after {Text(run.Length)}, {run.Build}, {(run.Generation == 0 ? "no stored configuration" : $"configuration {run.Generation}")})");

    /// <summary>A length of time to its two largest units.</summary>
    public static string Text(Duration time)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        long seconds = time.Seconds;
        return seconds >= 86_400 ? string.Create(invariant, $"{seconds / 86_400} d {seconds % 86_400 / 3600} h")
            : seconds >= 3600 ? string.Create(invariant, $"{seconds / 3600} h {seconds % 3600 / 60} min")
            : seconds >= 60 ? string.Create(invariant, $"{seconds / 60} min {seconds % 60} s")
            : time.Milliseconds % 1000 == 0 || seconds >= 10 ? string.Create(invariant, $"{seconds} s")
            : string.Create(invariant, $"{time.Milliseconds / 1000.0:0.0} s");
    }

    /// <summary>A time of day, or a dash for one that was never known.</summary>
    public static string TimeOfDay(long unixMicroseconds) => unixMicroseconds <= 0 || unixMicroseconds / 1_000_000 > 253_402_300_799
        ? "-"
        : DateTime.UnixEpoch.AddTicks(unixMicroseconds * TimeSpan.TicksPerMicrosecond).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
