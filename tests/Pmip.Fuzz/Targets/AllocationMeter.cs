using System;

namespace Pmip.Fuzz.Targets;

/// <summary>Adds up what is allocated between its starts and stops.</summary>
internal sealed class AllocationMeter
{
    private long _before;

    /// <summary>Octets allocated since <see cref="Reset"/>.</summary>
    public long Octets { get; private set; }

    public void Reset() => Octets = 0;

    public void Start() => _before = GC.GetAllocatedBytesForCurrentThread();

    public void Stop() => Octets += GC.GetAllocatedBytesForCurrentThread() - _before;
}
