using System;
using System.Text;
using Pmip.Appliance.OperatorConsole.Editing;
using Pmip.Appliance.OperatorConsole.Terminals;

namespace Pmip.Appliance.OperatorConsole.Sessions;

/// <summary>What goes to the terminal: lines, and the one that is being edited below them.</summary>
internal sealed class ConsoleScreen(ITerminal terminal, LineEditor editor)
{
    private const int FlushedAt = 4096;
    private readonly LineView _view = new();
    private (int Columns, int Rows)? _set;

    /// <summary>What was not sent yet.</summary>
    public StringBuilder Output { get; } = new();

    /// <summary>True for a terminal that knows no escape sequences.</summary>
    public bool IsDumb
    {
        get => _view.IsDumb;
        set => _view.IsDumb = value;
    }

    /// <summary>False: no stop at the end of a page.</summary>
    public bool IsPaging { get; set; } = true;

    /// <summary>Columns and rows: as set, as the driver says, or 80 by 24.</summary>
    public (int Columns, int Rows) Size =>
        _set ?? (terminal.TryGetSize(out int columns, out int rows) ? (Math.Clamp(columns, 10, 1000), Math.Clamp(rows, 3, 1000)) : (80, 24));

    /// <summary>Sets the size.</summary>
    public void Resize(int columns, int rows) => _set = (Math.Clamp(columns, 10, 1000), Math.Clamp(rows, 3, 1000));

    /// <summary>Draws the line that is edited.</summary>
    public void Draw(string prompt)
    {
        _view.Draw(Output, prompt, editor, Size.Columns);
        Flush();
    }

    /// <summary>Leaves the line as it is and goes to the next row.</summary>
    public void Leave(string mark = "")
    {
        Output.Append(mark).Append("\r\n");
        _view.Forget();
    }

    /// <summary>The row may hold anything: a new one is begun.</summary>
    public void Redraw(string prompt)
    {
        Output.Append("\r\n");
        _view.Forget();
        Draw(prompt);
    }

    /// <summary>Writes lines in the place of the line that is edited, which the next drawing puts below them.</summary>
    public void Interject(string text)
    {
        _view.Clear(Output);
        _view.Forget();
        WriteLine(text);
    }

    /// <summary>Writes a line.</summary>
    public void WriteLine(string line = "")
    {
        Output.Append(line.Replace("\n", "\r\n", StringComparison.Ordinal)).Append("\r\n");
        if (Output.Length >= FlushedAt)
        {
            Flush();
        }
    }

    /// <summary>Rings.</summary>
    public void Ring()
    {
        Output.Append('\a');
        Flush();
    }

    /// <summary>Sends what waits.</summary>
    public void Flush()
    {
        if (Output.Length > 0)
        {
            terminal.Write(Encoding.UTF8.GetBytes(Output.ToString()));
            Output.Clear();
        }
    }
}
