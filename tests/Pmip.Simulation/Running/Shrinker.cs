using System;
using System.Collections.Generic;
using System.Linq;
using Pmip.Simulation.Schedules;

namespace Pmip.Simulation.Running;

/// <summary>
/// Makes a failing run small: faults that are options are switched off one at a time, then what is done to the world and the messages' fates are taken
/// away in ever smaller parts, as long as the same property still fails.
/// </summary>
public sealed class Shrinker(Isolation isolation, string property, int runsMax = 400)
{
    // They act while the world runs; the others only draw what happens.
    private static readonly Knob[] Acting =
    [
        Knob.CorruptionPasses, Knob.DriftPpm, Knob.KernelLagMilliseconds, Knob.KernelSessions, Knob.SmallPools, Knob.KeysPerLma, Knob.AntiReplay,
    ];

    public int Runs { get; private set; }

    /// <summary>The smallest schedule found, with every fate listed.</summary>
    public Schedule Shrink(Schedule failing)
    {
        RunResult first = isolation.Run(failing, listsFates: true);
        Dictionary<Passage, Fate> fates = first.Fates.Select(static line => Fates.Parse(line.Split(' ')))
            .ToDictionary(static f => f.Passage, static f => f.Fate);
        List<Happening> happenings = [.. failing.Happenings.Where(happening => happening.Time <= first.Now)];
        Schedule best = With(failing.Options, failing.Seed, happenings, fates);
        if (!Fails(best))
        {
            return failing; // The list of fates misses something; the seed is still good.
        }

        best = SwitchOff(best);
        foreach (HappeningKind kind in Enum.GetValues<HappeningKind>())
        {
            Schedule without = With(best.Options, best.Seed, [.. best.Happenings.Where(happening => happening.Kind != kind)], best.Fates!);
            best = without.Happenings.Count < best.Happenings.Count && Fails(without) ? without : best;
        }

        Schedule smaller = best;
        IReadOnlyList<Happening> few = Reduce(best.Happenings, kept => Fails(With(smaller.Options, smaller.Seed, kept, smaller.Fates!)));
        best = With(best.Options, best.Seed, few, best.Fates!);
        IReadOnlyList<KeyValuePair<Passage, Fate>> left = Reduce(
            [.. best.Fates!], kept => Fails(With(best.Options, best.Seed, few, kept.ToDictionary())));
        return With(best.Options, best.Seed, few, left.ToDictionary());
    }

    private Schedule SwitchOff(Schedule best)
    {
        foreach (Knob knob in Acting)
        {
            int value = best.Options[knob];
            if (value != 0)
            {
                best.Options[knob] = 0;
                best.Options[knob] = Fails(best) ? 0 : value;
            }
        }

        return best;
    }

    // Zeller's delta debugging with complements only: parts that are not needed go, the parts become smaller.
    private IReadOnlyList<T> Reduce<T>(IReadOnlyList<T> items, Predicate<IReadOnlyList<T>> fails)
    {
        for (int part = Math.Max(1, items.Count / 2); part >= 1 && Runs < runsMax; part /= 2)
        {
            for (int from = 0; from < items.Count && Runs < runsMax;)
            {
                T[] kept = [.. items.Take(from), .. items.Skip(from + part)];
                if (fails(kept))
                {
                    items = kept;
                }
                else
                {
                    from += part;
                }
            }
        }

        return items;
    }

    private bool Fails(Schedule schedule)
    {
        Runs++;
        return isolation.Run(schedule).Property == property;
    }

    private static Schedule With(Options options, ulong seed, IReadOnlyList<Happening> happenings, IReadOnlyDictionary<Passage, Fate> fates) =>
        new() { Seed = seed, Options = options, Happenings = happenings, Fates = fates };
}
