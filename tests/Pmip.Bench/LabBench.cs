using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace Pmip.Bench;

/// <summary>
/// What is measured in the lab of namespaces: by a program beside this one, since the lab starts programs of its own by
/// <c>dotnet exec</c>. Its lines become figures of this report.
/// </summary>
internal static class LabBench
{
    private const string Mark = "figure\t";

    /// <summary>One stream of TCP.</summary>
    public static void Tcp(BenchRun run) => Run(run, "tcp");

    /// <summary>Crowds that change between MAGs.</summary>
    public static void Handovers(BenchRun run) => Run(run, "handovers");

    /// <summary>Frames while processes go and come.</summary>
    public static void Restarts(BenchRun run) => Run(run, "restarts");

    /// <summary>Instructions of a packet.</summary>
    public static void Instructions(BenchRun run) => Run(run, "instructions");

    private static void Run(BenchRun run, string what)
    {
        if (run.Binary is null || run.Lab is null || Environment.UserName != "root")
        {
            Console.Error.WriteLine($"{what} is left out: it needs --pmipd FILE, --lab FILE and root");
            return;
        }

        ProcessStartInfo start = new("dotnet", ["exec", run.Lab, what, Path.GetFullPath(run.Binary)]) { RedirectStandardOutput = true };
        using Process lab = Process.Start(start)!;
        while (lab.StandardOutput.ReadLine() is string line)
        {
            if (line.StartsWith(Mark, StringComparison.Ordinal))
            {
                run.Figures.Add(Read(line[Mark.Length..].Split('\t')));
            }
        }

        // An interruption reaches the lab too, which then takes itself down.
        lab.WaitForExit();
        run.Ending.ThrowIfCancellationRequested();
        if (lab.ExitCode != 0)
        {
            throw new InvalidOperationException($"{what}: the lab ended with {lab.ExitCode}");
        }
    }

    private static Figure Read(string[] words)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        double least = double.Parse(words[2], invariant);
        return new Figure(words[0], double.Parse(words[1], invariant), words[5], int.Parse(words[4], invariant))
        {
            Least = double.IsNaN(least) ? null : least,
            Greatest = double.IsNaN(least) ? null : double.Parse(words[3], invariant),
        };
    }
}
