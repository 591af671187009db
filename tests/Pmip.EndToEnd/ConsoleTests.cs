using System;
using System.Linq;
using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>The console as people meet it: through a real pseudo-terminal, at the real binary.</summary>
public sealed class ConsoleTests
{
    // The password is right-horse.
    private const string Hash = "$6$saltsalt$jc4j/hF5o.aaA7X6iNY/ksdaYizW.V3zRbhXdfv75tNTn0yR5q9mh8VbkocunotT6OFmJwcD/YpYdcuKJCoG9.";

    [RootFact]
    public void Console_OnATerminal_HelpsCompletesPipesAndGivesTheTerminalBack() => WithLma((_, _) => { }, lma =>
    {
        using PseudoTerminal terminal = new();
        terminal.Resize(100, 30);
        string before = terminal.Modes;
        using LabProcess console = terminal.Start("console", "vt100", Binary.Path, "console", "--socket", lma.Socket);
        terminal.Expect("lma1, LMA, pmipd");
        terminal.Expect("lma1# ");
        Assert.NotEqual(before, terminal.Modes);
        terminal.Type("revoke ?");
        terminal.Expect("node ");
        terminal.Expect("peer ");
        terminal.Expect("realm ");
        terminal.Expect("lma1# revoke ");
        terminal.Type("pe\t");
        terminal.Expect("peer ");
        terminal.Type("ma\t");
        terminal.Expect("mag");
        terminal.Type("\t");
        terminal.Expect("mag1  mag2");
        terminal.Type("\u0015sh peers | match MAG1 | count\r");
        terminal.Expect("\r\n1\r\n");
        terminal.Ask("show bindngs", "^^^^^^^");
        terminal.Expect("did you mean \"bindings\"?");
        terminal.Type("show pe\u0003");
        terminal.Expect("^C\r\nlma1# ");
        terminal.Type("\u001b[A\u001b[A\u0001\u000bshow count\t| first 3 | json\r");
        terminal.Expect("{\"");
        terminal.Expect("lma1# ");
        terminal.Ask("show counters", "--More--");
        terminal.Type(" ");
        terminal.Expect("--More--");
        terminal.Type("q");
        terminal.Expect("lma1# ");
        terminal.Type("exit\r");
        Assert.Equal(0, console.AwaitExit());
        Assert.Equal(before, terminal.Modes);
    });

    [RootFact]
    public void Console_OnADumbTerminal_SendsNoEscapesNorPages_AndLogsOutWhoIsIdle() => WithLma((_, _) => { }, lma =>
    {
        using PseudoTerminal terminal = new();
        string before = terminal.Modes;
        using LabProcess console = terminal.Start("console", "dumb", Binary.Path, "console", "--socket", lma.Socket, "--idle", "3");
        terminal.Expect("lma1# ");
        terminal.Type("shox\bw peers\r");
        terminal.Expect("mag2");
        terminal.Ask("show counters", "rewriteFailed");
        terminal.Expect("no key was pressed for 3 s: logged out");
        Assert.Equal(0, console.AwaitExit());
        Assert.DoesNotContain('\u001b', terminal.Text);
        Assert.DoesNotContain("--More--", terminal.Text, StringComparison.Ordinal);
        Assert.Equal(before, terminal.Modes);
    });

    [RootFact]
    public void Console_ThatNeverReadsItsOutput_DisturbsNobody_AndAKilledOneGivesTheTerminalBack() => WithLma((_, _) => { }, lma =>
    {
        using PseudoTerminal terminal = new();
        string before = terminal.Modes;
        using LabProcess console = terminal.Start("console", "dumb", Binary.Path, "console", "--socket", lma.Socket);
        terminal.Expect("lma1# ");
        terminal.StopReading();
        terminal.Type(string.Concat(Enumerable.Repeat("show counters\r", 100)));
        for (int i = 0; i < 20; i++)
        {
            Assert.NotEmpty(lma.Show("peers").GetProperty("peers").EnumerateArray());
        }

        terminal.GoOnReading();
        terminal.Expect("lma1# ");
        console.Signal("TERM");
        console.AwaitExit();
        Assert.Equal(before, terminal.Modes);
    });

    [RootFact]
    public void Console_ForAPipe_HasNoPromptAndTheExitCodeOfTheLastLine() => WithLma((_, _) => { }, lma =>
    {
        CommandResult good = lma.Invoke("console", "-c", "frobnicate", "-c", "sh pe | match mag1 | count");
        Assert.Equal((0, "1\n"), (good.ExitCode, good.Output));
        Assert.Contains("there is no command \"frobnicate\"", good.Error, StringComparison.Ordinal);
        Assert.Equal(2, lma.Invoke("console", "-c", "show bindngs").ExitCode);
        CommandResult refused = lma.Invoke("console", "-c", "tunnel up nowhere");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("nowhere", refused.Error, StringComparison.Ordinal);
        CommandResult piped = lma.Place.Run("sh", "-c", $"printf 'show peers | count\\n# nothing\\n\\nshow\\n' | {Binary.Path} console --socket {lma.Socket}");
        Assert.Equal((2, "2\n"), (piped.ExitCode, piped.Output));
    });

    [RootFact]
    public void SerialConsole_WithOperators_AsksForThePassword_LogsOutTheIdle_AndComesBackWithTheLine()
    {
        using PseudoTerminal line = new();
        WithLma(
            (_, file) =>
            {
                file["console"] = new JsonObject { ["line"] = line.Path, ["speed"] = "115200", ["idleSeconds"] = 4 };
                file["operators"] = new JsonArray(new JsonObject { ["name"] = "alice", ["password"] = Hash, ["access"] = "operate" });
            },
            lma =>
            {
                line.Expect("pmipd console, press Enter");
                line.Ask("", "login: ");
                line.Ask("alice", "password: ");
                line.Ask("wrong-horse", "the name or the password is wrong");
                line.Expect("login: ");
                line.Ask("alice", "password: ");
                line.Ask("right-horse", "alice may look and act");
                line.Expect("lma1> ");
                line.Ask("show peers | count", "\r\n2\r\n");
                line.Ask("set name other", "for operators who may configure");
                line.Expect("no key was pressed for 4 s: logged out");
                line.Expect("press Enter");
                Assert.DoesNotContain("horse", line.Text, StringComparison.Ordinal);
                Assert.True(lma.Invoke("show", "peers").Succeeded);
            });
    }

    private static void WithLma(Action<string, JsonObject> adjust, Action<Gateway> act) => Trial.Run(
        new Scenario { Adjust = (name, file) => Adjust(name, file, adjust) },
        lab =>
        {
            lab.Lma.Start();
            act(lab.Lma);
        },
        examine: null,
        startsGateways: false);

    private static void Adjust(string name, JsonObject file, Action<string, JsonObject> adjust)
    {
        if (name == "lma1")
        {
            adjust(name, file);
        }
    }
}
