using System;
using Pmip.Simulation.Schedules;
using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Properties;

/// <summary>A lifetime is never longer than configured or asked for, and no refused message extends it.</summary>
public sealed class S6(World world) : Property(world)
{
    public override void After(Step step)
    {
        if (step.Node is AnchorNode)
        {
            CheckAnchor(step);
        }
        else
        {
            CheckGateway(step);
        }
    }

    private void CheckAnchor(Step step)
    {
        foreach (int slot in step.Changed)
        {
            BindingImage after = step.After[slot];
            if (!after.Exists || after.Deadline == step.Before[slot].Deadline)
            {
                continue;
            }

            // A MAG's revocation that a handover explains ends in the grace time as well; nothing else ends in more time than was granted.
            MessageFacts? acceptance = step.SentAcceptance(out MessageFacts sent) ? sent : null;
            bool isRevokedByMag = !after.IsActive && step.Kind == StepKind.Timer && step.Node.Knowledge.Revoked.Contains(after.Session);
            Require(acceptance is not null || isRevokedByMag, $"slot {slot} lives longer without an acceptance");
            long max = Options[Knob.LifetimeMaxSeconds] * World.Second;
            long asked = 4 * (step.Request?.LifetimeUnits ?? 0) * World.Second;
            long granted = after.IsActive ? Math.Min(max, asked) : Options[Knob.GraceMilliseconds] * 1000L;
            Require(after.Deadline - step.Now <= granted, $"slot {slot} lives {after.Deadline - step.Now} us, not {granted}");
            Require(!after.IsActive || 4 * acceptance!.LifetimeUnits * World.Second <= granted, $"slot {slot}: the answer grants more than there is");
        }
    }

    private void CheckGateway(Step step)
    {
        foreach (int slot in step.Changed)
        {
            BindingImage after = step.After[slot];
            if (after.IsActive && after.Deadline != step.Before[slot].Deadline)
            {
                Require(step.Kind == StepKind.Receive && step.Message!.IsAcceptance, $"slot {slot} lives longer without an acceptance");
                long granted = Math.Min(Options[Knob.LifetimeSeconds], 4 * step.Message!.LifetimeUnits) * World.Second;
                Require(after.Deadline <= step.Node.LastSent[slot] + granted, $"slot {slot} lives longer than was granted when it was asked for");
            }
        }
    }
}
