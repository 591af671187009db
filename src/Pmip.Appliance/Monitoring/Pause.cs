using System;
using System.Threading;
using Pmip.Appliance.Desk;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;

namespace Pmip.Appliance.Monitoring;

/// <summary>Waits on a thread of the desk, no longer than somebody wants the answer.</summary>
internal static class Pause
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits; false when the answer is not wanted any more.</summary>
    public static bool Of(TimeSpan time, IAnswer answer)
    {
        Instant end = MonotonicClock.Now.Plus(new Duration(time.Ticks / TimeSpan.TicksPerMicrosecond));
        using ManualResetEventSlim never = new(false);
        while (!answer.IsAbandoned)
        {
            Duration left = end.Since(MonotonicClock.Now);
            if (left <= Duration.Zero)
            {
                return true;
            }

            TimeSpan rest = TimeSpan.FromMicroseconds(left.Microseconds);
            never.Wait(rest < s_look ? rest : s_look);
        }

        return false;
    }
}
