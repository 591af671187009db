using System.Collections.Generic;

namespace Pmip.Appliance.OperatorConsole.Guidance;

/// <summary>A word of a line.</summary>
/// <param name="Text">The word.</param>
/// <param name="Start">The UTF-16 unit at which it starts.</param>
internal sealed record CommandWord(string Text, int Start)
{
    /// <summary>The first unit behind it.</summary>
    public int End => Start + Text.Length;

    /// <summary>The words of a text, blanks between them.</summary>
    public static List<CommandWord> Split(string text)
    {
        List<CommandWord> words = [];
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || text[i] == ' ')
            {
                if (i > start)
                {
                    words.Add(new CommandWord(text[start..i], start));
                }

                start = i + 1;
            }
        }

        return words;
    }
}
