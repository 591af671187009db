using System;
using System.Collections.Generic;
using System.Text;
using Pmip.Appliance.OperatorConsole.Editing;

namespace Pmip.Appliance.OperatorConsole.Output;

/// <summary>
/// Puts lines on the terminal and stops at the end of each page until a key is pressed. Lines that come meanwhile are held, up to a
/// bound: the desk does not wait for who reads slowly.
/// </summary>
/// <param name="output">Where the lines go, ends included.</param>
/// <param name="columns">Columns of the terminal.</param>
/// <param name="rows">Rows of the terminal; zero for no stops.</param>
internal sealed class Pager(StringBuilder output, int columns, int rows) : ILineSink
{
    /// <summary>Most characters that are held.</summary>
    public const int HeldMax = 1 << 20;

    private const string Prompt = "--More--";
    private const int SearchMax = 64;
    private readonly Queue<string> _held = new();
    private int _heldCharacters;
    private int _used;
    private bool _isEnded;
    private string? _search;
    private string? _wanted;

    /// <summary>True while a key is waited for.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>True when the operator wants no more, or more is held than fits.</summary>
    public bool HasEnough { get; private set; }

    /// <summary>True when lines were lost because more were held than fits.</summary>
    public bool IsCut { get; private set; }

    /// <summary>True when everything is on the terminal.</summary>
    public bool IsDone => _isEnded && !IsWaiting;

    /// <inheritdoc/>
    public void Take(string line, LineKind kind)
    {
        if (HasEnough)
        {
            return;
        }

        if (IsWaiting)
        {
            IsCut = _heldCharacters + line.Length > HeldMax;
            HasEnough = IsCut;
            if (!IsCut)
            {
                _held.Enqueue(line);
                _heldCharacters += line.Length;
            }

            return;
        }

        Put(line);
    }

    /// <inheritdoc/>
    public void End()
    {
        _isEnded = true;
        IsWaiting = IsWaiting && _held.Count > 0;
        if (!IsWaiting)
        {
            Erase();
            SayWhatWasNotFound();
        }
    }

    /// <summary>Takes a key while it waits.</summary>
    public void Press(Key key)
    {
        if (!IsWaiting)
        {
            return;
        }

        if (_search is not null)
        {
            Search(key);
            return;
        }

        switch (key.Kind)
        {
            case KeyKind.Enter or KeyKind.Next:
                GoOn(_used - 1);
                break;
            case KeyKind.Text when key.Rune.Value is ' ' or 'f':
                GoOn(0);
                break;
            case KeyKind.Text when key.Rune.Value == '/':
                _search = "";
                Erase();
                Show("/");
                break;
            case KeyKind.Interrupt or KeyKind.EndOfInput:
            case KeyKind.Text when key.Rune.Value is 'q' or 'Q':
                Quit();
                break;
            case KeyKind.Redraw:
                Show("\r" + Prompt);
                break;
            default:
                output.Append('\a');
                break;
        }
    }

    /// <summary>Nothing more is wanted.</summary>
    public void Quit()
    {
        Erase();
        HasEnough = true;
        IsWaiting = false;
        _held.Clear();
    }

    private int _shown;

    private void Show(string text)
    {
        output.Append(text);
        _shown += RuneWidth.Of(text);
    }

    private void Erase()
    {
        if (_shown > 0)
        {
            output.Append('\r').Append(' ', Math.Min(_shown, columns - 1)).Append('\r');
            _shown = 0;
        }
    }

    private void Search(Key key)
    {
        switch (key.Kind)
        {
            case KeyKind.Text when _search!.Length < SearchMax:
                _search += key.Rune.ToString();
                Show(key.Rune.ToString());
                break;
            case KeyKind.Backspace when _search!.Length > 0:
                _search = _search[..^(char.IsSurrogate(_search[^1]) ? 2 : 1)];
                Erase();
                Show("/" + _search);
                break;
            case KeyKind.Enter when _search!.Length > 0:
                _wanted = _search;
                _search = null;
                GoOn(0);
                break;
            case KeyKind.Enter or KeyKind.Interrupt or KeyKind.Cancel or KeyKind.Backspace:
                _search = null;
                Erase();
                Show(Prompt);
                break;
            default:
                output.Append('\a');
                break;
        }
    }

    private void GoOn(int used)
    {
        Erase();
        _used = used;
        IsWaiting = false;
        while (!IsWaiting && _held.TryDequeue(out string? line))
        {
            _heldCharacters -= line.Length;
            Put(line);
        }

        if (_isEnded && !IsWaiting)
        {
            SayWhatWasNotFound();
        }
    }

    private void SayWhatWasNotFound()
    {
        if (_wanted is string wanted)
        {
            _wanted = null;
            output.Append("(no line with \"").Append(wanted).Append("\" follows)\r\n");
        }
    }

    private void Put(string line)
    {
        if (_wanted is not null)
        {
            if (!line.Contains(_wanted, StringComparison.OrdinalIgnoreCase))
            {
                return;
            }

            _wanted = null;
        }

        int needed = Math.Max((RuneWidth.Of(line) + columns - 1) / columns, 1);
        if (rows > 0 && _used > 0 && _used + needed > rows - 1)
        {
            IsWaiting = true;
            Hold(line);
            Show(Prompt);
            return;
        }

        output.Append(line).Append("\r\n");
        _used += needed;
    }

    // The line that did not fit comes first again.
    private void Hold(string line)
    {
        List<string> rest = [line, .. _held];
        _held.Clear();
        rest.ForEach(_held.Enqueue);
        _heldCharacters += line.Length;
    }
}
