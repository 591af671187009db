using System;
using System.Collections.Generic;
using System.Linq;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.OperatorConsole.Output;

namespace Pmip.Appliance.OperatorConsole.Guidance;

/// <summary>
/// Tells what may stand at the end of a text: words of commands, choices, keywords, values of the running node, and behind a bar the
/// ways to shape what is printed. It reads lines as the process does: a word may be short as long as it can be no other.
/// </summary>
internal sealed class LineGuide(IReadOnlyList<CommandForm> forms, IValueSource values, string draftPath = "")
{
    /// <summary>What is known of the end of the text.</summary>
    public Guide At(string text)
    {
        List<CommandWord> words = CommandWord.Split(text);
        CommandWord partial = new("", text.Length);
        if (words.Count > 0 && words[^1].End == text.Length)
        {
            partial = words[^1];
            words.RemoveAt(words.Count - 1);
        }

        int bar = words.FindLastIndex(word => word.Text[0] == '|');
        if (partial.Text.StartsWith('|'))
        {
            CommandWord behind = new(partial.Text[1..], partial.Start + 1);
            return Narrow(behind, words.Count == 0 ? [] : PipeStage.Proposals, null);
        }

        if (bar >= 0)
        {
            bool isStageWord = words[bar].Text.Length == 1 && bar == words.Count - 1;
            return Narrow(partial, isStageWord ? PipeStage.Proposals : [Proposal.Enter], null);
        }

        return Command(words, partial);
    }

    /// <summary>Follows the words of commands as far as they go; the commands that are left share them.</summary>
    internal static List<CommandForm> Follow(IReadOnlyList<CommandForm> forms, List<CommandWord> words, out int depth)
    {
        List<CommandForm> left = [.. forms];
        for (depth = 0; depth < words.Count; depth++)
        {
            int place = depth;
            List<string> next = [.. left.Where(form => form.Words.Count > place).Select(form => form.Words[place]).Distinct()];
            string word = words[place].Text;
            List<string> meant = next.Contains(word) ? [word] : next.FindAll(candidate => candidate.StartsWith(word, StringComparison.Ordinal));
            CommandForm? whole = left.Find(form => form.Words.Count == place);
            bool isParameter = whole is not null && meant.FirstOrDefault() != word && TakesFirst(whole, word);
            if (meant.Count != 1 || isParameter)
            {
                return left;
            }

            left = left.FindAll(form => form.Words.Count > place && form.Words[place] == meant[0]);
        }

        return left;
    }

    private static bool TakesFirst(CommandForm form, string word) => form.Verb is OperatorVerb verb
        ? verb.TakesFirst(System.Text.Encoding.UTF8.GetBytes(word), out _) != 0
        : form.Parameters.Count > 0;

    private static Guide Narrow(CommandWord word, IEnumerable<Proposal> proposals, CommandWord? wrong) => new(
        word,
        [.. proposals.Where(proposal => !proposal.IsWord || proposal.Text.StartsWith(word.Text, StringComparison.Ordinal))
            .Where(proposal => proposal != Proposal.Enter || word.Text.Length == 0)
            .DistinctBy(proposal => proposal.Text)], // A choice of one command may be a word of another: show counters.
        wrong);

    private Guide Command(List<CommandWord> words, CommandWord partial)
    {
        List<CommandForm> left = Follow(forms, words, out int depth);
        List<Proposal> proposals = [];
        if (depth == words.Count)
        {
            proposals.AddRange(left.Where(form => form.Words.Count > depth)
                .GroupBy(form => form.Words[depth])
                .Select(group => new Proposal(group.Key, SummaryOf([.. group], depth))));
        }

        if (left.Find(form => form.Words.Count == depth) is not CommandForm whole)
        {
            return Narrow(partial, proposals, depth < words.Count ? words[depth] : null);
        }

        ParameterWalk walk = new(whole, values, draftPath);
        for (int i = depth; i < words.Count; i++)
        {
            if (!walk.Take(words[i].Text))
            {
                return Narrow(partial, [], words[i]);
            }
        }

        proposals.AddRange(walk.Proposals(partial.Text));
        return Narrow(partial, proposals, null);
    }

    private static string SummaryOf(List<CommandForm> forms, int depth)
    {
        CommandForm? alone = forms.Find(form => form.Words.Count == depth + 1);
        if (alone is not null)
        {
            return alone.Summary;
        }

        return forms.Count == 1 ? forms[0].Summary
            : string.Join(", ", forms.Select(form => form.Words[depth + 1]).Distinct()) is string list && depth > 0 ? list
            : VerbTable.SummaryOf(forms[0].Words[0]);
    }
}
