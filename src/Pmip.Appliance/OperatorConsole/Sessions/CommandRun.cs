using System;
using System.Collections.Generic;
using Pmip.Appliance.OperatorConsole.Editing;
using Pmip.Appliance.OperatorConsole.Output;
using Pmip.Appliance.OperatorConsole.Terminals;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.OperatorConsole.Sessions;

/// <summary>
/// Lets the desk carry out one command and prints the answer while it comes. ^C gives it up; a terminal that takes nothing ends it
/// too. What is typed ahead waits for the next prompt, unless a page does.
/// </summary>
internal sealed class CommandRun(ITerminal terminal, IDeskLink link, SessionWait wait, ConsoleScreen screen, Action<DeskMessage> takeNews)
{
    private const int MessagesBetweenGlances = 64;

    // A table whose first rows are followed by nothing for so long is printed as it is.
    private static readonly Duration Lull = Duration.FromMilliseconds(200);
    private static readonly Duration Long = Duration.FromSeconds(3600);

    /// <summary>Carries it out; gives the failure, or null.</summary>
    public DeskMessage? Run(string command, string body, IReadOnlyList<PipeStage> stages)
    {
        bool isPaged = screen.IsPaging && !screen.IsDumb && !HasStage(stages, PipeKind.NoMore);
        (int columns, int rows) = screen.Size;
        Pager pager = new(screen.Output, columns, isPaged ? rows : 0);
        ILineSink sink = pager;
        for (int i = stages.Count - 1; i >= 0; i--)
        {
            sink = new LineFilter(stages[i], sink);
        }

        AnswerShaper shaper = new(HasStage(stages, PipeKind.Json), sink);
        long id = link.Ask(command, body);
        Progress progress = new() { Id = id };
        while (wait.End is null && !(progress.IsWhole && pager.IsDone))
        {
            bool isMore = Take(progress, shaper);
            if (progress.IsWhole && !progress.IsEnded)
            {
                progress.IsEnded = true;
                shaper.End();
            }

            screen.Flush();
            HandleKeys(pager, progress);
            GiveUpWhatIsNotWanted(shaper, progress);
            if (isMore)
            {
                wait.Glance();
            }
            else if (!(progress.IsWhole && pager.IsDone) && !wait.Keys.HasKeys && !wait.Wait(progress.IsUnsettled ? Lull : Long, !progress.IsWhole))
            {
                shaper.Settle();
                progress.IsUnsettled = false;
            }
        }

        return Finish(pager, progress);
    }

    private static bool HasStage(IReadOnlyList<PipeStage> stages, PipeKind kind)
    {
        foreach (PipeStage stage in stages)
        {
            if (stage.Kind == kind)
            {
                return true;
            }
        }

        return false;
    }

    // True when there may be more at once.
    private bool Take(Progress progress, AnswerShaper shaper)
    {
        for (int i = 0; i < MessagesBetweenGlances && !progress.IsWhole; i++)
        {
            if (!link.TryRead(out DeskMessage? message))
            {
                wait.NoteDesk();
                return false;
            }

            if (message.Kind == DeskMessageKind.News)
            {
                takeNews(message);
            }
            else if (message.Id == progress.Id)
            {
                Take(message, progress, shaper);
            }
        }

        return !progress.IsWhole;
    }

    private static void Take(DeskMessage message, Progress progress, AnswerShaper shaper)
    {
        switch (message.Kind)
        {
            case DeskMessageKind.Columns:
                shaper.Columns(message.Columns);
                progress.IsUnsettled = true;
                break;
            case DeskMessageKind.Row:
                shaper.Row(message.Json);
                progress.IsUnsettled = true;
                break;
            case DeskMessageKind.Text:
                shaper.Text(message.Text);
                break;
            case DeskMessageKind.Octets:
                progress.Octets += message.Octets.Length;
                break;
            default:
                progress.Failure = message.Kind == DeskMessageKind.Failed && !progress.IsCancelled ? message : null;
                progress.IsWhole = true;
                break;
        }
    }

    private void HandleKeys(Pager pager, Progress progress)
    {
        while (pager.IsWaiting && wait.TryTake(out Key key))
        {
            pager.Press(key);
            progress.IsInterrupted |= pager.HasEnough;
        }

        if (!pager.IsWaiting && wait.Keys.TakeInterrupt())
        {
            screen.WriteLine("^C");
            progress.IsInterrupted = true;
            pager.Quit();
        }

        screen.Flush();
    }

    private void GiveUpWhatIsNotWanted(AnswerShaper shaper, Progress progress)
    {
        bool isUnwanted = progress.IsInterrupted || shaper.HasEnough || terminal.IsStalled;
        if (isUnwanted && !progress.IsCancelled && !progress.IsWhole)
        {
            progress.IsCancelled = true;
            link.Cancel(progress.Id);
        }
    }

    private DeskMessage? Finish(Pager pager, Progress progress)
    {
        if (!progress.IsWhole && link.IsOpen)
        {
            link.Cancel(progress.Id);
        }

        if (pager.IsCut)
        {
            screen.WriteLine("(more came than is held for a page that waits: the rest is cut; \"| no-more\" does not wait)");
        }

        if (progress.Octets > 0)
        {
            screen.WriteLine($"({progress.Octets} octets of a file, which a terminal is not shown: \"pmipd ... > FILE\" on the node keeps them)");
        }

        screen.Flush();
        return progress.Failure;
    }

    private sealed class Progress
    {
        public long Id { get; init; }

        public long Octets { get; set; }

        public bool IsWhole { get; set; }

        public bool IsEnded { get; set; }

        public bool IsCancelled { get; set; }

        public bool IsInterrupted { get; set; }

        public bool IsUnsettled { get; set; }

        public DeskMessage? Failure { get; set; }
    }
}
