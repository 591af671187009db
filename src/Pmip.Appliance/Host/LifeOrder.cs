using System;
using System.Threading;
using Pmip.Appliance.Configuration;

namespace Pmip.Appliance.Host;

/// <summary>What another thread wants the process to run next: the same or another configuration, or none (safe mode).</summary>
/// <param name="next">What the node is to run with; null for safe mode.</param>
/// <param name="reason">Why, for the log and for those who ask in safe mode.</param>
internal sealed class LifeOrder(ApplianceConfiguration? next, string reason)
{
    private readonly object _gate = new();
    private bool _isDone;

    /// <summary>What the node is to run with; null for safe mode.</summary>
    public ApplianceConfiguration? Next { get; } = next;

    /// <summary>Why.</summary>
    public string Reason { get; } = reason;

    /// <summary>How it ended, once <see cref="Wait"/> was true.</summary>
    public ApplyOutcome Outcome { get; private set; }

    /// <summary>What refused, when something did.</summary>
    public string Complaint { get; private set; } = "";

    /// <summary>Waits until the order is carried out; false when the time is over.</summary>
    public bool Wait(TimeSpan patience)
    {
        lock (_gate)
        {
            return _isDone || (Monitor.Wait(_gate, patience) && _isDone);
        }
    }

    /// <summary>The order is carried out, or ended otherwise.</summary>
    public void Complete(ApplyOutcome outcome, string complaint)
    {
        lock (_gate)
        {
            Outcome = outcome;
            Complaint = complaint;
            _isDone = true;
            Monitor.PulseAll(_gate);
        }
    }
}
