using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Pmip.Appliance.OperatorConsole.Guidance;

namespace Pmip.Appliance.OperatorConsole.Output;

/// <summary>What is done to the lines of an answer.</summary>
internal enum PipeKind : byte
{
    /// <summary>Lines with the text, whatever the case of its letters.</summary>
    Match,

    /// <summary>Lines without it.</summary>
    Except,

    /// <summary>Only their number.</summary>
    Count,

    /// <summary>The first ones.</summary>
    First,

    /// <summary>Each row as one JSON object on a line.</summary>
    Json,

    /// <summary>No stopping at the end of each page.</summary>
    NoMore,
}

/// <summary>A stage behind a bar.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Text">The text to look for.</param>
/// <param name="Number">How many lines.</param>
internal sealed record PipeStage(PipeKind Kind, string Text = "", int Number = 0)
{
    private static readonly StageWord[] Words =
    [
        new("match", PipeKind.Match, "TEXT: only lines with the text in them, whatever the case"),
        new("except", PipeKind.Except, "TEXT: only lines without it"),
        new("count", PipeKind.Count, "the number of lines"),
        new("first", PipeKind.First, "N: only the first lines"),
        new("json", PipeKind.Json, "each row as a JSON object, one a line"),
        new("no-more", PipeKind.NoMore, "no stop at the end of a page"),
    ];

    /// <summary>The words of all stages.</summary>
    public static IEnumerable<Proposal> Proposals => Words.Select(word => new Proposal(word.Word, word.Summary));

    /// <summary>Reads a stage from the words behind its bar; null with the complaint and the word it is about.</summary>
    public static PipeStage? TryRead(string line, IReadOnlyList<CommandWord> words, CommandWord bar, out CommandWord wrong, out string complaint)
    {
        wrong = words.Count > 0 ? words[0] : bar;
        if (words.Count == 0)
        {
            complaint = $"behind the bar stands one of {Known}";
            return null;
        }

        CommandWord word = words[0];
        List<StageWord> meant =
            [.. Words.Where(known => known.Word.StartsWith(word.Text, StringComparison.Ordinal))];
        if (meant.Count != 1)
        {
            string? nearest = Configuration.NearestName.Find(word.Text, Words.Select(known => known.Word));
            complaint = meant.Count > 1 ? $"\"{word.Text}\" may be {string.Join(" or ", meant.Select(known => known.Word))}"
                : $"\"{word.Text}\" is none of {Known}" + (nearest is null ? "" : $"; did you mean \"{nearest}\"?");
            return null;
        }

        (string name, PipeKind kind, string summary) = meant[0];
        complaint = "";
        switch (kind)
        {
            case PipeKind.Match or PipeKind.Except when words.Count > 1:
                return new PipeStage(kind, line[words[1].Start..words[^1].End]);
            case PipeKind.Match or PipeKind.Except:
                complaint = $"\"{name}\" wants a text";
                return null;
            case PipeKind.First:
                wrong = words.Count > 1 ? words[1] : word;
                complaint = $"\"first\" wants one number from 1 to {int.MaxValue}"
                    + (words.Count > 1 ? $", not \"{AnswerShaper.Visible(line[words[1].Start..words[^1].End])}\"" : "");
                return words.Count == 2 && int.TryParse(words[1].Text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
                    ? new PipeStage(kind, Number: number)
                    : null;
            default:
                wrong = words.Count > 1 ? words[1] : word;
                complaint = words.Count > 1 ? $"\"{wrong.Text}\" has no place there: \"{name}\" takes nothing" : "";
                return words.Count > 1 ? null : new PipeStage(kind);
        }
    }

    private static string Known => string.Join(", ", Words.Select(word => word.Word));

    private sealed record StageWord(string Word, PipeKind Kind, string Summary);
}
