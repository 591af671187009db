using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Control;
using Pmip.Appliance.Control.Verbs;

namespace Pmip.Appliance.Commands;

/// <summary>
/// The commands that ask the running process: one for each first word of the <see cref="VerbTable"/>. A line is checked here as the
/// process checks it, so that a wrong word costs no process and has the exit code of a wrong call.
/// </summary>
internal static class ControlCommands
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Command> All() => VerbTable.All.GroupBy(verb => verb.Name.Split(' ')[0]).Select(Of);

    private static Command Of(IGrouping<string, OperatorVerb> verbs)
    {
        OperatorVerb first = verbs.First();
        bool isGroup = first.WordCount > 1;
        string usage = isGroup
            ? string.Join('|', verbs.Select(verb => verb.Name.Split(' ')[1])) + " ..."
            : first.Usage[first.Name.Length..].TrimStart().Replace("[json]", "[--json]", StringComparison.Ordinal);
        return new Command(
            verbs.Key, usage + " [--socket PATH]", isGroup ? VerbTable.SummaryOf(verbs.Key) : first.Summary, Explain(verbs, isGroup),
            (words, output) => Ask(verbs.Key, words, output));
    }

    private static string Explain(IEnumerable<OperatorVerb> verbs, bool isGroup)
    {
        StringBuilder text = new();
        foreach (OperatorVerb verb in verbs)
        {
            if (isGroup)
            {
                text.Append(text.Length > 0 ? "\n" : "").Append("  pmipd ").Append(verb.Usage).Append("\n    ").Append(verb.Summary).Append('\n');
            }

            text.Append(verb.Id == VerbId.Show ? ShowHelp.Render() : verb.Help);
        }

        return text.ToString();
    }

    private static int Ask(string command, string[] words, CommandOutput output)
    {
        if (!CommandWords.TryParse(words, ["--json"], ["--socket"], out CommandWords? parsed, out string problem))
        {
            return output.Misused(problem, command);
        }

        bool takesRest = VerbTable.All.Any(verb =>
            verb.Name.Split(' ')[0] == command && verb.Parameters.Any(parameter => parameter.Kind == ParameterKind.RestOfLine));
        string separators = takesRest ? "\r\n" : " \r\n";
        if (parsed.Rest.Find(word => word.Length == 0 || word.AsSpan().ContainsAny(separators)) is string torn)
        {
            return output.Misused($"\"{torn}\" is no word: it is empty or holds a blank", command);
        }

        string line = string.Join(' ', [command, .. parsed.Rest]) + (parsed.Has("--json") ? " json" : "");
        if (Fault(line) is string fault)
        {
            string? nearest = parsed.Rest.Count == 1 && command == "show" ? NearestName.Find(parsed.Rest[0], ShowTables.Names) : null;
            return output.Misused(nearest is null ? fault : $"{fault}; did you mean \"{nearest}\"?", command);
        }

        if (ControlClient.TryAsk(parsed.Value("--socket") ?? ApplianceConfiguration.DefaultControlSocket, line, output.Answer, out string error))
        {
            return ExitCode.Ok;
        }

        output.Complaint.WriteLine("pmipd: " + error);
        return ExitCode.Failed;
    }

    private static string? Fault(string line)
    {
        byte[] octets = Encoding.UTF8.GetBytes(line);
        VerbFault fault = VerbArguments.TryRead(octets, out VerbArguments arguments, out int parameter, out WordPlace word);
        if (fault == VerbFault.None)
        {
            return null;
        }

        byte[] room = new byte[VerbFaultText.LengthMax];
        return Encoding.UTF8.GetString(room, 0, VerbFaultText.Write(fault, arguments, parameter, word, room));
    }
}
