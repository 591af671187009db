using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Pmip.Appliance.OperatorConsole.Editing;
using Pmip.Appliance.OperatorConsole.Guidance;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.OperatorConsole.Sessions;

/// <summary>Carries out what the console does by itself.</summary>
internal sealed class LocalCommands(SessionWait wait, ConsoleScreen screen, LineInput input, DraftPath path)
{
    // Saves the cursor, goes further than any terminal reaches, asks where that is, and comes back.
    private const string SizeQuestion = "\u001b7\u001b[999;999H\u001b[6n\u001b8";
    private static readonly Duration SizePatience = Duration.FromSeconds(2);

    /// <summary>True in the mode in which the draft is edited.</summary>
    public bool IsConfiguring { get; private set; }

    /// <summary>Carries out a command that was checked.</summary>
    public void Run(LocalVerb verb, IReadOnlyList<string> words, IReadOnlyList<CommandForm> forms)
    {
        switch (verb.Id)
        {
            case LocalVerbId.Configure:
                IsConfiguring = true;
                screen.WriteLine("the draft is edited by \"set\" and \"delete\"; \"compare\" shows what is new, \"commit confirmed N\" lets it run on trial");
                break;
            case LocalVerbId.Edit:
                path.Enter(words[1]);
                break;
            case LocalVerbId.Up:
                if (!path.Up())
                {
                    screen.WriteLine("this is the whole draft: nothing is above it");
                }

                break;
            case LocalVerbId.Top:
                path.Top();
                break;
            case LocalVerbId.Help:
                input.Print(Explain([.. words.Skip(1)], forms));
                break;
            case LocalVerbId.Resize:
                Resize(words);
                break;
            case LocalVerbId.Terminal:
                screen.IsDumb = "dumb".StartsWith(words[1], StringComparison.Ordinal);
                screen.IsPaging = words.Count < 3;
                break;
            case LocalVerbId.Exit when IsConfiguring:
                IsConfiguring = false;
                path.Top();
                break;
            default:
                wait.Leave();
                break;
        }
    }

    private static IEnumerable<string> Explain(List<string> words, IReadOnlyList<CommandForm> forms)
    {
        List<CommandWord> asked = CommandWord.Split(string.Join(' ', words));
        List<CommandForm> found = LineGuide.Follow(forms, asked, out int depth);
        if (depth < asked.Count)
        {
            return [$"there is no command \"{Output.AnswerShaper.Visible(asked[depth].Text)}\" to explain"];
        }

        if (found.Count > 1)
        {
            int width = found.Max(form => form.Name.Length);
            return found.Select(form => $"  {form.Name.PadRight(width)}  {form.Summary}");
        }

        string[] help = (found[0].Verb?.Help ?? "").TrimEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [found[0].Usage, "  " + found[0].Summary, .. help];
    }

    private void Resize(IReadOnlyList<string> words)
    {
        (int columns, int rows) = screen.Size;
        if (words.Count > 1)
        {
            columns = int.Parse(words[1], CultureInfo.InvariantCulture);
            rows = words.Count > 2 ? int.Parse(words[2], CultureInfo.InvariantCulture) : rows;
            screen.Resize(columns, rows);
        }
        else if (!screen.IsDumb && AskSize() is Key report)
        {
            screen.Resize(report.Column, report.Row);
        }

        (columns, rows) = screen.Size;
        screen.WriteLine($"{columns} columns, {rows} rows");
    }

    private Key? AskSize()
    {
        screen.Output.Append(SizeQuestion);
        screen.Flush();
        Instant end = wait.Now.Plus(SizePatience);
        while (wait.End is null && wait.Now < end)
        {
            while (wait.TryTake(out Key key))
            {
                if (key.Kind == KeyKind.CursorReport)
                {
                    return key;
                }
            }

            wait.Wait(end.Since(wait.Now), forDesk: false);
        }

        return null;
    }
}
