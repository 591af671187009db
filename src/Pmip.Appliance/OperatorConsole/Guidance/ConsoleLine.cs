using System.Collections.Generic;
using Pmip.Appliance.OperatorConsole.Output;

namespace Pmip.Appliance.OperatorConsole.Guidance;

/// <summary>What is wrong with a line: the sentence, and the place of the word.</summary>
/// <param name="Message">What is wrong, and what is allowed.</param>
/// <param name="Start">First UTF-16 unit of the word.</param>
/// <param name="Length">Its length; zero where something is missing.</param>
internal sealed record LineFault(string Message, int Start, int Length);

/// <summary>An entered line: a command, and what is done to its answer behind bars.</summary>
/// <param name="Command">The command, with the blanks before it, so that places in it are places in the line.</param>
/// <param name="Stages">The stages behind the bars.</param>
internal sealed record ConsoleLine(string Command, IReadOnlyList<PipeStage> Stages)
{
    /// <summary>Reads a line; null with what is wrong.</summary>
    public static ConsoleLine? TryRead(string text, out LineFault? fault)
    {
        List<CommandWord> words = CommandWord.Split(text);
        List<PipeStage> stages = [];
        int bar = words.FindIndex(word => word.Text[0] == '|');
        string command = bar < 0 ? text : text[..words[bar].Start];
        fault = bar == 0 ? new LineFault("a command stands before the bar", words[0].Start, 1) : null;
        while (bar >= 0 && fault is null)
        {
            int next = words.FindIndex(bar + 1, word => word.Text[0] == '|');
            List<CommandWord> behind = words.GetRange(bar, (next < 0 ? words.Count : next) - bar);
            CommandWord mark = behind[0];
            behind.RemoveAt(0);
            if (mark.Text.Length > 1)
            {
                behind.Insert(0, new CommandWord(mark.Text[1..], mark.Start + 1));
            }

            PipeStage? stage = PipeStage.TryRead(text, behind, mark, out CommandWord wrong, out string complaint);
            fault = stage is null ? new LineFault(complaint, wrong.Start, wrong.Text.Length) : null;
            stages.Add(stage ?? new PipeStage(PipeKind.NoMore));
            bar = next;
        }

        return fault is null ? new ConsoleLine(command.TrimEnd(), stages) : null;
    }

    /// <summary>True when nothing stands on it.</summary>
    public bool IsEmpty => Command.Length == 0 && Stages.Count == 0;
}
