using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace Pmip.Lab.Processes;

/// <summary>What a finished command left.</summary>
public readonly record struct CommandResult(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;
}

/// <summary>Runs one command to its end.</summary>
public static class Command
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    public static CommandResult Run(params string[] words) => Run(words, input: null);

    public static CommandResult Run(IReadOnlyList<string> words, string? input, TimeSpan? bound = null)
    {
        ProcessStartInfo start = Describe(words);
        start.RedirectStandardInput = true;
        using Process process = Process.Start(start) ?? throw new LabException($"cannot start {words[0]}");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (input is not null)
        {
            WriteInput(process, input);
        }

        process.StandardInput.Close();
        if (!process.WaitForExit(bound ?? Bound))
        {
            process.Kill(entireProcessTree: true);
            throw new LabException($"{string.Join(' ', words)}: still running after {(bound ?? Bound).TotalSeconds:0} s");
        }

        process.WaitForExit();
        return new CommandResult(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    /// <summary>The output of a command that has to succeed.</summary>
    public static string Require(params string[] words) => Require(words, input: null);

    public static string Require(IReadOnlyList<string> words, string? input)
    {
        CommandResult result = Run(words, input);
        return result.Succeeded
            ? result.Output
            : throw new LabException($"{string.Join(' ', words)}: exit {result.ExitCode}: {result.Error.Trim()} {result.Output.Trim()}");
    }

    internal static ProcessStartInfo Describe(IReadOnlyList<string> words)
    {
        ProcessStartInfo start = new(words[0])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        for (int index = 1; index < words.Count; index++)
        {
            start.ArgumentList.Add(words[index]);
        }

        return start;
    }

    private static void WriteInput(Process process, string input)
    {
        try
        {
            process.StandardInput.Write(input);
        }
        catch (IOException)
        {
            // It ended before it read everything; its exit code tells why.
            process.WaitForExit();
        }
    }
}
