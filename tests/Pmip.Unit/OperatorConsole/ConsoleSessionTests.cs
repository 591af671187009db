using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.OperatorConsole.Sessions;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.OperatorConsole;

/// <summary>Whole sessions, from the banner to the end, at a terminal and a desk that are fakes.</summary>
public sealed class ConsoleSessionTests
{
    private static readonly string[] Noise = ["\u0003", "\t", "?", "\u001b[A", "\u000c", "\u0012", "\b", "\u0015", "\u0004x", "\u0016?"];

    [Fact]
    public void Session_OfAnOperator_ShowsBannerPromptAnswerAndLeaves()
    {
        FakeDesk desk = new();
        FakeTerminal terminal = new FakeTerminal().Type("sh bi\r").Type("exit\r");
        Assert.Equal(SessionEnd.Left, Run(terminal, desk));
        Assert.Contains("mag1, MAG, pmipd 0.1.0: running", terminal.Screen.Text, StringComparison.Ordinal);
        Assert.Contains("mag1# sh bi\ndid show\nmag1# exit", terminal.Screen.Text, StringComparison.Ordinal);
        Assert.Equal(("sh bi", ""), Assert.Single(desk.Asked));
    }

    [Fact]
    public void Help_InTheMiddleOfALine_ListsWordsAndValuesAndKeepsTheLine()
    {
        FakeDesk desk = new();
        desk.Answers["show peers"] = _ => [FakeDesk.Columns("name"), FakeDesk.Row("""{"name":"lma1"}"""), FakeDesk.Row("""{"name":"x\u001b[31m"}""")];
        FakeTerminal terminal = new FakeTerminal(rows: 100).Type("revoke peer ?").Type("lma\t\r").Type("?").Type("quit\r");
        Assert.Equal(SessionEnd.Left, Run(terminal, desk));
        Assert.Contains(
            "mag1# revoke peer ?\n  PEER  a word of at most 255 octets\n  lma1\nmag1# revoke peer lma1", terminal.Screen.Text, StringComparison.Ordinal);
        Assert.Contains("  show ", terminal.Screen.Text, StringComparison.Ordinal);
        Assert.Contains("looks into the running node", terminal.Screen.Text, StringComparison.Ordinal);
        Assert.Contains(("revoke peer lma1 ", ""), desk.Asked.Select(asked => (asked.Command + " ", asked.Body)));
    }

    [Fact]
    public void Help_OfANodeThatDoesNotAnswer_ComesWithoutValues()
    {
        FakeTerminal terminal = new FakeTerminal { HangsUpAtEnd = false }.Type("revoke peer ?");
        SilentDesk desk = new(new FakeDesk());
        SessionEnd end = new ConsoleSession(terminal, desk, Options(terminal) with { Idle = Duration.FromSeconds(5) }).Run();
        Assert.Equal(SessionEnd.Idle, end);
        Assert.Contains("PEER  a word", terminal.Screen.Text, StringComparison.Ordinal);
        Assert.Equal(1, desk.Cancelled);
    }

