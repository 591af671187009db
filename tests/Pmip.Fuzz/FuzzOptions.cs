using System;
using System.Collections.Generic;
using System.Globalization;

namespace Pmip.Fuzz;

/// <summary>What the command line asks for.</summary>
internal sealed class FuzzOptions
{
    public const string Usage = """
        usage: Pmip.Fuzz list
               Pmip.Fuzz TARGET [--seconds N] [--runs N] [--seed N] [--corpus FOLDER] [--keep FOLDER] [--findings FOLDER] [--blind]
               Pmip.Fuzz TARGET FILE...

          --seconds N        how long to search; 0 only replays the corpus
          --runs N           how many inputs to try at most
          --seed N           where the search begins
          --corpus FOLDER    holds TARGET.hex, one input a line; the repository's unless given
          --keep FOLDER      writes the corpus that is left at the end, a few short inputs that run all code that was run
          --findings FOLDER  where a finding is written; the working folder unless given
          --blind            looks at no coverage
          FILE               an input of a finding, to be run once

        """;

    public string Target { get; private set; } = "";

    public TimeSpan Time { get; private set; } = TimeSpan.FromSeconds(30);

    public long RunsMax { get; private set; } = long.MaxValue;

    public ulong Seed { get; private set; } = 1;

    public string? CorpusFolder { get; private set; }

    public string? KeepFolder { get; private set; }

    public string FindingsFolder { get; private set; } = ".";

    public bool IsBlind { get; private set; }

    public List<string> Files { get; } = [];

    /// <summary>False when the arguments make no sense.</summary>
    public static bool TryParse(string[] args, out FuzzOptions options)
    {
        options = new FuzzOptions();
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == "--blind")
            {
                options.IsBlind = true;
            }
            else if (args[i].StartsWith("--", StringComparison.Ordinal))
            {
                if (i + 1 == args.Length || !options.TrySet(args[i], args[++i]))
                {
                    return false;
                }
            }
            else if (options.Target.Length == 0)
            {
                options.Target = args[i];
            }
            else
            {
                options.Files.Add(args[i]);
            }
        }

        return options.Target.Length != 0;
    }

    private bool TrySet(string name, string value)
    {
        bool isNumber = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        switch (name)
        {
            case "--seconds" when isNumber && number <= int.MaxValue:
                Time = TimeSpan.FromSeconds(number);
                return true;
            case "--runs" when isNumber:
                RunsMax = number;
                return true;
            case "--seed" when isNumber:
                Seed = (ulong)number;
                return true;
            case "--corpus":
                CorpusFolder = value;
                return true;
            case "--keep":
                KeepFolder = value;
                return true;
            case "--findings":
                FindingsFolder = value;
                return true;
            default:
                return false;
        }
    }
}
