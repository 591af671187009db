using System.Collections.Generic;
using System.Linq;
using Pmip.Simulation.Worlds;
using Pmip.Wire.Mobility;

namespace Pmip.Simulation.Properties;

/// <summary>Every refusal has exactly one counter, and so has every message that is dropped.</summary>
public sealed class S9(World world) : Property(world)
{
    // These count what came and went, not how it ended.
    private static readonly HashSet<string> Traffic = ["updateReceived", "acknowledgementSent", "peerLearned", "bindingErrorSent"];
    private bool[]? _isTraffic;

    public override void After(Step step)
    {
        // Heartbeats have counters of their own, and a Binding Error may end any number of revocations, each counted.
        bool isOfOtherKind = step.Message is { Type: MobilityHeaderType.Heartbeat or MobilityHeaderType.BindingError or MobilityHeaderType.BindingRevocation };
        if (step.Node is not AnchorNode || step.Kind != StepKind.Receive || (isOfOtherKind && !step.IsFromStranger))
        {
            return;
        }

        _isTraffic ??= [.. Enumerable.Range(0, step.Node.CounterCount).Select(counter => Traffic.Contains(step.Node.CounterName(counter)))];
        long reasons = 0;
        for (int counter = 0; counter < step.Node.CounterCount; counter++)
        {
            reasons += _isTraffic[counter] ? 0 : step.Delta(counter);
        }

        if (step.SentRefusal() is MessageFacts refusal && step.Changed.Count == 0)
        {
            Require(reasons == 1, $"{step.Node.Name}: the refusal {refusal} is counted {reasons} times");
        }
        else if (step.Sent.Count == 0 && step.Changed.Count == 0)
        {
            Require(reasons == 1, $"{step.Node.Name}: {step.Message} was dropped and counted {reasons} times");
        }
    }
}
