using System.Collections.Generic;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Host;

namespace Pmip.Unit.Store;

/// <summary>A node that takes what it is given, unless it is told not to.</summary>
internal sealed class FakeNode : INodeControl
{
    public ApplianceConfiguration? Running { get; set; }

    public Queue<ApplyOutcome> Outcomes { get; } = [];

    public List<ApplianceConfiguration> Applied { get; } = [];

    public IReadOnlyList<ConfigurationChange> Plan(ApplianceConfiguration next) =>
        [new ConfigurationChange("name", Running?.Name ?? "", next.Name, ChangeEffect.RestartsNode, "all bindings end")];

    public ApplyOutcome Apply(ApplianceConfiguration next, out string message)
    {
        ApplyOutcome outcome = Outcomes.Count > 0 ? Outcomes.Dequeue() : ApplyOutcome.Applied;
        message = outcome == ApplyOutcome.Applied ? "" : "no interface wan0";
        if (outcome == ApplyOutcome.Applied)
        {
            Running = next;
            Applied.Add(next);
        }

        return outcome;
    }
}
