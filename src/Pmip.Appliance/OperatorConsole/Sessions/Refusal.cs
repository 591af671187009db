using System;
using System.Collections.Generic;
using Pmip.Appliance.OperatorConsole.Editing;
using Pmip.Appliance.OperatorConsole.Guidance;
using Pmip.Appliance.OperatorConsole.Output;

namespace Pmip.Appliance.OperatorConsole.Sessions;

/// <summary>How a refusal is shown: a caret under the word that is wrong, then the sentence.</summary>
internal static class Refusal
{
    private const int Around = 24;

    /// <summary>The lines to print below the line that was entered behind <paramref name="promptWidth"/> columns; without a caret for no word.</summary>
    public static IEnumerable<string> Lines(string line, LineFault fault, int promptWidth, int columns)
    {
        int start = Math.Clamp(fault.Start, 0, line.Length);
        int gap = Math.Max(fault.Start - line.Length, 0);
        string mark = new('^', Math.Max(RuneWidth.Of(line[start..Math.Min(start + fault.Length, line.Length)]), 1));
        int column = promptWidth + RuneWidth.Of(line[..start]) + gap;
        if (promptWidth + RuneWidth.Of(line) < columns && column + mark.Length < columns)
        {
            yield return new string(' ', column) + mark;
        }
        else
        {
            // The line stands there scrolled: the part concerned is shown once more.
            int first = Math.Max(start - Around, 0);
            int end = Math.Min(start + Around, line.Length);
            string before = (first > 0 ? "<" : "") + AnswerShaper.Visible(line[first..start]);
            yield return before + AnswerShaper.Visible(line[start..end]) + (end < line.Length ? ">" : "");
            yield return new string(' ', RuneWidth.Of(before) + gap) + mark[..Math.Min(mark.Length, Around)];
        }

        yield return fault.Message;
    }
}
