using System.Text;

namespace Pmip.Appliance.OperatorConsole.Editing;

/// <summary>What a key did to the line.</summary>
internal enum EditOutcome : byte
{
    /// <summary>Nothing, or nothing that shows.</summary>
    None,

    /// <summary>The line or the cursor changed.</summary>
    Changed,

    /// <summary>It cannot be done: ring the bell.</summary>
    Refused,

    /// <summary>The line is entered.</summary>
    Entered,

    /// <summary>The line is given up.</summary>
    Interrupted,

    /// <summary>The session is to end.</summary>
    Ended,

    /// <summary>Help is wanted for the place of the cursor.</summary>
    HelpWanted,

    /// <summary>The word before the cursor is to be completed.</summary>
    CompletionWanted,

    /// <summary>The line is to be drawn anew.</summary>
    RedrawWanted,
}

/// <summary>Edits one line after the other by keys, with a history. It knows nothing of screens: <see cref="LineView"/> shows what is here.</summary>
internal sealed class LineEditor(LineHistory history)
{
    private string _killed = "";
    private string _before = "";
    private bool _wasKill;
    private bool _isVerbatim;
    private int _place;

    /// <summary>The line.</summary>
    public LineBuffer Line { get; } = new();

    /// <summary>True for a password: it is not shown, not kept, and a question mark is a character of it.</summary>
    public bool IsSecret { get; private set; }

    /// <summary>True for a line of a longer text: it is shown, but not kept, and neither helped with nor completed.</summary>
    public bool IsPlain { get; private set; }

    /// <summary>What is searched for in the history; null while nothing is.</summary>
    public string? SearchText { get; private set; }

    /// <summary>Begins an empty line.</summary>
    public void Begin(bool isSecret = false, bool isPlain = false)
    {
        Line.Set("");
        IsSecret = isSecret;
        IsPlain = isPlain;
        SearchText = null;
        _before = "";
        _isVerbatim = false;
        _place = history.Count;
    }

    /// <summary>Lets a key happen.</summary>
    public EditOutcome Apply(Key key)
    {
        if (SearchText is not null && TrySearch(key, out EditOutcome found))
        {
            return found;
        }

        if (_isVerbatim && key.Kind == KeyKind.Text)
        {
            _isVerbatim = false;
            return Line.Insert(key.Rune) ? EditOutcome.Changed : EditOutcome.Refused;
        }

        bool isKill = key.Kind is KeyKind.KillToEnd or KeyKind.KillToStart or KeyKind.KillWord or KeyKind.KillNextWord;
        EditOutcome outcome = isKill ? Kill(key.Kind) : Edit(key);
        _wasKill = isKill;
        return outcome;
    }

    private static EditOutcome Shown(bool changed) => changed ? EditOutcome.Changed : EditOutcome.Refused;

    private EditOutcome Edit(Key key)
    {
        switch (key.Kind)
        {
            case KeyKind.Text when key.Rune.Value == '?' && !IsSecret && !IsPlain:
                return EditOutcome.HelpWanted;
            case KeyKind.Text:
                return Shown(Line.Insert(key.Rune));
            case KeyKind.Enter:
                if (!IsSecret && !IsPlain)
                {
                    history.Add(Line.Text);
                }

                return EditOutcome.Entered;
            case KeyKind.Backspace:
                return Shown(Line.Cut(Line.Cursor - 1).Length > 0);
            case KeyKind.Delete:
                return Shown(Line.Cut(Line.Cursor + 1).Length > 0);
            case KeyKind.EndOfInput:
                return Line.Length == 0 ? EditOutcome.Ended : Shown(Line.Cut(Line.Cursor + 1).Length > 0);
            case KeyKind.Left:
                return Shown(Line.MoveTo(Line.Cursor - 1));
            case KeyKind.Right:
                return Shown(Line.MoveTo(Line.Cursor + 1));
            case KeyKind.WordLeft:
                return Shown(Line.MoveTo(Line.WordStart()));
            case KeyKind.WordRight:
                return Shown(Line.MoveTo(Line.WordEnd()));
            case KeyKind.Home:
                return Line.MoveTo(0) ? EditOutcome.Changed : EditOutcome.None;
            case KeyKind.End:
                return Line.MoveTo(Line.Length) ? EditOutcome.Changed : EditOutcome.None;
            case KeyKind.Yank:
                return Shown(_killed.Length > 0 && Line.Insert(_killed));
            case KeyKind.Previous:
                return Shown(!IsSecret && Recall(_place - 1));
            case KeyKind.Next:
                return Shown(!IsSecret && Recall(_place + 1));
            case KeyKind.Search when !IsSecret:
                _before = _place == history.Count ? Line.Text : _before;
                SearchText = "";
                return EditOutcome.Changed;
            case KeyKind.Verbatim:
                _isVerbatim = true;
                return EditOutcome.None;
            case KeyKind.Redraw:
                return EditOutcome.RedrawWanted;
            case KeyKind.Interrupt:
                return EditOutcome.Interrupted;
            case KeyKind.Complete when IsPlain:
                return Shown(Line.Insert(new Rune(' ')));
            case KeyKind.Complete when !IsSecret:
                return EditOutcome.CompletionWanted;
            default:
                return EditOutcome.None;
        }
    }

    // Kills in a row are one text for the yank, in the order in which it stood. A password is never kept.
    private EditOutcome Kill(KeyKind kind)
    {
        string cut = Line.Cut(kind switch
        {
            KeyKind.KillToEnd => Line.Length,
            KeyKind.KillToStart => 0,
            KeyKind.KillWord => Line.WordStart(),
            _ => Line.WordEnd(),
        });
        if (!IsSecret && cut.Length > 0)
        {
            bool isBefore = kind is KeyKind.KillToStart or KeyKind.KillWord;
            _killed = !_wasKill ? cut : isBefore ? cut + _killed : _killed + cut;
        }

        return Shown(cut.Length > 0);
    }

    private bool Recall(int place)
    {
        if (place < 0 || place > history.Count)
        {
            return false;
        }

        if (_place == history.Count)
        {
            _before = Line.Text;
        }

        _place = place;
        Line.Set(place == history.Count ? _before : history[place]);
        return true;
    }

    // False when the key ends the search and means what it always means, for the line that was found.
    private bool TrySearch(Key key, out EditOutcome outcome)
    {
        string text = SearchText!;
        outcome = EditOutcome.Changed;
        switch (key.Kind)
        {
            case KeyKind.Text:
                text += key.Rune.ToString();
                outcome = text.Length <= LineBuffer.LengthMax ? Find(history.FindBefore(_place + 1, text), text) : EditOutcome.Refused;
                return true;
            case KeyKind.Search:
                outcome = Find(history.FindBefore(_place, text), text);
                return true;
            case KeyKind.Backspace:
                SearchText = text.Length == 0 ? text : text[..^(char.IsSurrogate(text[^1]) ? 2 : 1)];
                return true;
            case KeyKind.Cancel or KeyKind.Interrupt:
                SearchText = null;
                _place = history.Count;
                Line.Set(_before);
                return true;
            default:
                SearchText = null;
                return false;
        }
    }

    private EditOutcome Find(int place, string text)
    {
        if (place < 0)
        {
            return EditOutcome.Refused;
        }

        SearchText = text;
        _place = place;
        Line.Set(history[place]);
        return EditOutcome.Changed;
    }
}
