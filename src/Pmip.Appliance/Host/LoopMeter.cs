using System;

namespace Pmip.Appliance.Host;

/// <summary>What the control loop costs. Only the loop's thread may ask.</summary>
internal sealed class LoopMeter
{
    private long _allocatedBefore;

    /// <summary>Turns since <see cref="Begin"/>.</summary>
    public long Turns { get; private set; }

    /// <summary>Octets that the loop's thread allocated since <see cref="Begin"/>; zero unless something is wrong.</summary>
    public long AllocatedOctets => GC.GetAllocatedBytesForCurrentThread() - _allocatedBefore;

    /// <summary>The loop's thread begins to turn.</summary>
    public void Begin() => _allocatedBefore = GC.GetAllocatedBytesForCurrentThread();

    /// <summary>One more turn.</summary>
    public void Turn() => Turns++;
}
