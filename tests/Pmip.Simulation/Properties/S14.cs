using Pmip.Engine;
using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Properties;

/// <summary>The effects of one step stay within their bounds.</summary>
public sealed class S14(World world) : Property(world)
{
    public override void After(Step step)
    {
        int octets = 0;
        foreach (ref readonly Effect effect in step.Outbox.Effects)
        {
            octets += effect.Length;
        }

        Require(step.Outbox.Count <= Outbox.EffectsPerStepMax, $"{step.Node.Name}: {step.Outbox.Count} effects of one step");
        Require(octets <= Outbox.BytesPerStepMax, $"{step.Node.Name}: {octets} octets of one step");
    }
}
