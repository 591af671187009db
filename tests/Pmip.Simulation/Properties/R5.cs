using Pmip.Engine.Mag;
using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Properties;

/// <summary>
/// A connection that is up at a MAG ends for a reason: the access side or the operator wants it, its lifetime is over, the data path refuses it, its
/// own LMA refuses or revokes it, or this MAG has heard cause to give all of that LMA's connections up.
/// </summary>
public sealed class R5(World world) : Property(world)
{
    public override void After(Step step)
    {
        if (step.Node is not GatewayNode)
        {
            return;
        }

        foreach (int slot in step.Changed)
        {
            BindingImage before = step.Before[slot];
            BindingImage after = step.After[slot];
            if (!before.IsActive || (after.Exists && after.AccessNode == before.AccessNode && after.State != (byte)BindingUpdateState.Deregistering))
            {
                continue;
            }

            Knowledge knowledge = step.Node.Knowledge;
            bool isWanted = step.Kind is StepKind.Detach or StepKind.Attach && (step.Kind == StepKind.Attach || step.Subject == slot);
            bool isDue = step.Kind == StepKind.Timer && before.Deadline <= step.Now;
            bool isDataPath = step.Kind == StepKind.SessionRefused;
            bool isDoubted = knowledge.Doubted.Contains(before.AccessNode)
                && step.Kind is StepKind.Receive or StepKind.Timer or StepKind.NotePresence;
            bool isSwept = step.Kind == StepKind.Timer && knowledge.HasLost(before.Peer, step.Node.RegisteredAt[slot]);
            bool isTakenBack = step.Kind == StepKind.Receive && step.Message!.IsAcknowledgement
                && step.Node.PeerOf(step.Path.OuterRemote) == before.Peer && World.Identities.Of(step.Message.Identifier) == before.Identity;
            Require(
                isWanted || isDue || isDataPath || isDoubted || isSwept || isTakenBack,
                $"{step.Node.Name}: the connection in slot {slot} ended by {step.Kind} without a reason");
        }
    }
}
