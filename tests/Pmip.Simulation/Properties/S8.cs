using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Properties;

/// <summary>
/// Slab, indexes, lists and heap agree, and no claim of an engine about itself is broken. The world calls <c>Verify</c> and catches what an engine
/// throws; here the numbers that the engine shows are compared with what it holds.
/// </summary>
public sealed class S8(World world) : Property(world)
{
    public override void After(Step step)
    {
        if (step.Changed.Count == 0)
        {
            return;
        }

        int count = 0;
        foreach (ref readonly BindingImage image in step.After)
        {
            count += image.Exists ? 1 : 0;
        }

        int shown = step.Node is AnchorNode anchor ? anchor.Engine.Count : ((GatewayNode)step.Node).Engine.Count;
        Require(count == shown, $"{step.Node.Name} shows {shown} bindings and has {count}");
    }
}
