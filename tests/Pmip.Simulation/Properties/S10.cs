using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Properties;

/// <summary>Counters never decrease.</summary>
public sealed class S10(World world) : Property(world)
{
    public override void After(Step step)
    {
        for (int counter = 0; counter < step.Node.CounterCount; counter++)
        {
            Require(step.Delta(counter) >= 0, $"{step.Node.Name}: {step.Node.CounterName(counter)} went back");
        }
    }
}
