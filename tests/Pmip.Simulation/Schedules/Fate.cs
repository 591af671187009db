using System;
using System.Collections.Generic;
using System.Globalization;
using Pmip.Foundation.Randomness;

namespace Pmip.Simulation.Schedules;

/// <summary>What becomes of a message on its way.</summary>
/// <param name="Delay">Microseconds until it arrives; negative when it is lost.</param>
/// <param name="CopyAfter">Microseconds until it arrives once more; negative for never.</param>
/// <param name="FlippedBit">The bit that is turned, counted modulo its length; negative for none.</param>
/// <param name="Cut">Octets that its end loses.</param>
public readonly record struct Fate(long Delay, long CopyAfter, int FlippedBit, int Cut)
{
    public static Fate Plain(long delay) => new(delay, -1, -1, 0);

    public bool IsLost => Delay < 0;
}

/// <summary>The <paramref name="Ordinal"/>-th message from one node to another.</summary>
public readonly record struct Passage(int From, int To, int Ordinal);

/// <summary>Gives each message its fate: drawn from the seed, or read from a list.</summary>
public abstract class Fates
{
    public abstract Fate Of(Passage passage);

    public static string Line(Passage passage, Fate fate) => string.Create(
        CultureInfo.InvariantCulture,
        $"fate {passage.From} {passage.To} {passage.Ordinal} {fate.Delay} {fate.CopyAfter} {fate.FlippedBit} {fate.Cut}");

    public static (Passage Passage, Fate Fate) Parse(string[] words)
    {
        int[] numbers = Array.ConvertAll(words[1..4], static word => int.Parse(word, CultureInfo.InvariantCulture));
        Fate fate = new(
            long.Parse(words[4], CultureInfo.InvariantCulture),
            long.Parse(words[5], CultureInfo.InvariantCulture),
            int.Parse(words[6], CultureInfo.InvariantCulture),
            int.Parse(words[7], CultureInfo.InvariantCulture));
        return (new Passage(numbers[0], numbers[1], numbers[2]), fate);
    }
}

/// <summary>Only what the list names is out of the ordinary.</summary>
public sealed class ListedFates(IReadOnlyDictionary<Passage, Fate> fates, long delay) : Fates
{
    public override Fate Of(Passage passage) => fates.TryGetValue(passage, out Fate fate) ? fate : Fate.Plain(delay);
}

/// <summary>
/// Each message's fate depends on the seed and on its place among the messages of its direction, so that taking a fault out of a run disturbs
/// the others little. Losses come alone or in bursts (Gilbert).
/// </summary>
public sealed class DrawnFates(ulong seed, Options options) : Fates
{
    private readonly Dictionary<(int From, int To), int> _burst = [];

    public override Fate Of(Passage passage)
    {
        Prng prng = new(unchecked(seed ^ ((ulong)passage.From << 56) ^ ((ulong)passage.To << 48) ^ (ulong)passage.Ordinal * 0x9E37_79B9UL));
        prng.Next();
        bool isLost = IsLost(passage, prng);
        long delay = options[Knob.DelayMicroseconds];
        if (options.Has(Knob.JitterMilliseconds))
        {
            delay += prng.Below(1000 * options[Knob.JitterMilliseconds]);
        }

        if (prng.Below(1000) < options[Knob.SpikePermille])
        {
            delay += prng.Below(60_000_000);
        }

        long copyAfter = prng.Below(1000) < options[Knob.DuplicatePermille] ? delay + prng.Below(50_000) : -1;
        if (prng.Below(1000) < options[Knob.ReplayPermille])
        {
            copyAfter = delay + prng.Below(60_000_000);
        }

        int bit = prng.Below(1000) < options[Knob.CorruptPermille] ? prng.Below(4096) : -1;
        int cut = prng.Below(1000) < options[Knob.TruncatePermille] ? 1 + prng.Below(100) : 0;
        return new Fate(isLost ? -1 : delay, copyAfter, bit, cut);
    }

    private bool IsLost(Passage passage, Prng prng)
    {
        int loss = options[Knob.LossPermille];
        int length = options[Knob.BurstMessages];
        if (loss == 0)
        {
            return false;
        }

        if (length == 0)
        {
            return prng.Below(1000) < loss;
        }

        (int From, int To) direction = (passage.From, passage.To);
        int left = _burst.GetValueOrDefault(direction);
        if (left == 0 && prng.Below(1000 * length) < loss)
        {
            left = 1 + prng.Below(2 * length);
        }

        _burst[direction] = Math.Max(0, left - 1);
        return left > 0;
    }
}
