using Pmip.Engine;
using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Properties;

/// <summary>What a stranger sends changes nothing but counters, and nothing is answered to it.</summary>
public sealed class S11(World world) : Property(world)
{
    public override void After(Step step)
    {
        if (step.Kind != StepKind.Receive || !step.IsFromStranger)
        {
            return;
        }

        Require(step.Changed.Count == 0, $"{step.Node.Name}: a stranger changed slot {(step.Changed.Count > 0 ? step.Changed[0] : -1)}");
        foreach (ref readonly Effect effect in step.Outbox.Effects)
        {
            Require(effect.Kind == EffectKind.Notice, $"{step.Node.Name}: a stranger brought about {effect.Kind}");
        }
    }
}
