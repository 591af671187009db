using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Properties;

/// <summary>No timer fires early and none is late: not before its deadline, and nothing that is due is left when anything else happens.</summary>
public sealed class S15(World world) : Property(world)
{
    private const long InitialBindAckTimeout = World.Second;

    public override void After(Step step)
    {
        Node node = step.Node;
        if (step.Kind == StepKind.Timer)
        {
            Require(step.DidWork, $"{node.Name} asked for a turn and had nothing to do");
        }
        else if (step.Kind != StepKind.SessionRefused && !World.IsGoingOn)
        {
            // What the data path answers belongs to the step before, which may have been the first of several timers.
            foreach (ref readonly BindingImage image in step.Before)
            {
                Require(image.Deadline == 0 || image.Deadline >= step.Now, $"{node.Name}: a binding is still there after its lifetime");
            }
        }

        if (node is GatewayNode)
        {
            CheckTransmissions(step);
        }
    }

    private void CheckTransmissions(Step step)
    {
        foreach ((int slot, MessageFacts facts) in step.Sent)
        {
            if (slot < 0 || !facts.IsUpdate)
            {
                continue;
            }

            // What is registered anew, since the LMA has lost it, is no retransmission.
            bool isAgain = step.Before[slot].State == step.After[slot].State
                && !step.Node.Knowledge.HasLost(step.Before[slot].Peer, step.Node.RegisteredAt[slot]);
            bool isEarly = step.Kind == StepKind.Timer && isAgain && step.Now - step.Node.LastSent[slot] < InitialBindAckTimeout;
            Require(!isEarly, $"{step.Node.Name}: slot {slot} was sent again too early");
        }
    }
}
