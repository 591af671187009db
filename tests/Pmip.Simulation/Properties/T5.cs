using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Properties;

/// <summary>User traffic goes only to MAGs of ours, whatever a MAG claims.</summary>
public sealed class T5(World world) : Property(world)
{
    public override void After(Step step)
    {
        if (step.Node is AnchorNode anchor)
        {
            foreach (int slot in step.Changed)
            {
                Require(!step.After[slot].Exists || anchor.IsPeer(step.After[slot].CareOf), $"slot {slot} is bound to {step.After[slot].CareOf}");
            }
        }
    }
}