    [Theory]
    [InlineData("show bindngs", 5, "did you mean \"bindings\"")]
    [InlineData("   log loud", 7, "debug")]
    [InlineData("show bindings | cout", 16, "did you mean \"count\"")]
    [InlineData("frobnicate", 0, "no command")]
    public void Mistake_OnALine_HasACaretUnderTheWord(string line, int column, string says)
    {
        FakeTerminal terminal = new FakeTerminal().Type(line + "\r").Type("quit\r");
        Run(terminal, new FakeDesk());
        string[] rows = terminal.Screen.Text.Split('\n');
        int row = Array.IndexOf(rows, "mag1# " + line);
        Assert.Equal(6 + column, rows[row + 1].IndexOf('^', StringComparison.Ordinal));
        Assert.Contains(says, string.Concat(rows[(row + 2)..]), StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_OfTheDesk_HasACaretUnderItsWordEvenBehindAPath()
    {
        FakeDesk desk = new();
        desk.Answers["set lma.peers[mag1].ipv6 nonsense"] = _ => [FakeDesk.Fail("nonsense is no address", 25, 8)];
        desk.Answers["detach mn1"] = _ => [FakeDesk.Fail("no node \u001b[2J there", 7, 3)];
        FakeTerminal terminal = new FakeTerminal()
            .Type("configure\r").Type("edit lma\r").Type("edit peers[mag1]\r").Type("set ipv6 nonsense\r").Type("up\r").Type("top\r").Type("exit\r")
            .Type("detach mn1\r").Type("quit\r");
        Assert.Equal(SessionEnd.Left, Run(terminal, desk));
        Assert.Contains(
            "mag1(lma.peers[mag1])# set ipv6 nonsense\n                                ^^^^^^^^\nnonsense is no address",
            terminal.Screen.Text,
            StringComparison.Ordinal);
        Assert.Contains("mag1(configure)# ", terminal.Screen.Text, StringComparison.Ordinal);
        Assert.Contains("mag1# detach mn1\n             ^^^\nno node \\x1b[2J there", terminal.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Login_WrongThenRight_ShowsWhyAndNeverThePassword()
    {
        FakeDesk desk = new() { Greeting = new DeskGreeting("0.1.0", "mag1", "mag", OperatorAccess.None, "", "running", "") };
        desk.Answers["login alice"] = password =>
        {
            if (password != "right?horse")
            {
                return [FakeDesk.Fail("the name or the password is wrong, try again in 1 s")];
            }

            desk.Greeting = desk.Greeting with { Operator = "alice", Access = OperatorAccess.Operate };
            return [];
        };
        FakeTerminal terminal = new FakeTerminal().Type("alice\rwrong\r").Type("alice\rright?horse\r").Type("\u0010\r").Type("quit\r");
        Assert.Equal(SessionEnd.Left, Run(terminal, desk));
        Assert.Contains(
            "login: alice\npassword:\nthe name or the password is wrong, try again in 1 s\nlogin: alice\npassword:\n",
            terminal.Screen.Text,
            StringComparison.Ordinal);
        Assert.Contains("mag1> ", terminal.Screen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", terminal.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Prompt_OfATrialAndADraft_SaysSoFromTheGreetingOn()
    {
        FakeDesk desk = new();
        desk.Greeting = desk.Greeting with { PendingSeconds = 87, HasDraft = true, Notice = "what is wrong\nand what else" };
        FakeTerminal terminal = new FakeTerminal().Type("quit\r");
        Assert.Equal(SessionEnd.Left, Run(terminal, desk));
        Assert.Contains("what is wrong\nand what else\n", terminal.Screen.Text, StringComparison.Ordinal);
        Assert.Contains("\n[confirm 87s] mag1*# quit", terminal.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Command_OfMoreThanOneMayDo_IsAskedOrRefusedButNotUnknown()
    {
        FakeDesk desk = new();
        desk.Greeting = desk.Greeting with { Access = OperatorAccess.Look };
        desk.Answers["set name x"] = _ => [FakeDesk.Fail("\"set\" is for operators who may configure")];
        FakeTerminal terminal = new FakeTerminal().Type("set name x\r").Type("configure\r").Type("quit\r");
        Assert.Equal(SessionEnd.Left, Run(terminal, desk));
        Assert.Contains("\"set\" is for operators who may configure", terminal.Screen.Text, StringComparison.Ordinal);
        Assert.Contains("^^^^^^^^^\n\"configure\" is for operators who may configure\nmag1> quit", terminal.Screen.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".\r")]
    [InlineData("\u0004")]
    public void Load_WithoutAFile_TakesWhatIsPasted(string end)
    {
        FakeDesk desk = new();
        FakeTerminal terminal = new FakeTerminal()
            .Type("load\r").Type("{\r\n\t\"name\": \"what?\"\r\n}\r\n" + end).Type("\u0010\u0003load\r{\u0003").Type("quit\r");
        Assert.Equal(SessionEnd.Left, Run(terminal, desk));
        Assert.Equal(("load", "{\n \"name\": \"what?\"\n}\n"), Assert.Single(desk.Asked));
        Assert.Contains("mag1# load^C", terminal.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Idle_TooLong_LogsOutAndSaysSo()
    {
        FakeTerminal terminal = new FakeTerminal { HangsUpAtEnd = false }
            .Type("show pee").Pass(Duration.FromSeconds(599)).Type("r").Pass(Duration.FromSeconds(599));
        Assert.Equal(SessionEnd.Idle, Run(terminal, new FakeDesk()));
        Assert.Contains("no key was pressed for 600 s: logged out", terminal.Screen.Text, StringComparison.Ordinal);
        Assert.True(terminal.Now > new Instant(1_198_000_000), terminal.Now.ToString());
    }

    [Fact]
    public void News_WhileALineIsEdited_StandsAboveItAndThePromptCounts()
    {
        FakeDesk desk = new();
        FakeTerminal terminal = new FakeTerminal()
            .Type("show pe")
            .Do(_ => desk.Tell("""{"event":"configuration","pendingSeconds":60,"draft":true,"message":"alice commits for 60 s"}"""))
            .Pass(Duration.FromSeconds(13))
            .Do(_ => desk.Tell("""{"event":"configuration","pendingSeconds":47,"message":"again"}"""))
            .Type("ers")
            .Do(_ => desk.Tell("""{"event":"configuration","pendingSeconds":0,"draft":false,"message":"reverted"}"""))
            .Do(_ => desk.Tell("""{"event":"node","state":"safeMode","message":"the node does not run"}"""))
            .Type("\rquit\r");
        Assert.Equal(SessionEnd.Left, Run(terminal, desk));
        string text = terminal.Screen.Text;
        Assert.Contains("alice commits for 60 s\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("again", text, StringComparison.Ordinal);
        Assert.Contains("reverted\n", text, StringComparison.Ordinal);
        Assert.Contains("the node does not run\n[safe mode] mag1# show peers\ndid show\n[safe mode] mag1# quit", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Interrupt_OfALongAnswer_CancelsItAndThePromptComesBack()
    {
        FakeDesk desk = new();
        FakeTerminal terminal = new FakeTerminal { HangsUpAtEnd = false }.Type("show counters\r").Type("\u0003").Type("quit\r");
        SilentDesk silent = new(desk) { AnswersCancel = true };
        SessionEnd end = new ConsoleSession(terminal, silent, Options(terminal)).Run();
        Assert.Equal((SessionEnd.Left, 1), (end, silent.Cancelled));
        Assert.Contains("show counters\n^C\nmag1# quit", terminal.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_OfALongAnswer_StopsAndGoesOnAndQuits()
    {
        FakeDesk desk = new();
        desk.Answers["show counters"] = _ => [FakeDesk.Columns("n"), .. Enumerable.Range(1, 100).Select(n => FakeDesk.Row($$"""{"n":{{n}}}"""))];
        FakeTerminal terminal = new FakeTerminal(rows: 10)
            .Type("show counters\r").Type(" ").Type("q").Type("show counters | first 12 | no-more\r").Type("quit\r");
        Assert.Equal(SessionEnd.Left, Run(terminal, desk));
        string[] rows = terminal.Screen.Text.Split('\n');
        Assert.Equal(17 + 12, rows.Count(row => int.TryParse(row, out _)));
    }

    [Fact]
    public void Terminal_ThatTakesNothing_EndsTheRequestAndNotTheSession()
    {
        FakeDesk desk = new();
        FakeTerminal terminal = new FakeTerminal(isDumb: true) { HangsUpAtEnd = false }
            .Do(self => self.IsStalled = true).Type("show counters\r").Do(self => self.IsStalled = false).Type("quit\r");
        SilentDesk silent = new(desk) { AnswersCancel = true };
        Assert.Equal(SessionEnd.Left, new ConsoleSession(terminal, silent, Options(terminal) with { IsDumb = true }).Run());
        Assert.Equal(1, silent.Cancelled);
        Assert.True(terminal.Dropped > 0);
    }

    [Fact]
    public void Resize_OnAVt100_AsksTheTerminalAndOnADumbOneTakesNumbers()
    {
        FakeTerminal smart = new FakeTerminal().Type("resize\r").Type("\u001b[48;132R").Type("quit\r");
        Run(smart, new FakeDesk());
        Assert.Contains("132 columns, 48 rows", smart.Screen.Text, StringComparison.Ordinal);
        Assert.NotEmpty(smart.Screen.Questions);
        FakeTerminal dumb = new FakeTerminal(isDumb: true).Type("resize 60 20\r").Type("resize\r").Type("quit\r");
        new ConsoleSession(dumb, new FakeDesk(), Options(dumb) with { IsDumb = true }).Run();
        Assert.Equal(2, dumb.Screen.Text.Split("60 columns, 20 rows").Length - 1);
    }

    [Fact]
    public void Desk_ThatGoes_EndsTheSessionWithASentence()
    {
        FakeDesk desk = new();
        FakeTerminal terminal = new FakeTerminal { HangsUpAtEnd = false }.Type("show").Do(_ => desk.IsOpen = false);
        Assert.Equal(SessionEnd.DeskGone, Run(terminal, desk));
        Assert.Contains("pmipd has ended the connection", terminal.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_TenThousandAtRandom_NeverCrashAndEachRefusalNamesTheWord()
    {
        Random random = new(20_261_122);
        List<string> words = [.. VerbTable.All.SelectMany(verb => verb.Name.Split(' ')).Distinct(), .. Texts(random)];
        List<string> lines = [.. Enumerable.Range(0, 10_000).Select(_ => LineOf(random, words))];
        foreach (bool isDumb in new[] { false, true })
        {
            FakeDesk desk = new();
            FakeTerminal terminal = new(columns: 2000, rows: 100_000, isDumb);
            foreach (string line in lines.Where((_, i) => (i % 2 == 0) == isDumb))
            {
                terminal.Type(line + "\u0003\r");
            }

            terminal.Type("\u0003\r\u0003\rquit\r");
            SessionEnd end = new ConsoleSession(terminal, desk, Options(terminal) with { IsDumb = isDumb }).Run();
            Assert.Equal(SessionEnd.Left, end);
            Assert.True(desk.Asked.Count > 100, $"only {desk.Asked.Count} lines were commands");
            RequireNamedRefusals(terminal.Screen.Text.Split('\n'));
        }
    }

    // Below a caret stands a sentence that has the word above the caret in it.
    private static void RequireNamedRefusals(string[] rows)
    {
        int refusals = 0;
        for (int i = 1; i + 1 < rows.Length; i++)
        {
            string mark = rows[i].Trim();
            if (mark.Length == 0 || mark.Any(letter => letter != '^') || !rows[i - 1].StartsWith("mag1", StringComparison.Ordinal))
            {
                continue;
            }

            refusals++;
            int start = rows[i].IndexOf('^', StringComparison.Ordinal);
            string above = start < rows[i - 1].Length ? rows[i - 1][start..Math.Min(start + mark.Length, rows[i - 1].Length)] : "";
            bool isOfAscii = rows[i - 1].All(char.IsAscii);
            string named = above.Trim()[..Math.Min(above.Trim().Length, 100)];
            bool isNamed = rows[i + 1].Contains(named, StringComparison.Ordinal) || above == "|";
            Assert.True(!isOfAscii || isNamed, string.Join('\n', rows[(i - 1)..(i + 2)]));
        }

        Assert.True(refusals > 500, $"only {refusals} refusals");
    }

    private static IEnumerable<string> Texts(Random random)
    {
        yield return "mn1@example.com";
        yield return "02:00:00:00:00:01";
        yield return "0x0a0b0c0d";
        yield return "2001:db8::/64";
        yield return "bindings";
        yield return "peers";
        yield return "counters";
        yield return "|";
        yield return "| count";
        yield return "| match a";
        yield return "json";
        yield return "漢字";
        yield return new string('x', 300);
        for (int i = 0; i < 20; i++)
        {
            yield return new string([.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => (char)random.Next(0x21, 0x7F))]).Replace('?', 'q');
        }
    }

    private static string LineOf(Random random, List<string> words)
    {
        // A line that leaves would end the test; all else may happen.
        StringBuilder line = new();
        int count = random.Next(1, 6);
        for (int i = 0; i < count; i++)
        {
            string word = words[random.Next(words.Count)];
            word = random.Next(3) == 0 ? word[..random.Next(1, word.Length + 1)] : word;
            line.Append(word).Append(random.Next(12) == 0 ? Noise[random.Next(Noise.Length)] : " ");
        }

        return "quit exit".Contains(line.ToString().Split(' ')[0], StringComparison.Ordinal) ? "show peers\r" : line.Append('\r').ToString();
    }

    private static SessionEnd Run(FakeTerminal terminal, FakeDesk desk) => new ConsoleSession(terminal, desk, Options(terminal)).Run();

    private static SessionOptions Options(FakeTerminal terminal) => new() { Now = () => terminal.Now };

    /// <summary>Asks a desk, and gives none of its answers but the one to a cancellation.</summary>
    private sealed class SilentDesk(FakeDesk desk) : IDeskLink
    {
        private readonly Queue<DeskMessage> _messages = new();

        public bool AnswersCancel { get; init; }

        public int Cancelled { get; private set; }

        public DeskGreeting Greeting => desk.Greeting;

        public int Descriptor => -1;

        public bool IsOpen => desk.IsOpen;

        public long Ask(string command, string body) => desk.Ask(command, body);

        public void Cancel(long id)
        {
            Cancelled++;
            if (AnswersCancel)
            {
                _messages.Enqueue(new DeskMessage(DeskMessageKind.Failed, id) { Text = "cancelled" });
            }
        }

        public bool TryRead([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DeskMessage? message) => _messages.TryDequeue(out message);

        public void Dispose() => desk.Dispose();
    }
}
