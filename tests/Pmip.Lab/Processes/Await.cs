using System;
using System.Diagnostics;
using System.Threading;

namespace Pmip.Lab.Processes;

/// <summary>Waits for a state that can be observed, never for time: looks again and again until it is there or the bound is over.</summary>
public static class Await
{
    /// <summary>Generous, because the machine may be busy: nothing is measured by it.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private static readonly ManualResetEventSlim Interruption = new();

    /// <summary>The lab is being torn down in the middle of what it did.</summary>
    public static bool IsInterrupted => Interruption.IsSet;

    /// <summary>Ends all waiting: the lab is being torn down.</summary>
    public static void Interrupt() => Interruption.Set();

    /// <summary>How long it took until <paramref name="condition"/> held.</summary>
    public static TimeSpan Until(string what, Func<bool> condition, TimeSpan? bound = null, Func<string>? seen = null)
    {
        TimeSpan patience = bound ?? Bound;
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > patience)
            {
                throw new LabException($"awaited for {patience.TotalSeconds:0} s: {what}{(seen is null ? "" : "; seen: " + seen())}");
            }

            LookAgainSoon();
        }

        return watch.Elapsed;
    }

    /// <summary>Holds for the whole span: for what must stay as it is.</summary>
    public static void Throughout(string what, TimeSpan span, Func<bool> condition)
    {
        Stopwatch watch = Stopwatch.StartNew();
        do
        {
            if (!condition())
            {
                throw new LabException($"no longer so after {watch.Elapsed.TotalSeconds:0.0} s: {what}");
            }

            LookAgainSoon();
        }
        while (watch.Elapsed < span);
    }

    private static void LookAgainSoon()
    {
        if (Interruption.Wait(TimeSpan.FromMilliseconds(10)))
        {
            throw new LabException("interrupted");
        }
    }
}
