using Pmip.Foundation.Time;

namespace Pmip.Simulation.Worlds;

/// <summary>The wall clock of a node: it drifts and steps. The monotonic one is everybody's and does neither.</summary>
public sealed class NodeClock
{
    private const long Origin = 1_790_000_000_000_000;

    public long Offset { get; set; }

    public int DriftPpm { get; set; }

    public WallClock At(long now)
    {
        long wall = Origin + now + Offset + (now / 1_000_000 * DriftPpm);
        return WallClock.FromUnixMicroseconds(wall > 0 ? wall : 0, Offset == 0);
    }
}
