using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using Pmip.Fuzz.Guidance;
using Pmip.Fuzz.Targets;

namespace Pmip.Fuzz;

/// <summary>What the program does, within the instrumented copy.</summary>
public static class FuzzCommand
{
    private const int ExitFinding = 1;
    private const int ExitUsage = 2;

    /// <summary>Replays the corpus and searches, or runs single inputs; 0 when nothing was found.</summary>
    public static int Run(string[] args, TextWriter output)
    {
        if (!FuzzOptions.TryParse(args, out FuzzOptions options))
        {
            output.Write(FuzzOptions.Usage);
            return ExitUsage;
        }

        if (options.Target == "list")
        {
            foreach (string name in FuzzTargets.Names)
            {
                output.WriteLine(name);
            }

            return 0;
        }

        if (FuzzTargets.Make(options.Target) is not FuzzTarget target)
        {
            output.WriteLine($"{options.Target}: no such target; 'list' names them");
            return ExitUsage;
        }

        try
        {
            return options.Files.Count > 0 ? RunFiles(target, options, output) : Search(target, options, output);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            output.WriteLine(exception.Message);
            return ExitUsage;
        }
    }

    private static int RunFiles(FuzzTarget target, FuzzOptions options, TextWriter output)
    {
        int exit = 0;
        var run = new FuzzRun(target, options.Seed, options.IsBlind);
        foreach (string file in options.Files)
        {
            if (run.Replay(File.ReadAllBytes(file)) is Finding finding)
            {
                output.WriteLine($"{target.Name}: {file}: {finding.Details}");
                exit = ExitFinding;
            }
            else
            {
                output.WriteLine($"{target.Name}: {file}: nothing wrong");
            }
        }

        return exit;
    }

    private static int Search(FuzzTarget target, FuzzOptions options, TextWriter output)
    {
        long began = Stopwatch.GetTimestamp();
        var run = new FuzzRun(target, options.Seed, options.IsBlind);
        foreach (byte[] input in CorpusFiles.Read(target, options.CorpusFolder))
        {
            if (run.Replay(input) is Finding known)
            {
                return Report(target, options, run, known, output);
            }
        }

        int replayed = run.Corpus.Count;
        Finding? finding = run.Search(options.RunsMax, options.Time);
        if (options.KeepFolder is string keep)
        {
            CorpusFiles.Write(target, keep, run.Essential());
        }

        if (finding is not null)
        {
            return Report(target, options, run, finding, output);
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target.Name}: no finding, {run.Runs} runs in {seconds:F1} s, {run.Corpus.FeatureCount} features, "
            + $"{run.Corpus.Count} inputs ({replayed} known), most work {run.WorkMost} of {target.WorkMax} blocks, seed {options.Seed}"));
        return 0;
    }

    private static int Report(FuzzTarget target, FuzzOptions options, FuzzRun run, Finding finding, TextWriter output)
    {
        Directory.CreateDirectory(options.FindingsFolder);
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(finding.Input))[..12];
        string path = Path.Combine(options.FindingsFolder, $"{target.Name}-{hash}.bin");
        File.WriteAllBytes(path, finding.Input);
        output.WriteLine($"{target.Name}: FOUND after {run.Runs} runs, seed {options.Seed}: {finding.Kind} {finding.Place}");
        output.WriteLine($"  input  {Convert.ToHexStringLower(finding.Input)}");
        output.WriteLine($"  replay Pmip.Fuzz {target.Name} {path}");
        output.WriteLine(finding.Details);
        return ExitFinding;
    }
}
