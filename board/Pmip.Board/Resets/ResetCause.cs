namespace Pmip.Board.Resets;

/// <summary>How a run of the process ended, as far as it could write it itself.</summary>
public enum RunEnd : byte
{
    /// <summary>It did not say: it still ran when everything was over.</summary>
    None,

    /// <summary>A required loop was silent for longer than its deadline; the dog was left to bite.</summary>
    LoopSilent,

    /// <summary>It did not come up within its grace; the dog was left to bite.</summary>
    StartStalled,

    /// <summary>An error that nothing in the process could take care of.</summary>
    Crashed,

    /// <summary>A signal ended it in good order.</summary>
    Stopped,

    /// <summary>An operator ordered a new start.</summary>
    Restarted,

    /// <summary>It ended by itself in good order with a failure, such as a configuration that cannot run.</summary>
    Failed,
}

/// <summary>Why a run of the process ended, drawn from everything that is known at the next start.</summary>
public enum ResetCause : byte
{
    /// <summary>Not known yet.</summary>
    None,

    /// <summary>An orderly end.</summary>
    OrderlyStop,

    /// <summary>A new start that an operator ordered.</summary>
    OrderedRestart,

    /// <summary>The process gave up with a failure.</summary>
    Failure,

    /// <summary>A loop was silent, and the watchdog bit.</summary>
    LoopSilent,

    /// <summary>The start took too long, and the watchdog bit.</summary>
    StartStalled,

    /// <summary>An error in the process.</summary>
    Crash,

    /// <summary>The process ended without a word while the machine ran on: killed, or an error below our own code.</summary>
    ProcessLost,

    /// <summary>The watchdog bit and nobody had written why: the whole process or the kernel hung.</summary>
    Watchdog,

    /// <summary>The kernel panicked.</summary>
    KernelPanic,

    /// <summary>The board was reset for its temperature.</summary>
    Overheat,

    /// <summary>The board was reset for its supply voltage.</summary>
    SupplyVoltage,

    /// <summary>The board was reset by a line from outside, or by a fan that failed.</summary>
    BoardReset,

    /// <summary>The machine started anew and nobody knows why: most often the power was cut.</summary>
    PowerLoss,
}
