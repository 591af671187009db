using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Properties;

/// <summary>A MAG takes an answer only if it is for what it asked last: its number, its node, its LMA.</summary>
public sealed class T2(World world) : Property(world)
{
    public override void After(Step step)
    {
        if (step.Node is not GatewayNode gateway)
        {
            return;
        }

        foreach (int slot in step.Changed)
        {
            BindingImage before = step.Before[slot];
            BindingImage after = step.After[slot];
            if (after.IsActive && (!before.IsActive || after.Deadline != before.Deadline))
            {
                Require(step.Kind == StepKind.Receive && step.Message!.IsAcceptance, $"slot {slot} is up without an acceptance");
                int asked = gateway.LastSequences[slot];
                Require(step.Message!.Sequence == asked, $"slot {slot} took answer {step.Message.Sequence} to {asked}");
                Require(World.Identities.Of(step.Message.Identifier) == after.Identity, $"slot {slot} took an answer for another node");
                Node anchor = World.Anchors[after.Peer];
                Require(step.Path.OuterRemote == anchor.Ipv6 || step.Path.OuterRemote == anchor.Ipv4, $"slot {slot} took an answer of another LMA");
            }

            if (!after.Exists)
            {
                gateway.LastSequences[slot] = -1;
            }
        }

        foreach ((int slot, MessageFacts facts) in step.Sent)
        {
            if (slot >= 0 && facts.IsUpdate)
            {
                gateway.LastSequences[slot] = facts.Sequence;
                gateway.LastSent[slot] = step.Now;
            }
        }
    }
}
