using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pmip.Appliance.OperatorConsole.Editing;
using Pmip.Appliance.OperatorConsole.Guidance;
using Pmip.Appliance.OperatorConsole.Output;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.OperatorConsole.Sessions;

/// <summary>Reads one line with all that a person may do meanwhile: editing, help, completion; and with the news that come meanwhile.</summary>
internal sealed class LineInput(SessionWait wait, ConsoleScreen screen, LineEditor editor, Action takeNews, Queue<string> notices)
{
    private static readonly Duration Long = Duration.FromSeconds(3600);
    private static readonly Duration Tick = Duration.FromSeconds(1);

    // Characters of a configuration that is pasted: the desk takes two million octets.
    private const int TextMax = 1 << 20;
    private EditOutcome _last;

    /// <summary>
    /// Reads a line; null when it was given up, or the session must end. <paramref name="prompt"/> may change while the line is edited.
    /// </summary>
    /// <param name="prompt">Gives the prompt.</param>
    /// <param name="guide">Knows what may stand on the line; null for an answer to a question.</param>
    /// <param name="isSecret">True for a password.</param>
    /// <param name="patience">Time without a key after which a line that was begun is given up.</param>
    public string? Read(Func<string> prompt, LineGuide? guide, bool isSecret = false, Duration? patience = null)
    {
        editor.Begin(isSecret);
        return Edit(prompt, guide, isSecret, patience);
    }

    /// <summary>
    /// Reads lines until one with nothing but a dot, or ^D; null when they were given up by ^C, were too many, or the session must end.
    /// </summary>
    public string? ReadText()
    {
        StringBuilder text = new();
        while (wait.End is null && text.Length < TextMax)
        {
            editor.Begin(isPlain: true);
            string? line = Edit(() => "", null, isSecret: false, null);
            if (line == "." || (line is null && _last == EditOutcome.Ended))
            {
                return text.ToString();
            }

            if (line is null)
            {
                return null;
            }

            text.Append(line).Append('\n');
        }

        return null;
    }

    private string? Edit(Func<string> prompt, LineGuide? guide, bool isSecret, Duration? patience)
    {
        string shown = prompt();
        Instant lastKey = wait.Now;
        screen.Draw(shown);
        while (wait.End is null)
        {
            while (wait.TryTake(out Key key))
            {
                lastKey = wait.Now;
                EditOutcome outcome = editor.Apply(key);
                if (outcome is EditOutcome.Entered or EditOutcome.Interrupted or EditOutcome.Ended)
                {
                    return Finish(outcome, shown);
                }

                Show(outcome, shown, guide);
            }

            wait.Wait(screen.IsDumb ? Long : patience is Duration limit ? Shorter(limit, Tick) : Tick);
            takeNews();
            ShowNotices();
            shown = screen.IsDumb ? shown : prompt();
            screen.Draw(shown);
            if (patience is Duration most && (isSecret || editor.Line.Length > 0) && !wait.Keys.HasKeys && wait.Now.Since(lastKey) >= most)
            {
                screen.Leave();
                return null;
            }
        }

        screen.Leave();
        return null;
    }

    /// <summary>Prints lines by pages.</summary>
    public void Print(IEnumerable<string> lines)
    {
        (int columns, int rows) = screen.Size;
        Pager pager = new(screen.Output, columns, screen.IsPaging && !screen.IsDumb ? rows : 0);
        foreach (string line in lines)
        {
            pager.Take(line, LineKind.Line);
        }

        pager.End();
        screen.Flush();
        while (!pager.IsDone && wait.End is null)
        {
            while (pager.IsWaiting && wait.TryTake(out Key key))
            {
                pager.Press(key);
            }

            screen.Flush();
            if (!pager.IsDone)
            {
                wait.Wait(Long);
                takeNews();
            }
        }
    }

    private static Duration Shorter(Duration left, Duration right) => left < right ? left : right;

    private string? Finish(EditOutcome outcome, string shown)
    {
        _last = outcome;
        if (outcome == EditOutcome.Entered)
        {
            editor.Line.MoveTo(editor.Line.Length);
            screen.Draw(shown);
            screen.Leave();
            return editor.Line.Text;
        }

        screen.Leave(outcome == EditOutcome.Interrupted ? "^C" : "");
        if (outcome == EditOutcome.Ended && !editor.IsPlain)
        {
            wait.Leave();
        }

        return null;
    }

    private void ShowNotices()
    {
        while (notices.TryDequeue(out string? notice))
        {
            screen.Interject(notice);
        }
    }

    private void Show(EditOutcome outcome, string prompt, LineGuide? guide)
    {
        switch (outcome)
        {
            case EditOutcome.Changed:
                screen.Draw(prompt);
                break;
            case EditOutcome.Refused:
                screen.Ring();
                break;
            case EditOutcome.RedrawWanted:
                screen.Redraw(prompt);
                break;
            case EditOutcome.HelpWanted when guide is not null:
                Help(prompt, guide);
                break;
            case EditOutcome.CompletionWanted when guide is not null:
                Complete(prompt, guide);
                break;
            case EditOutcome.HelpWanted or EditOutcome.CompletionWanted:
                screen.Ring();
                break;
        }
    }

    private void Help(string prompt, LineGuide guide)
    {
        Guide found = guide.At(editor.Line.TextBeforeCursor);
        screen.Leave("?");
        if (found.Proposals.Count == 0)
        {
            screen.WriteLine(WhyNothing(found));
        }

        int width = found.Proposals.Count == 0 ? 0 : found.Proposals.Max(proposal => RuneWidth.Of(proposal.Text));
        Print(found.Proposals.Select(
            proposal => $"  {proposal.Text}{new string(' ', width - RuneWidth.Of(proposal.Text))}  {proposal.Summary}".TrimEnd()));
        screen.Draw(prompt);
    }

    private static string WhyNothing(Guide found) => found.Wrong is CommandWord wrong
        ? $"  \"{AnswerShaper.Visible(wrong.Text)}\" is not understood"
        : found.Word.Text.Length > 0 ? $"  nothing that may stand here begins with \"{AnswerShaper.Visible(found.Word.Text)}\"" : "  nothing may stand here";

    private void Complete(string prompt, LineGuide guide)
    {
        Guide found = guide.At(editor.Line.TextBeforeCursor);
        string more = found.Completion + (found.IsOnlyOne ? " " : "");
        if (more.Length > 0)
        {
            if (!editor.Line.Insert(more))
            {
                screen.Ring();
            }

            screen.Draw(prompt);
            return;
        }

        List<string> words = [.. found.Proposals.Where(proposal => proposal.IsWord).Select(proposal => proposal.Text)];
        if (words.Count == 0)
        {
            screen.Ring();
            return;
        }

        screen.Leave();
        Print(InColumns(words, screen.Size.Columns));
        screen.Draw(prompt);
    }

    private static IEnumerable<string> InColumns(List<string> words, int columns)
    {
        int width = words.Max(RuneWidth.Of) + 2;
        int perLine = Math.Max((columns - 1) / width, 1);
        for (int first = 0; first < words.Count; first += perLine)
        {
            yield return string.Concat(words.Skip(first).Take(perLine).Select(word => word + new string(' ', width - RuneWidth.Of(word)))).TrimEnd();
        }
    }
}
