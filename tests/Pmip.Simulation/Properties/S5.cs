using Pmip.Simulation.Schedules;
using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Properties;

/// <summary>
/// No session in the data path outlives its binding by more than what is on its way there, and no binding in its grace time outlives that.
/// </summary>
public sealed class S5(World world) : Property(world)
{
    public override void Settled(Node node)
    {
        if (!node.Kernel.IsBehind)
        {
            Require(node.Kernel.Present.Count == node.Kernel.Wanted.Count, $"{node.Name} forwards for sessions that are gone");
        }

        if (node is not AnchorNode)
        {
            return;
        }

        long grace = Options[Knob.GraceMilliseconds] * 1000L;
        foreach (ref readonly BindingImage image in System.MemoryExtensions.AsSpan(node.Images))
        {
            Require(!image.Exists || image.IsActive || image.Deadline - World.Now <= grace, $"{node.Name} keeps a de-registered binding too long");
        }
    }
}
