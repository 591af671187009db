using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Properties;

/// <summary>The timestamps that an LMA accepts for a binding grow strictly, and lie within the window of its clock (T3).</summary>
public sealed class S4(World world) : Property(world)
{
    public override void After(Step step)
    {
        if (step.Node is not AnchorNode anchor)
        {
            return;
        }

        foreach (int slot in step.Changed)
        {
            if (!step.After[slot].Exists)
            {
                anchor.LastTimestamps[slot] = 0;
            }
        }

        if (step.Kind != StepKind.Receive || !step.Message!.HasTimestamp)
        {
            return;
        }

        foreach ((int slot, MessageFacts facts) in step.Sent)
        {
            if (facts.IsAcceptance && slot >= 0 && step.After[slot].Exists)
            {
                Require(step.Message.Timestamp > anchor.LastTimestamps[slot], $"slot {slot}: an older request was accepted");
                anchor.LastTimestamps[slot] = step.Message.Timestamp;
                ulong wall = anchor.Clock.At(step.Now).Timestamp;
                ulong distance = wall > step.Message.Timestamp ? wall - step.Message.Timestamp : step.Message.Timestamp - wall;
                ulong window = (ulong)anchor.Configuration.TimestampValidityWindow.Microseconds * 65_536 / 1_000_000;
                Require(distance <= window, $"slot {slot}: a request from outside the window was accepted");
            }
        }
    }
}
