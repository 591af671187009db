using System;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Appliance.OperatorConsole.Editing;
using Xunit;

namespace Pmip.Unit.OperatorConsole;

/// <summary>The line that is edited, and what the screen shows of it.</summary>
public sealed class LineEditorTests
{
    private const string Prompt = "mag1> ";

    [Theory]
    [InlineData("show", "show", 4)]
    [InlineData("shoq\bw", "show", 4)]
    [InlineData("how\u0001s", "show", 1)]
    [InlineData("how\u001b[Hs\u001b[F!", "show!", 5)]
    [InlineData("how\u001bOHs\u001bOF", "show", 4)]
    [InlineData("shw\u001b[Do", "show", 3)]
    [InlineData("shw\u0002o\u0006x", "showx", 5)]
    [InlineData("show peers\u0017", "show ", 5)]
    [InlineData("show peers\u0017\u0017\u0019", "show peers", 10)]
    [InlineData("show peers\u0001\u000b\u0019\u0019", "show peersshow peers", 20)]
    [InlineData("abc\u0002\u0015", "c", 0)]
    [InlineData("abc\u0001\u001b[3~", "bc", 0)]
    [InlineData("abc\u0001\u0004", "bc", 0)]
    [InlineData("one two\u001bb\u001bbx", "xone two", 1)]
    [InlineData("one two\u0001\u001bf\u001bd", "one", 3)]
    [InlineData("a\u0016?b", "a?b", 3)]
    [InlineData("é漢字\bx", "é漢x", 3)]
    [InlineData("\b\b\u0017\u000bx", "x", 1)]
    public void Keys_OnALine_MakeThisLineAndThisScreen(string typed, string line, int cursor)
    {
        foreach (bool isDumb in new[] { false, true })
        {
            Bench bench = new(isDumb, 60);
            bench.Type(typed);
            Assert.Equal((line, cursor), (bench.Editor.Line.Text, bench.Editor.Line.Cursor));
            Assert.Equal(Prompt + line.TrimEnd(), bench.Screen.Row);
            Assert.Equal(Prompt.Length + RuneWidth.Of(bench.Editor.Line.TextBeforeCursor), bench.Screen.Column);
        }
    }

    [Theory]
    [InlineData("\u0010", "three")]
    [InlineData("\u0010\u0010", "two")]
    [InlineData("\u0010\u0010\u0010\u0010\u0010", "one")]
    [InlineData("dra\u001b[A\u001b[B", "dra")]
    [InlineData("\u0012o", "two")]
    [InlineData("\u0012o\u0012", "one")]
    [InlineData("\u0012o\u0012\u0012", "one")]
    [InlineData("abc\u0012t\u0007", "abc")]
    [InlineData("\u0012tw\u0001x", "xtwo")]
    [InlineData("\u0012zz", "")]
    public void History_Recalled_GivesTheseLines(string typed, string line)
    {
        Bench bench = new(isDumb: false, 60);
        bench.Type("one\rtwo\rtwo\r\r \rthree\r");
        bench.Type(typed);
        Assert.Equal(line, bench.Editor.Line.Text);
        Assert.Equal(3, bench.History.Count - bench.History.CountOf(" "));
    }

    [Fact]
    public void Password_Typed_IsNeitherShownNorKeptNorYanked()
    {
        Bench bench = new(isDumb: true, 60);
        bench.Editor.Begin(isSecret: true);
        bench.Type("se?cret\t\u0015pa");
        Assert.Equal("pa", bench.Editor.Line.Text);
        Assert.Equal(Prompt.TrimEnd(), bench.Screen.Row);
        bench.Type("\r\u0019\u0010");
        Assert.Equal("", bench.Editor.Line.Text);
        Assert.Equal(0, bench.History.Count);
    }

    [Fact]
    public void History_OfManyLines_KeepsTheLastOnes()
    {
        LineHistory history = new(linesMax: 3);
        foreach (string line in new[] { "a", "b", "b", "c", "d", "", " " })
        {
            history.Add(line);
        }

        Assert.Equal(["b", "c", "d"], Enumerable.Range(0, history.Count).Select(i => history[i]));
    }

    [Fact]
    public void Line_LongerThanTheScreen_ScrollsSidewaysWithMarks()
    {
        Bench bench = new(isDumb: true, 20);
        bench.Type("abcdefghijklmnopqrstuvwxyz");
        Assert.StartsWith(Prompt + "<", bench.Screen.Row, StringComparison.Ordinal);
        Assert.EndsWith("xyz", bench.Screen.Row, StringComparison.Ordinal);
        bench.Type("\u0001");
        Assert.Equal(Prompt + "abcdefghijkl>", bench.Screen.Row);
        Assert.Equal(Prompt.Length, bench.Screen.Column);
        Assert.DoesNotContain('\n', bench.Screen.Text);
    }

