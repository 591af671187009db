using System;
using Pmip.Simulation.Schedules;
using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Properties;

/// <summary>Something that always holds; named as in the list of safety properties S1 to S16, or after a threat or a requirement.</summary>
public abstract class Property(World world)
{
    protected World World { get; } = world;

    protected Options Options => World.Options;

    /// <summary>After a step, its effects not yet done.</summary>
    public virtual void After(Step step)
    {
    }

    /// <summary>When all effects of a step are done.</summary>
    public virtual void Settled(Node node)
    {
    }

    protected void Require(bool holds, string claim) => World.Require(holds, GetType().Name, claim);
}

/// <summary>A property does not hold: the run ends.</summary>
public sealed class PropertyViolatedException(string property, string claim, long step, long time) : Exception($"{property}: {claim}")
{
    public string Property { get; } = property;

    public string Claim { get; } = claim;

    public long Step { get; } = step;

    public long Time { get; } = time;
}
