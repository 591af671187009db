using System.Threading;
using Pmip.Appliance.Desk;
using Pmip.Appliance.Diagnosis.Taps;
using Pmip.Appliance.Logging;
using Pmip.Foundation.Liveness;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;

namespace Pmip.Appliance.Host;

/// <summary>What outlives a life of the node and is handed from one to the next. All of it belongs to the process.</summary>
internal sealed record NodeSurroundings
{
    private bool _endsForGood;

    /// <summary>Where the configuration came from, for the log.</summary>
    public required string ConfigurationPath { get; init; }

    /// <summary>Records of the control loop on their way to the log.</summary>
    public required EventRing Ring { get; init; }

    /// <summary>The log, for sentences outside the loop.</summary>
    public required LogThread Log { get; init; }

    /// <summary>Time of the present turn.</summary>
    public required TurnClock Clock { get; init; }

    /// <summary>What the loop costs.</summary>
    public required LoopMeter Meter { get; init; }

    /// <summary>Signals to the process.</summary>
    public required SignalDescriptor Signals { get; init; }

    /// <summary>Raised at SIGHUP: the operator wants the file to be taken in.</summary>
    public required EventDescriptor HangUp { get; init; }

    /// <summary>Work of other threads for the loop.</summary>
    public required LoopMailbox Mailbox { get; init; }

    /// <summary>Trace and capture of what the loop does.</summary>
    public required DiagnosisTaps Diagnosis { get; init; }

    /// <summary>Where the threads of the desk ask the loop.</summary>
    public required LoopPort LoopPort { get; init; }

    /// <summary>What the control loop tells the watchdog.</summary>
    public required LoopProgress Progress { get; init; }

    /// <summary>True when the node is to end for good: nothing of it goes on without the process.</summary>
    public bool EndsForGood
    {
        get => Volatile.Read(ref _endsForGood);
        set => Volatile.Write(ref _endsForGood, value);
    }

    /// <summary>Longest wait of a loop that has nothing to do, so that it still shows its progress in time.</summary>
    public Duration IdleTurn => new(Progress.Deadline.Microseconds / 3);
}
