using Pmip.Foundation.Time;
using Pmip.Linux.Processes;
using Pmip.Linux.Watchdog;

namespace Pmip.Board.Resets;

/// <summary>
/// What is known of one run of the process: while it runs, how it ended by its own word, and, once the next start has judged it, why.
/// Intervals are monotonic and count from the boot of the machine; times of day may be wrong and are for people only.
/// </summary>
public readonly record struct RunRecord
{
    /// <summary>Which write this is; the higher one is the newer one.</summary>
    public ulong Sequence { get; init; }

    /// <summary>Number of the run since the record was begun; zero for no run.</summary>
    public ulong Run { get; init; }

    /// <summary>Which run of the machine it was part of.</summary>
    public BootIdentity Boot { get; init; }

    /// <summary>When it began.</summary>
    public Instant Began { get; init; }

    /// <summary>When it began by the time of day, in microseconds since 1970.</summary>
    public long BeganUnixMicroseconds { get; init; }

    /// <summary>The last time that it was written to be alive.</summary>
    public Instant Alive { get; init; }

    /// <summary>The same by the time of day.</summary>
    public long AliveUnixMicroseconds { get; init; }

    /// <summary>How it ended by its own word.</summary>
    public RunEnd End { get; init; }

    /// <summary>Why it ended, by the judgement of the next start.</summary>
    public ResetCause Cause { get; init; }

    /// <summary>What the watchdog's driver knew at the next start.</summary>
    public WatchdogBootStatus BootStatus { get; init; }

    /// <summary>True when the machine started anew after it, not only the process.</summary>
    public bool MachineRestarted { get; init; }

    /// <summary>True when it was a run in safe mode.</summary>
    public bool WasSafeMode { get; init; }

    /// <summary>True once an operator has left safe mode: ends before that do not count any more.</summary>
    public bool IsForgiven { get; init; }

    /// <summary>True when an operator ordered safe mode, which then holds over restarts.</summary>
    public bool SafeModeIsOrdered { get; init; }

    /// <summary>Generation of the configuration; zero for not known.</summary>
    public ulong Generation { get; init; }

    /// <summary>Check of the configuration's text.</summary>
    public ulong GenerationCheck { get; init; }

    /// <summary>When the generation came into force within this run.</summary>
    public Instant GenerationSince { get; init; }

    /// <summary>Deadline of the loop that was silent.</summary>
    public Duration Deadline { get; init; }

    /// <summary>How long it was silent, or how long the start took.</summary>
    public Duration Silence { get; init; }

    /// <summary>Check over what the kernel's store of panics held when the run began.</summary>
    public ulong PanicsCheck { get; init; }

    /// <summary>Name of the loop that was silent.</summary>
    public RecordText Loop { get; init; }

    /// <summary>Version and build of the process.</summary>
    public RecordText Build { get; init; }

    /// <summary>What more there is to say: where the silent thread stood, or the error.</summary>
    public RecordText Detail { get; init; }

    /// <summary>How long it ran, as far as it is known.</summary>
    public Duration Length => Alive.Since(Began);

    /// <summary>How long it ran with its last configuration, as far as it is known.</summary>
    public Duration LengthOfGeneration => Alive.Since(GenerationSince);

    /// <summary>True when it ended and nobody had ordered it.</summary>
    public bool IsUnclean => Cause is not (ResetCause.None or ResetCause.OrderlyStop or ResetCause.OrderedRestart);

    /// <summary>
    /// True when what ran may be to blame for the end. Where the power comes and goes, on a train, nobody wants a gateway that
    /// retires to safe mode for it.
    /// </summary>
    public bool IsOurs => IsUnclean && Cause is not (ResetCause.PowerLoss or ResetCause.SupplyVoltage or ResetCause.BoardReset);
}
