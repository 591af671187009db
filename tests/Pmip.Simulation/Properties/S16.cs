using Pmip.Simulation.Schedules;
using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Properties;

/// <summary>A step of the wall clock changes no deadline: what ends when depends on the monotonic clock and on what was granted alone.</summary>
public sealed class S16(World world) : Property(world)
{
    public override void After(Step step)
    {
        if (step.Node is not AnchorNode)
        {
            return;
        }

        foreach (int slot in step.Changed)
        {
            BindingImage after = step.After[slot];
            if (after.Exists && after.IsActive && after.Deadline != step.Before[slot].Deadline)
            {
                Require(after.Deadline == step.Now + after.Granted, $"slot {slot} ends {after.Deadline - step.Now} us from now, granted are {after.Granted}");
            }
        }
    }

    public override void Settled(Node node)
    {
        if (Options.Has(Knob.ClockSteps) && node.IsRunning)
        {
            long next = node.NextDeadline.Microseconds;
            long longest = World.Second * System.Math.Max(Options[Knob.LifetimeSeconds], Options[Knob.LifetimeMaxSeconds]) * 2;
            long wait = next == long.MaxValue || next <= World.Now ? 0 : next - World.Now; // long.MinValue is work that is due at once.
            Require(wait <= longest, $"{node.Name} waits for {wait} us");
        }
    }
}
