using System.Text;

namespace Pmip.Appliance.OperatorConsole.Editing;

/// <summary>What a key asks for.</summary>
internal enum KeyKind : byte
{
    /// <summary>A character.</summary>
    Text,

    /// <summary>CR, LF or both.</summary>
    Enter,

    /// <summary>BS or DEL: the character before the cursor goes.</summary>
    Backspace,

    /// <summary>The character under the cursor goes.</summary>
    Delete,

    /// <summary>One to the left: arrow or ^B.</summary>
    Left,

    /// <summary>One to the right: arrow or ^F.</summary>
    Right,

    /// <summary>To the start of the word before.</summary>
    WordLeft,

    /// <summary>Behind the word that follows.</summary>
    WordRight,

    /// <summary>To the start: Home or ^A.</summary>
    Home,

    /// <summary>To the end: End or ^E.</summary>
    End,

    /// <summary>The line before in the history: arrow up or ^P.</summary>
    Previous,

    /// <summary>The line after in the history: arrow down or ^N.</summary>
    Next,

    /// <summary>^K: what stands from the cursor on goes.</summary>
    KillToEnd,

    /// <summary>^U: what stands before the cursor goes.</summary>
    KillToStart,

    /// <summary>^W: the word before the cursor goes.</summary>
    KillWord,

    /// <summary>ESC d: the word behind the cursor goes.</summary>
    KillNextWord,

    /// <summary>^Y: what went last comes back.</summary>
    Yank,

    /// <summary>^L: the line is drawn anew.</summary>
    Redraw,

    /// <summary>^C: the line, or what runs, is given up.</summary>
    Interrupt,

    /// <summary>^D: ends the session on an empty line, else deletes.</summary>
    EndOfInput,

    /// <summary>^R: searches the history.</summary>
    Search,

    /// <summary>^G: ends the search.</summary>
    Cancel,

    /// <summary>Tab.</summary>
    Complete,

    /// <summary>^V: the next character is text, even a question mark.</summary>
    Verbatim,

    /// <summary>The terminal says where its cursor is.</summary>
    CursorReport,
}

/// <summary>A key.</summary>
/// <param name="Kind">What it asks for.</param>
/// <param name="Rune">The character of <see cref="KeyKind.Text"/>.</param>
/// <param name="Row">Of <see cref="KeyKind.CursorReport"/>.</param>
/// <param name="Column">Of <see cref="KeyKind.CursorReport"/>.</param>
internal readonly record struct Key(KeyKind Kind, Rune Rune = default, int Row = 0, int Column = 0);
