using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Control.Verbs;

namespace Pmip.Appliance.OperatorConsole.Guidance;

/// <summary>Finds what a command is, as the process would, and says what is wrong with it before anybody is asked.</summary>
internal sealed class LineCheck(IReadOnlyList<CommandForm> forms)
{
    /// <summary>The command that the line is; null with what is wrong.</summary>
    public CommandForm? Find(string command, out LineFault? fault)
    {
        List<CommandWord> words = CommandWord.Split(command);
        List<CommandForm> left = LineGuide.Follow(forms, words, out int depth);
        CommandForm? whole = left.Find(form => form.Words.Count == depth && depth > 0);
        if (whole is null)
        {
            fault = Unknown(left, words, depth);
            return null;
        }

        fault = whole.Local is not null ? LocalFault(whole, words, depth) : VerbFaultOf(command);
        return fault is null ? whole : null;
    }

    private static LineFault Unknown(List<CommandForm> left, List<CommandWord> words, int depth)
    {
        List<string> next = [.. left.Where(form => form.Words.Count > depth).Select(form => form.Words[depth]).Distinct()];
        string before = string.Join(' ', words.Take(depth).Select(word => word.Text));
        if (depth == words.Count)
        {
            int end = words.Count == 0 ? 0 : words[^1].End;
            return new LineFault($"behind \"{before}\" stands one of {string.Join(", ", next)}", end + 1, 0);
        }

        CommandWord wrong = words[depth];
        string shown = Output.AnswerShaper.Visible(wrong.Text);
        List<string> meant = next.FindAll(word => word.StartsWith(wrong.Text, StringComparison.Ordinal));
        string? nearest = NearestName.Find(wrong.Text, next);
        string message = meant.Count > 1 ? $"\"{shown}\" is short for several: {string.Join(", ", meant)}"
            : depth > 0 ? $"behind \"{before}\" stands one of {string.Join(", ", next)}, not \"{shown}\""
            : $"there is no command \"{shown}\"";
        message += meant.Count > 1 ? "" : nearest is not null ? $"; did you mean \"{nearest}\"?" : depth > 0 ? "" : "; \"?\" lists them";
        return new LineFault(message, wrong.Start, wrong.Text.Length);
    }

    private static LineFault? LocalFault(CommandForm form, List<CommandWord> words, int depth)
    {
        int next = 0;
        for (int i = depth; i < words.Count; i++, next++)
        {
            VerbParameter? parameter = next < form.Parameters.Count ? form.Parameters[next] : null;
            if (parameter?.Kind == ParameterKind.RestOfLine)
            {
                return null;
            }

            string word = words[i].Text;
            if (parameter is null)
            {
                return new LineFault(
                    $"\"{Output.AnswerShaper.Visible(word)}\" has no place there; usage: {form.Usage}", words[i].Start, word.Length);
            }

            bool isRight = parameter.Kind switch
            {
                ParameterKind.Number => uint.TryParse(word, out uint number) && number > 0 && number <= parameter.Maximum,
                ParameterKind.Choice => parameter.IsFlag ? parameter.Keyword.StartsWith(word, StringComparison.Ordinal)
                    : parameter.ChoiceOf(Encoding.UTF8.GetBytes(word)) >= 0,
                _ => true,
            };
            if (!isRight)
            {
                return new LineFault(
                    $"\"{Output.AnswerShaper.Visible(word)}\" is no {parameter.Name}, wanted is {parameter.Allowed}", words[i].Start, word.Length);
            }
        }

        VerbParameter? missing = form.Parameters.Skip(next).FirstOrDefault(parameter => !parameter.IsOptional);
        return missing is null ? null
            : new LineFault($"\"{form.Name}\" lacks {missing.Name}; usage: {form.Usage}", (words.Count > 0 ? words[^1].End : 0) + 1, 0);
    }

    private static LineFault? VerbFaultOf(string command)
    {
        byte[] octets = Encoding.UTF8.GetBytes(command);
        VerbFault fault = VerbArguments.TryRead(octets, out VerbArguments arguments, out int parameter, out WordPlace place);
        if (fault == VerbFault.None)
        {
            return null;
        }

        byte[] room = new byte[VerbFaultText.LengthMax];
        string message = Encoding.UTF8.GetString(room, 0, VerbFaultText.Write(fault, arguments, parameter, place, room));
        string word = Encoding.UTF8.GetString(octets, place.Start, place.Length);
        if (fault is VerbFault.BadValue or VerbFault.Unexpected && arguments.Verb is OperatorVerb verb)
        {
            IEnumerable<string> candidates = parameter >= 0 && fault == VerbFault.BadValue
                ? verb.Parameters[parameter].Choices
                : verb.Parameters.Select(candidate => candidate.Keyword).Where(keyword => keyword.Length > 0);
            message += NearestName.Find(word, candidates) is string nearest ? $"; did you mean \"{nearest}\"?" : "";
        }

        bool isMissing = fault == VerbFault.Missing || place.Length == 0;
        return At(octets, isMissing ? new WordPlace(octets.Length + 1, 0) : place, message);
    }

    /// <summary>A fault of which the place is told in octets.</summary>
    public static LineFault At(ReadOnlySpan<byte> octets, WordPlace place, string message)
    {
        int start = Math.Clamp(place.Start, 0, octets.Length);
        int units = Encoding.UTF8.GetCharCount(octets[..start]) + (place.Start > octets.Length ? 1 : 0);
        int length = Encoding.UTF8.GetCharCount(octets.Slice(start, Math.Clamp(place.Length, 0, octets.Length - start)));
        return new LineFault(message, units, length);
    }
}
