using System;
using System.Collections.Generic;
using System.Linq;
using Pmip.Appliance.Control.Verbs;

namespace Pmip.Appliance.OperatorConsole.Guidance;

/// <summary>Walks the words behind the name of a command, and tells what may come next.</summary>
internal sealed class ParameterWalk(CommandForm form, IValueSource values, string draftPath)
{
    private readonly HashSet<VerbParameter> _given = [];
    private VerbParameter? _pending;
    private bool _takesRest;

    /// <summary>Takes a word; false when none may stand there.</summary>
    public bool Take(string word)
    {
        if (_takesRest)
        {
            return true;
        }

        if (_pending is not null)
        {
            _takesRest = _pending.Kind == ParameterKind.RestOfLine;
            _pending = null;
            return true;
        }

        VerbParameter? open = Open;
        VerbParameter? keyword = Keyword(word, isExact: true);
        if (keyword is null && open is not null && (open.Kind != ParameterKind.Choice || Choices(open, word).Any()))
        {
            _given.Add(open);
            _takesRest = open.Kind == ParameterKind.RestOfLine;
            return true;
        }

        keyword ??= Keyword(word, isExact: false);
        if (keyword is null)
        {
            return false;
        }

        _given.Add(keyword);
        _pending = keyword.IsFlag ? null : keyword;
        return true;
    }

    /// <summary>What may come next, of the values of the node those that begin with the text.</summary>
    public IEnumerable<Proposal> Proposals(string beginning)
    {
        if (_takesRest)
        {
            return [Proposal.Enter];
        }

        if (_pending is not null)
        {
            return ValuesFor(_pending, beginning);
        }

        List<Proposal> proposals = [];
        if (Open is VerbParameter open)
        {
            proposals.AddRange(ValuesFor(open, beginning));
        }

        proposals.AddRange(Keywords.Select(keyword => new Proposal(
            keyword.Keyword, keyword.IsFlag ? "" : $"{keyword.Name}: {keyword.Allowed}")));
        if (!form.Parameters.Any(parameter => !parameter.IsOptional && !_given.Contains(parameter)))
        {
            proposals.Add(Proposal.Enter);
        }

        return proposals;
    }

    private VerbParameter? Open => form.Parameters.FirstOrDefault(
        parameter => parameter.Keyword.Length == 0 && !_given.Contains(parameter));

    private IEnumerable<VerbParameter> Keywords =>
        form.Parameters.Where(parameter => parameter.Keyword.Length > 0 && !_given.Contains(parameter));

    private static IEnumerable<string> Choices(VerbParameter parameter, string beginning) =>
        parameter.Choices.Where(choice => choice.StartsWith(beginning, StringComparison.Ordinal));

    private string SummaryOf(string choice) => form.Verb?.Id == VerbId.Show
        ? ShowTables.SummaryOf(choice)
        : "";

    private VerbParameter? Keyword(string word, bool isExact)
    {
        List<VerbParameter> meant = [.. Keywords.Where(
            parameter => isExact ? parameter.Keyword == word : parameter.Keyword.StartsWith(word, StringComparison.Ordinal))];
        return meant.Count == 1 ? meant[0] : null;
    }

    private IEnumerable<Proposal> ValuesFor(VerbParameter parameter, string beginning)
    {
        if (parameter.Kind == ParameterKind.Choice)
        {
            return Choices(parameter, beginning).Select(choice => new Proposal(choice, SummaryOf(choice)));
        }

        if (parameter.Kind == ParameterKind.ConfigurationPath)
        {
            return DraftPaths.Below(draftPath, beginning);
        }

        return values.ValuesOf(parameter.Kind, beginning).Select(value => new Proposal(value, ""))
            .Prepend(new Proposal(parameter.Name, parameter.Allowed, IsWord: false));
    }
}
