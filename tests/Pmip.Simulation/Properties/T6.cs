using System;
using Pmip.Simulation.Schedules;
using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Properties;

/// <summary>No MAG has more than its share of an LMA's bindings.</summary>
public sealed class T6(World world) : Property(world)
{
    public override void After(Step step)
    {
        if (step.Node is not AnchorNode || step.Changed.Count == 0)
        {
            return;
        }

        int share = Math.Max(1, Options[Knob.Bindings] * Options[Knob.PeerSharePercent] / 100);
        Span<int> bindings = stackalloc int[64];
        foreach (ref readonly BindingImage image in step.After)
        {
            if (image.Exists)
            {
                Require(++bindings[image.Peer] <= share, $"peer {image.Peer} has more than {share} bindings");
            }
        }
    }
}
