using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using Pmip.Appliance.OperatorConsole.Editing;
using Pmip.Appliance.OperatorConsole.Guidance;
using Pmip.Appliance.OperatorConsole.Output;
using Xunit;

namespace Pmip.Unit.OperatorConsole;

/// <summary>From the parts of an answer to lines on a terminal.</summary>
public sealed class PagerTests
{
    [Theory]
    [InlineData("", "1-4 more")]
    [InlineData(" ", "1-8 more")]
    [InlineData(" \r\r", "1-10")]
    [InlineData("\r", "1-5 more")]
    [InlineData("q", "1-4")]
    [InlineData("\u0003", "1-4")]
    [InlineData("/9\r", "1-4,9-10")]
    [InlineData("/none\r", "1-4 nothing")]
    [InlineData("/9\b\b\r ", "1-9 more")]
    [InlineData("xyz", "1-4 more")]
    public void Page_AtItsEnd_WaitsForAKey(string keys, string shown)
    {
        StringBuilder output = new();
        Pager pager = new(output, 40, 5);
        foreach (int number in Enumerable.Range(1, 10))
        {
            pager.Take($"line {number}", LineKind.Line);
        }

        pager.End();
        KeyDecoder decoder = new();
        foreach (byte octet in Encoding.ASCII.GetBytes(keys))
        {
            if (decoder.TryDecode(octet, out Key key))
            {
                pager.Press(key);
            }
        }

        ScreenModel screen = new(40, isDumb: true);
        screen.Write(output.ToString());
        List<int> lines =
            [.. screen.Text.Split('\n').Where(line => line.StartsWith("line ", System.StringComparison.Ordinal)).Select(line => int.Parse(line[5..]))];
        string end = screen.Text.Contains("(no line with \"none\"", System.StringComparison.Ordinal) ? " nothing" : "";
        Assert.Equal(shown, Ranges(lines) + (pager.IsWaiting ? " more" : "") + end);
        Assert.Equal(pager.IsWaiting, screen.Row == "--More--");
        Assert.Equal(!pager.IsWaiting, pager.IsDone);
    }

    [Fact]
    public void Page_OfWrappedLines_CountsRows()
    {
        StringBuilder output = new();
        Pager pager = new(output, 10, 5);
        pager.Take(new string('x', 25), LineKind.Line);
        pager.Take("short", LineKind.Line);
        Assert.False(pager.IsWaiting);
        pager.Take("next", LineKind.Line);
        Assert.True(pager.IsWaiting);
    }

    [Fact]
    public void Page_ThatNobodyTurns_HoldsABoundedAmount()
    {
        Pager pager = new(new StringBuilder(), 80, 3);
        int taken = 0;
        while (!pager.HasEnough)
        {
            pager.Take(new string('x', 1000), LineKind.Line);
            taken++;
        }

        Assert.True(pager.IsCut);
        Assert.InRange(taken, 500, (Pager.HeldMax / 1000) + 10);
    }

    [Theory]
    [InlineData("show peers | match LMA", "NAME STATE;lma1 up;lma2 down")]
    [InlineData("show peers | match lma | except down", "NAME STATE;lma1 up")]
    [InlineData("show peers | count", "3")]
    [InlineData("show peers |ma lma | co", "2")]
    [InlineData("show peers | first 1", "NAME STATE;lma1 up")]
    [InlineData("show peers | first 2 | count", "2")]
    [InlineData("show peers | match is up", "NAME STATE")]
    [InlineData("show peers | json | match mag", "{\"name\":\"mag9\",\"state\":null}")]
    [InlineData("show peers | no-more | c", "3")]
    public void Answer_BehindBars_IsShaped(string line, string expected)
    {
        ConsoleLine? read = ConsoleLine.TryRead(line, out _);
        Assert.NotNull(read);
        Assert.Equal("show peers", read.Command);
        Assert.Equal(expected, string.Join(';', Shape(read.Stages).Select(text => text.Replace("  ", " ", System.StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("show peers | mtach x", "mtach", "\"match\"")]
    [InlineData("show peers | ", "|", "match, except")]
    [InlineData("show peers | match", "match", "wants a text")]
    [InlineData("show peers | first x", "x", "number")]
    [InlineData("show peers | first", "first", "number")]
    [InlineData("show peers | count 5", "5", "has no place")]
    [InlineData("| count", "|", "before the bar")]
    [InlineData("show peers || count", "|", "none of")]
    public void Bar_WithAMistake_NamesTheWord(string line, string word, string says)
    {
        Assert.Null(ConsoleLine.TryRead(line, out LineFault? fault));
        Assert.Equal(word, line.Substring(fault!.Start, fault.Length));
        Assert.Contains(says, fault.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void Table_WithNumbersAndHostileText_IsAlignedAndVisible()
    {
        Lines lines = new();
        AnswerShaper shaper = new(isJson: false, lines);
        shaper.Columns([new("a", "A", false), new("n", "COUNT", true), new("hidden", "", false), new("z", "Z", false)]);
        shaper.Row(JsonDocument.Parse("""{"a":"x\u001b[2Jy","n":7,"hidden":1,"z":["p","q"]}""").RootElement);
        shaper.Row(JsonDocument.Parse("""{"a":"漢","n":123456,"z":true}""").RootElement);
        shaper.Row(JsonDocument.Parse("[]").RootElement);
        shaper.End();
        Assert.Equal(
            ["A           COUNT  Z", "x\\x1b[2Jy       7  p,q", "漢         123456  yes", "-               -  -"], lines.Taken.Select(line => line.TrimEnd()));
    }

    private static List<string> Shape(IReadOnlyList<PipeStage> stages)
    {
        Lines lines = new();
        ILineSink sink = lines;
        for (int i = stages.Count - 1; i >= 0; i--)
        {
            sink = new LineFilter(stages[i], sink);
        }

        AnswerShaper shaper = new(stages.Any(stage => stage.Kind == PipeKind.Json), sink);
        shaper.Columns([new("name", "NAME", false), new("state", "STATE", false)]);
        foreach (string row in new[] { """{"name":"lma1","state":"up"}""", """{"name":"lma2","state":"down"}""", """{"name":"mag9","state":null}""" })
        {
            shaper.Row(JsonDocument.Parse(row).RootElement);
        }

        shaper.End();
        return lines.Taken;
    }

    private static string Ranges(List<int> numbers)
    {
        List<string> ranges = [];
        for (int i = 0; i < numbers.Count;)
        {
            int first = i;
            while (i + 1 < numbers.Count && numbers[i + 1] == numbers[i] + 1)
            {
                i++;
            }

            ranges.Add($"{numbers[first]}-{numbers[i++]}");
        }

        return string.Join(',', ranges);
    }

    private sealed class Lines : ILineSink
    {
        public List<string> Taken { get; } = [];

        public bool HasEnough => false;

        public void Take(string line, LineKind kind) => Taken.Add(line);

        public void End()
        {
        }
    }
}
