using Pmip.Engine.Lma;
using Pmip.Foundation.Addressing;
using Pmip.Simulation.Schedules;
using Pmip.Simulation.Worlds;
using Pmip.Wire.Mobility;

namespace Pmip.Simulation.Properties;

/// <summary>
/// An LMA binding exists only if an authentic Proxy Binding Update made it, moves only by one, and ends only for a reason: its lifetime, the operator,
/// the data path, its own MAG, a revocation that was begun, or a sweep that something which this LMA has heard of its MAG gives cause to. Authentic
/// is what passed the node's policy.
/// </summary>
public sealed class S1(World world) : Property(world)
{
    public override void After(Step step)
    {
        if (step.Node is not AnchorNode)
        {
            return;
        }

        foreach (int slot in step.Changed)
        {
            BindingImage before = step.Before[slot];
            BindingImage after = step.After[slot];
            bool isOther = before.Exists && after.Exists && before.Session != after.Session;
            if (before.Exists && (!after.Exists || isOther))
            {
                CheckEnd(step, slot, before);
            }

            if (!before.Exists || isOther)
            {
                Require(IsUpdateOf(step, after) && step.Request!.LifetimeUnits > 0, $"slot {slot} holds a binding that no update made");
                Require(after.CareOf == step.Request!.CareOf, $"slot {slot} is bound to an address that the update does not name");
            }
            else if (after.Exists)
            {
                CheckChange(step, slot, before, after);
            }
        }
    }

    private void CheckEnd(Step step, int slot, in BindingImage before)
    {
        Knowledge knowledge = step.Node.Knowledge;
        bool isReceived = step.Kind == StepKind.Receive && !step.IsFromStranger;
        bool isDue = step.Kind == StepKind.Timer && before.Deadline <= step.Now;
        bool isOperator = step.Kind == StepKind.OperatorRemove && step.Subject == slot;
        bool isDataPath = step.Kind == StepKind.SessionRefused && step.Subject == before.Session;

        // RFC 5149 5: a change to a service that the node may not use ends its binding; only its own MAG can bring that about.
        bool isServiceChange = Options.Has(Knob.Ietf) && isReceived && step.Message!.IsUpdate && step.Message.CareOf == before.CareOf;

        // A node that attaches anew has lost what it had (TS 29.275 5.1.1).
        bool isReattachment = !Options.Has(Knob.Ietf) && isReceived && IsUpdateOf(step, before) && step.Message!.Handoff == HandoffIndicator.NewInterface;
        bool isSwept = step.Kind == StepKind.Timer && knowledge.HasLost(before.Peer, step.Node.RegisteredAt[slot]);
        bool isAnswer = isReceived && step.Message!.IsRevocationAnswer && step.Node.PeerOf(step.Path.OuterRemote) == before.Peer;
        bool isRevoked = knowledge.Revoked.Contains(before.Session)
            && (isAnswer || (isReceived && step.Message!.IsIndication)
                || step.Kind is StepKind.Timer or StepKind.OperatorRevoke or StepKind.OperatorRevokeNode);
        Require(
            isDue || isOperator || isDataPath || isServiceChange || isReattachment || isSwept || isRevoked,
            $"the binding in slot {slot} ended by {step.Kind} before its time");
    }

    private void CheckChange(Step step, int slot, in BindingImage before, in BindingImage after)
    {
        Require(before.Identity == after.Identity, $"slot {slot} changed hands within a step");
        if (IsRevocation(step, before, after))
        {
            return;
        }

        Require(IsUpdateOf(step, after), $"slot {slot} changed without an update for it");
        Require(
            before.CareOf == after.CareOf || (after.CareOf == step.Request!.CareOf && step.Request.LifetimeUnits > 0),
            $"slot {slot} moved without a registration from there");
        Require(
            !before.IsActive || after.IsActive || (step.Request!.LifetimeUnits == 0 && step.Request.CareOf == before.CareOf),
            $"slot {slot} was de-registered by somebody else than its MAG");
    }

    // It begins, and nothing but the state changes; or the binding of a node that left its MAG waits for the next one; or it takes the
    // IPv4 home address, and nothing else.
    private static bool IsRevocation(Step step, in BindingImage before, in BindingImage after)
    {
        Knowledge knowledge = step.Node.Knowledge;
        BindingImage revoking = before with { State = (byte)BindingState.Revoking };
        BindingImage waiting = before with { State = (byte)BindingState.DeregistrationGrace, IsActive = false, Deadline = after.Deadline };
        BindingImage withoutIpv4 = before with { Address4 = default(IpAddress) };
        return (knowledge.Revoked.Contains(before.Session) && before.State == (byte)BindingState.Active && after == revoking)
            || (knowledge.Revoked.Contains(before.Session) && step.Kind == StepKind.Timer && after == waiting)
            || (knowledge.Ipv4Revoked.Contains(before.Session) && before.PrefixCount > 0 && after == withoutIpv4);
    }

    private bool IsUpdateOf(Step step, in BindingImage image) =>
        step.Request is { IsUpdate: true } request && World.Identities.Of(request.Identifier) == image.Identity;
}
