using System;
using System.Linq;

namespace Pmip.Bench;

/// <summary>
/// Parts of benchmarks that run as this program once more, inside a network namespace: <c>--inside NAME WORD...</c>. What they
/// measured they print, a line of words, for the part outside.
/// </summary>
internal static class InsideTable
{
    /// <summary>The word by which this program is told that it runs inside a namespace.</summary>
    public const string Option = "--inside";

    private static readonly (string Name, Func<string[], int> Run)[] s_parts =
    [
        (BinaryBench.InsideName, BinaryBench.RunInside),
        (SocketEcho.InsideName, SocketEcho.RunInside),
        (SocketLoad.InsideName, SocketLoad.RunInside),
    ];

    /// <summary>Runs the part called <paramref name="name"/>; its exit status.</summary>
    public static int Run(string name, string[] words)
    {
        Func<string[], int> run = s_parts.FirstOrDefault(part => part.Name == name).Run
            ?? throw new ArgumentException($"{Option}: '{name}' is none of: {string.Join(", ", s_parts.Select(static part => part.Name))}");
        return run(words);
    }
}