    [Fact]
    public void Line_OfTooManyCharacters_StaysAtItsCapAndRings()
    {
        Bench bench = new(isDumb: true, 80);
        bench.Type(new string('x', LineBuffer.LengthMax + 3));
        Assert.Equal(LineBuffer.LengthMax, bench.Editor.Line.Length);
        Assert.Equal(3, bench.Refused);
    }

    [Fact]
    public void Octets_AtRandom_LeaveTheScreenShowingTheLine() => Prop.ForAll<byte[], byte, bool>((octets, width, isDumb) =>
    {
        Bench bench = new(isDumb, 20 + (width % 60));
        foreach (byte octet in octets)
        {
            // Half of all octets are letters, so that lines grow; the rest is whatever it is.
            bench.Type([octet % 4 < 2 ? (byte)('a' + (octet % 26)) : octet]);
            bench.RequireScreenShowsLine();
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Sequences_AtRandom_LeaveTheScreenShowingTheLine()
    {
        string[] pieces =
        [
            "\u001b[A", "\u001b[B", "\u001b[C", "\u001b[D", "\u001b[H", "\u001b[F", "\u001bOA", "\u001b[3~", "\u0001", "\u0005", "\u000b", "\u0015", "\u0017",
            "\u0019", "\r", "\u0012", "\u0007", "\u0003", "\u001bb", "\u001bf", "\u001bd", "漢字", "éü", "show peers ",
            "a", "bc", "\b", "\b\b\b", " ", "|", "\u000c",
        ];
        Prop.ForAll<int[], byte, bool>((choices, width, isDumb) =>
        {
            Bench bench = new(isDumb, 20 + (width % 60));
            foreach (int choice in choices)
            {
                bench.Type(pieces[Math.Abs(choice % pieces.Length)]);
                bench.RequireScreenShowsLine();
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    private sealed class Bench
    {
        private readonly KeyDecoder _decoder = new();
        private readonly LineView _view;
        private readonly int _columns;

        public Bench(bool isDumb, int columns)
        {
            _columns = columns;
            _view = new LineView { IsDumb = isDumb };
            Screen = new ScreenModel(columns, isDumb);
            History = new LineHistory();
            Editor = new LineEditor(History);
            Editor.Begin();
            Draw();
        }

        public ScreenModel Screen { get; }

        public LineHistory History { get; }

        public LineEditor Editor { get; }

        public int Refused { get; private set; }

        public void Type(string text) => Type(Encoding.UTF8.GetBytes(text));

        public void Type(byte[] octets)
        {
            foreach (byte octet in octets)
            {
                if (_decoder.TryDecode(octet, out Key key))
                {
                    EditOutcome outcome = Editor.Apply(key);
                    Refused += outcome == EditOutcome.Refused ? 1 : 0;
                    if (outcome is EditOutcome.Entered or EditOutcome.Interrupted or EditOutcome.RedrawWanted)
                    {
                        Screen.Write("\r\n");
                        _view.Forget();
                    }

                    if (outcome is EditOutcome.Entered or EditOutcome.Interrupted)
                    {
                        Editor.Begin();
                    }

                    Draw();
                }
            }
        }

        // Marks stand for what is scrolled out; between them the row is a piece of the line, and the cursor is at its place in it.
        public void RequireScreenShowsLine()
        {
            string prompt = Editor.SearchText is string text ? $"(search \"{text}\") " : Prompt;
            if (RuneWidth.Of(prompt) > (_columns - 1) / 2)
            {
                return; // Its beginning is cut; the rows of other widths show the rest.
            }

            string line = Editor.Line.Text;
            string row = Screen.Row.Length >= prompt.Length ? Screen.Row[prompt.Length..] : "";
            Assert.StartsWith(prompt.TrimEnd(), Screen.Row, StringComparison.Ordinal);
            Assert.True(Screen.Column < _columns);
            if (RuneWidth.Of(prompt + line) < _columns)
            {
                Assert.Equal(line.TrimEnd(), row);
                Assert.Equal(RuneWidth.Of(prompt + Editor.Line.TextBeforeCursor), Screen.Column);
                return;
            }

            string piece = row.StartsWith('<') ? row[1..] : row;
            piece = piece.EndsWith('>') ? piece[..^1] : piece;
            Assert.Contains(piece, line + new string(' ', _columns), StringComparison.Ordinal);
        }

        private void Draw()
        {
            StringBuilder output = new();
            _view.Draw(output, Prompt, Editor, _columns);
            Screen.Write(output.ToString());
        }
    }
}

internal static class LineHistoryCount
{
    internal static int CountOf(this LineHistory history, string line) => Enumerable.Range(0, history.Count).Count(i => history[i] == line);
}
