using System;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Desk;
using Pmip.Appliance.Host;
using Pmip.Appliance.Logging;

namespace Pmip.Appliance.Supervision;

/// <summary>What an operator asks of the watchdog chain.</summary>
/// <param name="chain">The chain.</param>
/// <param name="lives">The lives of the node.</param>
/// <param name="configuration">What the node is to run with when safe mode is left; null for nothing.</param>
/// <param name="restart">Begins a new start of the process.</param>
/// <param name="stop">Ends the process and what it keeps in the kernel.</param>
/// <param name="say">Writes to the log.</param>
internal sealed class WatchdogDesk(
    WatchdogChain chain,
    NodeLives lives,
    Func<ApplianceConfiguration?> configuration,
    Action restart,
    Action stop,
    Action<EventLevel, string> say)
{
    // A MAG takes two seconds for its de-registrations, and the tables of a large node some more to be made.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Adds the verbs and the tables.</summary>
    public void AddTo(DeskVerbs verbs, DeskTables tables)
    {
        tables.Add(new WatchdogTable(chain));
        tables.Add(new LoopsTable(chain.Loops));
        tables.Add(new ResetsTable(chain.Ledger));
        verbs.Add(VerbId.Restart, Restart);
        verbs.Add(VerbId.Stop, Stop);
        verbs.Add(VerbId.EnterSafeMode, EnterSafeMode);
        verbs.Add(VerbId.LeaveSafeMode, LeaveSafeMode);
    }

    private void Restart(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        say(EventLevel.Warn, $"restart ordered by {request.Operator} ({request.Session})");
        answer.Text("restarting");
        restart();
    }

    private void Stop(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        say(EventLevel.Warn, $"stop ordered by {request.Operator} ({request.Session})");
        answer.Text("stopping");
        stop();
    }

    // Kept first: a process that ends in between comes back in safe mode, as it was ordered.
    private void EnterSafeMode(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        chain.Ledger.OrderSafeMode();
        say(EventLevel.Warn, $"safe mode ordered by {request.Operator} ({request.Session})");
        string kept = chain.Ledger.IsKept && chain.Ledger.Status.IsOk ? "" : "; it cannot be kept over a restart";
        if (lives.State == NodeState.SafeMode)
        {
            answer.Text("in safe mode already; it stays over restarts now" + kept);
            return;
        }

        if (TryHave(new LifeOrder(null, $"ordered by {request.Operator}"), answer, out _))
        {
            answer.Text("safe mode: the control plane is off" + kept);
        }
    }

    private void LeaveSafeMode(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        if (lives.State != NodeState.SafeMode)
        {
            answer.Fail("notInSafeMode", "the node is not in safe mode");
            return;
        }

        if (configuration() is not ApplianceConfiguration next)
        {
            answer.Fail("noConfiguration", "there is no configuration to run: commit one first");
            return;
        }

        chain.Ledger.Forgive();
        say(EventLevel.Warn, $"the end of safe mode ordered by {request.Operator} ({request.Session})");
        if (TryHave(new LifeOrder(next, ""), answer, out LifeOrder order))
        {
            if (order.Outcome == ApplyOutcome.Applied)
            {
                answer.Text("the control plane runs");
            }
            else
            {
                answer.Fail("cannotStart", order.Complaint);
            }
        }
    }

    private bool TryHave(LifeOrder order, IAnswer answer, out LifeOrder ordered)
    {
        ordered = order;
        if (!lives.TryOrder(order))
        {
            answer.Fail("busy", "another change of the node is under way");
            return false;
        }

        if (!order.Wait(s_patience))
        {
            answer.Fail("slow", "ordered, and not yet done: look at \"show watchdog\"");
            return false;
        }

        return true;
    }
}
