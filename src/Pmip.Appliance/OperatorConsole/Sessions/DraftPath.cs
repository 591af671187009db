using System;
using System.Text;

namespace Pmip.Appliance.OperatorConsole.Sessions;

/// <summary>Where in the draft one is, and what that does to the paths of commands.</summary>
internal sealed class DraftPath
{
    /// <summary>The path; empty for the whole draft.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Goes down.</summary>
    public void Enter(string path) => Text = Join(path);

    /// <summary>Goes one level up; false at the top.</summary>
    public bool Up()
    {
        bool wasBelow = Text.Length > 0;
        Text = Text[..Math.Max(Text.LastIndexOfAny(['.', '[']), 0)];
        return wasBelow;
    }

    /// <summary>Goes back to the whole draft.</summary>
    public void Top() => Text = "";

    /// <summary>
    /// Puts the path in front of the first word behind a verb of <paramref name="words"/> words; gives the octets that were put in and
    /// the place of the first of them.
    /// </summary>
    public string Apply(string command, int words, out int place, out int octets)
    {
        place = 0;
        octets = 0;
        System.Collections.Generic.List<Guidance.CommandWord> all = Guidance.CommandWord.Split(command);
        if (Text.Length == 0 || all.Count <= words)
        {
            return command;
        }

        int start = all[words].Start;
        string prefix = all[words].Text[0] == '[' ? Text : Text + ".";
        place = Encoding.UTF8.GetByteCount(command.AsSpan(0, start));
        octets = Encoding.UTF8.GetByteCount(prefix);
        return command[..start] + prefix + command[start..];
    }

    private string Join(string path) => Text.Length == 0 || path[0] == '[' ? Text + path : $"{Text}.{path}";
}
