using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Pmip.Foundation.Randomness;

namespace Pmip.Simulation.Schedules;

/// <summary>
/// Everything that a run depends on: options, what is done to the world, and the fate of each message. Drawn from a seed, or read from a file
/// that the shrinker wrote.
/// </summary>
public sealed class Schedule
{
    public const string FirstLine = "pmip-simulation 1";

    public required ulong Seed { get; init; }

    public required Options Options { get; init; }

    public required IReadOnlyList<Happening> Happenings { get; init; }

    /// <summary>What is out of the ordinary; null while the fates are drawn from the seed.</summary>
    public IReadOnlyDictionary<Passage, Fate>? Fates { get; init; }

    public static Schedule Draw(ulong seed) => Draw(seed, static _ => { });

    public static Schedule Draw(ulong seed, Action<Options> change)
    {
        Prng prng = new(seed);
        Options options = Options.Draw(prng);
        Prng apart = new(seed ^ 0x0C0F_1604);
        options[Knob.Reconfigurations] = apart.Below(2) * (1 + apart.Below(6));
        options[Knob.Replacements] = apart.Below(2) * (1 + apart.Below(6));
        change(options);
        return new Schedule { Seed = seed, Options = options, Happenings = new Plan(options, prng.Next()).Make() };
    }

    public Fates MakeFates() => Fates is null ? new DrawnFates(Seed, Options) : new ListedFates(Fates, Options[Knob.DelayMicroseconds]);

    public string ToText()
    {
        StringWriter text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.WriteLine(FirstLine);
        text.WriteLine($"seed {Seed}");
        foreach (string line in Options.Lines())
        {
            text.WriteLine(line);
        }

        foreach (Happening happening in Happenings)
        {
            text.WriteLine(happening.ToString());
        }

        text.WriteLine(Fates is null ? "fates drawn" : "fates listed");
        foreach ((Passage passage, Fate fate) in Fates ?? new Dictionary<Passage, Fate>())
        {
            text.WriteLine(Schedules.Fates.Line(passage, fate));
        }

        return text.ToString();
    }

    public static Schedule Parse(string text)
    {
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length < 2 || lines[0] != FirstLine)
        {
            throw new FormatException($"a schedule begins with '{FirstLine}'");
        }

        Options options = new();
        List<Happening> happenings = [];
        Dictionary<Passage, Fate>? fates = null;
        ulong seed = 0;
        foreach (string[] words in lines.Skip(1).Select(static line => line.Split(' ')))
        {
            switch (words[0])
            {
                case "seed":
                    seed = ulong.Parse(words[1], CultureInfo.InvariantCulture);
                    break;
                case "option":
                    options[Enum.Parse<Knob>(words[1])] = int.Parse(words[2], CultureInfo.InvariantCulture);
                    break;
                case "event":
                    happenings.Add(Happening.Parse(words));
                    break;
                case "fates":
                    fates = words[1] == "listed" ? [] : null;
                    break;
                case "fate" when fates is not null:
                    (Passage passage, Fate fate) = Schedules.Fates.Parse(words);
                    fates[passage] = fate;
                    break;
                default:
                    throw new FormatException($"'{string.Join(' ', words)}' is no line of a schedule");
            }
        }

        return new Schedule { Seed = seed, Options = options, Happenings = happenings, Fates = fates };
    }
}
