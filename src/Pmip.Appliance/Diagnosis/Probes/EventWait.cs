using System;
using System.Threading;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Diagnosis.Probes;

/// <summary>A pause between two looks, on a thread of the desk.</summary>
internal sealed class EventWait : IDisposable
{
    private readonly ManualResetEventSlim _never = new(false, spinCount: 0);

    /// <summary>Waits so long.</summary>
    public void Wait(Duration time) => _never.Wait(TimeSpan.FromMicroseconds(time.Microseconds));

    /// <inheritdoc/>
    public void Dispose() => _never.Dispose();
}
