using Pmip.Simulation.Schedules;
using Pmip.Simulation.Worlds;
using Pmip.Wire.Mobility;

namespace Pmip.Simulation.Properties;

/// <summary>
/// An LMA binding exists only if an authentic Proxy Binding Update made it, moves only by one, and ends only for a reason: its lifetime, the operator,
/// the data path, or its own MAG. Authentic is what passed the node's policy.
/// </summary>
public sealed class S1(World world) : Property(world)
{
    public override void After(Step step)
    {
        if (step.Node is not AnchorNode)
        {
            return;
        }

        NoteLosses(step);
        foreach (int slot in step.Changed)
        {
            BindingImage before = step.Before[slot];
            BindingImage after = step.After[slot];
            if (!before.Exists)
            {
                Require(IsUpdateOf(step, after) && step.Message!.LifetimeUnits > 0, $"slot {slot} holds a binding that no update made");
                Require(after.CareOf == step.Message!.CareOf, $"slot {slot} is bound to an address that the update does not name");
            }
            else if (!after.Exists)
            {
                CheckEnd(step, slot, before);
            }
            else
            {
                CheckChange(step, slot, before, after);
            }
        }
    }

    // Heartbeats tell of restarts and revocations of more; who may have told of a loss is kept.
    private void NoteLosses(Step step)
    {
        bool mayTell = step.Kind == StepKind.Receive && !step.IsFromStranger
            && (step.Message!.Type is MobilityHeaderType.Heartbeat or MobilityHeaderType.BindingRevocation);
        foreach (Node node in World.Nodes)
        {
            if (mayTell && (node.Ipv6 == step.Path.OuterRemote || node.Ipv4 == step.Path.OuterRemote))
            {
                step.Node.HeardOfLossAt.Add(node.Ipv6);
                step.Node.HeardOfLossAt.Add(node.Ipv4);
            }
        }
    }

    private void CheckEnd(Step step, int slot, in BindingImage before)
    {
        bool isDue = step.Kind == StepKind.Timer && before.Deadline <= step.Now;
        bool isOperator = step.Kind == StepKind.OperatorRemove && step.Subject == slot;
        bool isDataPath = step.Kind == StepKind.SessionRefused && step.Subject == before.Session;

        // RFC 5149 5: a change to a service that the node may not use ends its binding; only its own MAG can bring that about.
        bool isServiceChange = Options.Has(Knob.Ietf) && step.Kind == StepKind.Receive && step.Message!.IsUpdate
            && step.Message.CareOf == before.CareOf;

        // A MAG that lost its state, or revokes what it has: its bindings go in a sweep, or by its indication.
        bool isSwept = step.Kind == StepKind.Timer && step.Node.HeardOfLossAt.Contains(before.CareOf);
        bool isRevoked = step.Kind == StepKind.Receive && step.Message!.Type == MobilityHeaderType.BindingRevocation && !step.IsFromStranger;
        Require(isDue || isOperator || isDataPath || isServiceChange || isSwept || isRevoked, $"the binding in slot {slot} ended by {step.Kind} before its time");
    }

    private void CheckChange(Step step, int slot, in BindingImage before, in BindingImage after)
    {
        Require(before.Identity == after.Identity && before.Session == after.Session, $"slot {slot} changed hands within a step");
        Require(IsUpdateOf(step, after), $"slot {slot} changed without an update for it");
        Require(
            before.CareOf == after.CareOf || (after.CareOf == step.Message!.CareOf && step.Message.LifetimeUnits > 0),
            $"slot {slot} moved without a registration from there");
        Require(
            !before.IsActive || after.IsActive || (step.Message!.LifetimeUnits == 0 && step.Message.CareOf == before.CareOf),
            $"slot {slot} was de-registered by somebody else than its MAG");
    }

    private bool IsUpdateOf(Step step, in BindingImage image) =>
        step.Kind == StepKind.Receive && !step.IsFromStranger && step.Message!.IsUpdate
        && World.Identities.Of(step.Message.Identifier) == image.Identity;
}
