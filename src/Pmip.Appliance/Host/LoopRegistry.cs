using System.Collections.Generic;
using System.Threading;
using Pmip.Foundation.Liveness;

namespace Pmip.Appliance.Host;

/// <summary>
/// The loops whose progress decides whether the process is alive. Whoever owns a loop adds it when its thread begins and takes it
/// out before the thread ends in good order; the supervisor reads them.
/// </summary>
internal sealed class LoopRegistry
{
    private readonly Lock _gate = new();
    private LoopProgress[] _loops = [];

    /// <summary>The loops at this moment; the array never changes.</summary>
    public IReadOnlyList<LoopProgress> Loops => Volatile.Read(ref _loops);

    /// <summary>From now on the loop has to advance within its deadline.</summary>
    public LoopProgress Add(LoopProgress loop)
    {
        lock (_gate)
        {
            Volatile.Write(ref _loops, [.. _loops, loop]);
        }

        return loop;
    }

    /// <summary>The loop ended in good order.</summary>
    public void Remove(LoopProgress loop)
    {
        lock (_gate)
        {
            List<LoopProgress> rest = [.. _loops];
            rest.Remove(loop);
            Volatile.Write(ref _loops, [.. rest]);
        }
    }
}
