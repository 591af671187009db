using System;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Control;

namespace Pmip.Appliance.Commands;

/// <summary>The commands that ask the running process.</summary>
internal static class ControlCommands
{
    private static readonly string[] Tables = ["bindings", "peers", "sessions", "counters", "datapath", "nodes"];

    private static readonly string[] Levels = ["debug", "info", "warn", "error"];

    public static int Show(string[] words, CommandOutput output)
    {
        if (!CommandWords.TryParse(words, ["--json"], ["--socket"], out CommandWords? parsed, out string problem))
        {
            return output.Misused(problem, "show");
        }

        if (parsed.Rest.Count != 1 || Array.IndexOf(Tables, parsed.Rest[0]) < 0)
        {
            string? nearest = parsed.Rest.Count == 1 ? NearestName.Find(parsed.Rest[0], Tables) : null;
            string wanted = $"\"show\" wants one of {string.Join(", ", Tables)}";
            return output.Misused(nearest is null ? wanted : $"{wanted}, did you mean \"{nearest}\"?", "show");
        }

        return Ask($"show {parsed.Rest[0]}{(parsed.Has("--json") ? " json" : "")}", parsed, output);
    }

    public static int Log(string[] words, CommandOutput output)
    {
        // The process checks too; here a wrong word costs no process.
        if (words.Length > 0 && !words[0].StartsWith("--", StringComparison.Ordinal) && Array.IndexOf(Levels, words[0]) < 0)
        {
            string? nearest = NearestName.Find(words[0], Levels);
            return output.Misused(
                $"\"{words[0]}\" is no level, wanted is one of {string.Join(", ", Levels)}" + (nearest is null ? "" : $", did you mean \"{nearest}\"?"), "log");
        }

        return Send("log", "a level", 1, words, output);
    }

    public static int Detach(string[] words, CommandOutput output) => Send("detach", "an identifier and perhaps an APN", 2, words, output);

    public static int Remove(string[] words, CommandOutput output) => Send("remove", "an identifier and perhaps an APN", 2, words, output);

    private static int Send(string verb, string wanted, int wordsMax, string[] words, CommandOutput output)
    {
        if (!CommandWords.TryParse(words, [], ["--socket"], out CommandWords? parsed, out string problem))
        {
            return output.Misused(problem, verb);
        }

        return parsed.Rest.Count is 0 || parsed.Rest.Count > wordsMax || parsed.Rest.Exists(word => word.AsSpan().ContainsAny(' ', '\n'))
            ? output.Misused($"\"{verb}\" wants {wanted}", verb)
            : Ask(verb + " " + string.Join(' ', parsed.Rest), parsed, output);
    }

    private static int Ask(string request, CommandWords words, CommandOutput output)
    {
        if (ControlClient.TryAsk(words.Value("--socket") ?? ApplianceConfiguration.DefaultControlSocket, request, output.Answer, out string error))
        {
            return ExitCode.Ok;
        }

        output.Complaint.WriteLine("pmipd: " + error);
        return ExitCode.Failed;
    }
}
