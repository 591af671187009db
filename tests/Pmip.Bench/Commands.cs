using System;
using System.Diagnostics;

namespace Pmip.Bench;

/// <summary>Commands of the machine, run to their end.</summary>
internal static class Commands
{
    /// <summary>What the command wrote; it must succeed.</summary>
    public static string Require(string program, params string[] words)
    {
        (int status, string output, string error) = Run(program, words);
        return status == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', words)}: exit {status}: {error}{output}");
    }

    public static (int Status, string Output, string Error) Run(string program, params string[] words)
    {
        ProcessStartInfo start = new(program, words) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        System.Threading.Tasks.Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
