using System;
using System.Threading;

namespace Pmip.Appliance.Diagnosis.Taps;

/// <summary>By what the control loop wakes the thread that reads its tapes. Ringing never blocks and never allocates.</summary>
internal sealed class LoopBell : IDisposable
{
    private readonly ManualResetEventSlim _rung = new(false, spinCount: 0);

    /// <summary>Something was written; what was written before is visible to who wakes.</summary>
    public void Ring()
    {
        Interlocked.MemoryBarrier();
        if (!_rung.IsSet)
        {
            _rung.Set();
        }
    }

    /// <summary>The reader is about to look: a ring from now on ends its next wait.</summary>
    public void Silence()
    {
        _rung.Reset();
        Interlocked.MemoryBarrier();
    }

    /// <summary>Waits for a ring since <see cref="Silence"/>, at most so long.</summary>
    public void Wait(TimeSpan timeout) => _rung.Wait(timeout);

    /// <inheritdoc/>
    public void Dispose() => _rung.Dispose();
}
