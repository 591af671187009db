using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Control.Verbs;

namespace Pmip.Appliance.Commands;

/// <summary>
/// The commands that ask the running process: one for each first word of the <see cref="VerbTable"/>. A line is checked here as the
/// process checks it, so that a wrong word costs no process and has the exit code of a wrong call.
/// </summary>
internal static class ControlCommands
{
    /// <summary>All of them. A command line is a session of its own, so that logging in by itself leads nowhere: <c>--operator</c> does it.</summary>
    public static IEnumerable<Command> All() => VerbTable.All
        .Where(verb => verb.Id is not (VerbId.Login or VerbId.Logout))
        .GroupBy(verb => verb.Name.Split(' ')[0])
        .Select(Of);

    private static Command Of(IGrouping<string, OperatorVerb> verbs)
    {
        OperatorVerb? alone = verbs.FirstOrDefault(verb => verb.WordCount == 1);
        IEnumerable<string> others = verbs.Where(verb => verb.WordCount > 1).Select(verb => verb.Name[(verbs.Key.Length + 1)..]);
        string usage = alone is null ? string.Join('|', others) + " ..." : alone.Usage[verbs.Key.Length..].TrimStart();
        return new Command(
            verbs.Key, $"{usage} [--json] [--socket PATH] [--operator NAME]".TrimStart(), alone?.Summary ?? VerbTable.SummaryOf(verbs.Key), Explain(verbs),
            (words, output) => Ask(verbs.Key, words, output));
    }

    private static string Explain(IGrouping<string, OperatorVerb> verbs)
    {
        StringBuilder text = new();
        foreach (OperatorVerb verb in verbs)
        {
            if (verb.WordCount > 1)
            {
                text.Append(text.Length > 0 ? "\n" : "").Append("  pmipd ").Append(verb.Usage).Append("\n    ").Append(verb.Summary).Append('\n');
            }

            text.Append(verb.Id == VerbId.Show ? ShowHelp.Render() : verb.Help);
        }

        return text.ToString();
    }

    private static int Ask(string command, string[] words, CommandOutput output)
    {
        if (!CommandWords.TryParse(words, ["--json"], ["--socket", "--operator", "--output"], out CommandWords? parsed, out string problem))
        {
            return output.Misused(problem, command);
        }

        bool takesRest = VerbTable.All.Any(verb =>
            verb.Name.Split(' ')[0] == command && verb.Parameters.Any(parameter => parameter.Kind == ParameterKind.RestOfLine));
        char last = takesRest ? '\u001f' : ' ';
        if (parsed.Rest.Find(word => word.Length == 0 || word.AsSpan().ContainsAnyInRange('\0', last)) is string torn)
        {
            return output.Misused($"\"{torn}\" is no word: it is empty or holds a blank", command);
        }

        string line = string.Join(' ', [command, .. parsed.Rest]);
        byte[] octets = Encoding.UTF8.GetBytes(line);
        VerbFault fault = VerbArguments.TryRead(octets, out VerbArguments arguments, out int parameter, out WordPlace word);
        if (fault != VerbFault.None)
        {
            byte[] room = new byte[VerbFaultText.LengthMax];
            string complaint = Encoding.UTF8.GetString(room, 0, VerbFaultText.Write(fault, arguments, parameter, word, room));
            string? nearest = parsed.Rest.Count == 1 && command == "show" ? NearestName.Find(parsed.Rest[0], ShowTables.Names) : null;
            return output.Misused(nearest is null ? complaint : $"{complaint}; did you mean \"{nearest}\"?", command);
        }

        string body = "";
        if (arguments.Verb.TakesBody && parsed.Rest.Count == arguments.Verb.WordCount - 1 && !StandardInput.TryRead(out body, out problem))
        {
            output.Complaint.WriteLine("pmipd: " + problem);
            return ExitCode.Failed;
        }

        return new ControlCall(parsed.Value("--socket") ?? ApplianceConfiguration.DefaultControlSocket, output)
        {
            Operator = parsed.Value("--operator") ?? "",
            OutputPath = parsed.Value("--output") ?? "",
            IsJson = parsed.Has("--json") || (arguments.Verb.Id == VerbId.Show && arguments.Has(1))
                || (arguments.Verb.Id == VerbId.ShowCounters && arguments.Has(3)),
            Rows = arguments.Verb.Id == VerbId.Show
                ? Encoding.UTF8.GetString(arguments.Text(0))
                : arguments.Verb.Name[(arguments.Verb.Name.LastIndexOf(' ') + 1)..],
            GivesFile = arguments.Verb.GivesFile,
            IsShow = arguments.Verb.Id is VerbId.Show or VerbId.ShowCounters,
            IsLive = arguments.Verb.Id == VerbId.Monitor,
        }.Run(line, body);
    }
}
