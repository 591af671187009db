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

        if (step.Request is not { HasTimestamp: true } request)
        {
            return;
        }

        // An update that has waited was judged when it came; meanwhile the old MAG may have sent a later one.
        bool hasWaited = step.Kind == StepKind.Timer;

        foreach ((int slot, MessageFacts facts) in step.Sent)
        {
            if (facts.IsAcceptance && slot >= 0 && step.After[slot].Exists)
            {
                Require(hasWaited || request.Timestamp > anchor.LastTimestamps[slot], $"slot {slot}: an older request was accepted");
                anchor.LastTimestamps[slot] = System.Math.Max(request.Timestamp, anchor.LastTimestamps[slot]);
                if (hasWaited)
                {
                    continue;
                }

                ulong wall = anchor.Clock.At(step.Now).Timestamp;
                ulong distance = wall > request.Timestamp ? wall - request.Timestamp : request.Timestamp - wall;
                ulong window = (ulong)anchor.Configuration.TimestampValidityWindow.Microseconds * 65_536 / 1_000_000;
                Require(distance <= window, $"slot {slot}: a request from outside the window was accepted");
            }
        }
    }
}
