using Pmip.Engine;
using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Properties;

/// <summary>No effect for a slot that nobody has: removals name what was there, installations what is there.</summary>
public sealed class S7(World world) : Property(world)
{
    public override void After(Step step)
    {
        foreach (ref readonly Effect effect in step.Outbox.Effects)
        {
            if (effect.Kind == EffectKind.Notice || effect.Slot < 0)
            {
                continue;
            }

            bool was = step.Before[effect.Slot].Exists;
            bool isNow = step.After[effect.Slot].Exists;
            Require(was || isNow, $"{step.Node.Name}: {effect.Kind} for the free slot {effect.Slot}");
            bool isForLiving = effect.Kind is EffectKind.InstallSession or EffectKind.ConnectionUp;
            Require(!isForLiving || isNow, $"{step.Node.Name}: {effect.Kind} for a slot that was released");
        }
    }
}
