using System;
using System.Collections.Generic;
using System.Threading;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Host.Reconfiguration;

namespace Pmip.Appliance.Host;

/// <summary>The running node for the configuration store: what a change would do, and doing it. One call at a time, from threads of the desk.</summary>
/// <param name="lives">The lives of the node.</param>
/// <param name="applied">Brings into force, outside the node, what a running one took; a new life does that by itself.</param>
internal sealed class NodeControl(NodeLives lives, Action<ApplianceConfiguration> applied) : INodeControl
{
    /// <summary>Longest time that a new start may take: a MAG de-registers for two seconds, and large tables are made.</summary>
    private static readonly TimeSpan s_startPatience = TimeSpan.FromSeconds(120);

    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public ApplianceConfiguration? Running => lives.Node?.Configuration;

    /// <inheritdoc/>
    public IReadOnlyList<ConfigurationChange> Plan(ApplianceConfiguration next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return lives.Node is Node node ? ReconfigurationPlan.Between(node.Configuration, next, node).Changes : [];
    }

    /// <inheritdoc/>
    public ApplyOutcome Apply(ApplianceConfiguration next, out string message)
    {
        ArgumentNullException.ThrowIfNull(next);
        lock (_gate)
        {
            message = "";
            if (lives.Node is not Node node)
            {
                return StartAnew(next, "the operator leaves safe mode", out message);
            }

            ReconfigurationPlan plan = ReconfigurationPlan.Between(node.Configuration, next, node);
            if (!plan.RestartsNode)
            {
                switch (node.Reconfigure(next, out message))
                {
                    case LiveOutcome.Applied:
                        lives.NoteConfiguration(next);
                        applied(next);
                        return ApplyOutcome.Applied;
                    case LiveOutcome.Refused:
                        return ApplyOutcome.Refused;
                }
            }

            return StartAnew(next, "the configuration changed", out message);
        }
    }

    private ApplyOutcome StartAnew(ApplianceConfiguration next, string reason, out string message)
    {
        LifeOrder order = new(next, reason);
        if (!lives.TryOrder(order))
        {
            message = "another start of the node is under way";
            return ApplyOutcome.Refused;
        }

        if (!order.Wait(s_startPatience))
        {
            message = "the node has not started yet; it goes on trying";
            return ApplyOutcome.Refused;
        }

        message = order.Complaint;
        return order.Outcome;
    }
}
