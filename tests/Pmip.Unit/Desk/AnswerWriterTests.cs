using System.Globalization;
using System.IO;
using Pmip.Client;
using Xunit;

namespace Pmip.Unit.Desk;

/// <summary>What answers look like for people and for scripts.</summary>
public sealed class AnswerWriterTests
{
    [Fact]
    public void Table_Written_ColumnsAlignedAndEmptyOnesLeftOut()
    {
        using DeskOfTests desk = new(bindings: 2);
        Assert.Equal(
            """
            ROLE  IDENTIFIER       APN  STATE   PREFIX               IPV4          PEER           FORM  LEFT
            lma   mn0@example.com  ims  active  2001:db8:100::/64    10.45.0.0/16  2001:db8::1:1  ipv6  1800
            lma   mn1@example.com  ims  active  2001:db8:100:1::/64  10.45.0.1/16  2001:db8::1:1  ipv6  1799

            """,
            Table(desk, "show bindings", "bindings"));
        Assert.Equal("no nodes\n", Table(desk, "show nodes", "nodes"));
        Assert.Equal("log level is warn\n", Table(desk, "log warn", ""));
    }

    [Fact]
    public void Table_OfMoreRowsThanAreMeasured_AllAreWritten()
    {
        using DeskOfTests desk = new(bindings: 700);

        string[] lines = Table(desk, "show bindings", "bindings").Split('\n');

        Assert.Equal(702, lines.Length);
        Assert.StartsWith("lma   mn699@example.com  ims", lines[700], System.StringComparison.Ordinal);
    }

    [Fact]
    public void Table_OfHostileText_SendsNoCommandToTheTerminal()
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        TableWriter table = new(text, "");
        table.Columns([new AnswerColumn("a", "A", false), new AnswerColumn("b", "B", true)]);
        using System.Text.Json.JsonDocument row = System.Text.Json.JsonDocument.Parse("{\"a\":\"x\\u001b[2J\\n\",\"b\":null}");
        table.Row(row.RootElement);
        table.Text("bell\u0007");
        table.Finish();

        Assert.Equal("A             B\nx\\x1b[2J\\x0a  -\nbell\\x07\n", text.ToString());
    }

    [Fact]
    public void Document_Written_IsWhatScriptsKnow()
    {
        using DeskOfTests desk = new(bindings: 1);
        using ControlConnection pmipd = desk.Connect();
        Assert.Equal("{\"node\":\"lma1\",\"role\":\"lma\",\"nodes\":[]}\n", Document(pmipd, "show nodes", "nodes"));
        Assert.Equal("{\"node\":\"lma1\",\"role\":\"lma\",\"text\":[\"root, configure, session socket-1\"]}\n", Document(pmipd, "whoami", "whoami"));
        string[] lines = Document(pmipd, "show bindings", "bindings").Split('\n');
        Assert.Equal("{\"node\":\"lma1\",\"role\":\"lma\",\"bindings\":[", lines[0]);
        Assert.StartsWith("{\"role\":\"lma\",\"identifier\":\"mn0@example.com\"", lines[1], System.StringComparison.Ordinal);
        Assert.Equal(["]}", ""], lines[2..]);
    }

    private static string Table(DeskOfTests desk, string command, string name)
    {
        using ControlConnection pmipd = desk.Connect();
        using StringWriter text = new(CultureInfo.InvariantCulture);
        TableWriter table = new(text, name);
        Assert.Null(pmipd.Ask(command, table));
        table.Finish();
        return text.ToString();
    }

    private static string Document(ControlConnection pmipd, string command, string name)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        DocumentWriter document = new(text, pmipd.Greeting, name);
        Assert.Null(pmipd.Ask(command, document));
        document.Finish();
        return text.ToString();
    }
}
