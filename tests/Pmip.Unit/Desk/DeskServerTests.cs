using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Desk;
using Pmip.Client;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.Desk;

/// <summary>The control API over its socket, well and badly used.</summary>
public sealed class DeskServerTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [Fact]
    public void Client_Connects_GreetedAndAnswered()
    {
        using DeskOfTests desk = new();
        using ControlConnection pmipd = desk.Connect();

        Assert.Equal(new ControlGreeting("0.1.0", 1, "lma1", "lma", "configure", "root", "running", "", 0, false), pmipd.Greeting);
        List<string> identifiers = [];
        Assert.Null(pmipd.Ask("sh bin", new RowReader(row => identifiers.Add(row.GetProperty("identifier").GetString()!))));
        Assert.Equal(["mn0@example.com", "mn1@example.com", "mn2@example.com"], identifiers);
        ControlError? error = pmipd.Ask("detach", new RowReader(static _ => { }));
        Assert.Equal(new ControlError("missing", "\"detach\" lacks IDENTIFIER; usage: detach IDENTIFIER [APN]", 6, 0), error);
        error = pmipd.Ask("log  loud", new RowReader(static _ => { }));
        Assert.Equal(("badValue", 5, 4), (error?.Code, error?.Start, error?.Length));
        Assert.Equal("notFound", pmipd.Ask("detach mn2@example.com", new RowReader(static _ => { }))?.Code);
    }

    [Fact]
    public void Socket_RawLines_AreAsDocumented()
    {
        using DeskOfTests desk = new();
        using Socket socket = RawClient(desk);
        Assert.StartsWith(
            "{\"pmipd\":\"0.1.0\",\"api\":1,\"node\":\"lma1\",\"role\":\"lma\",\"access\":\"configure\""
                + ",\"operator\":\"root\",\"state\":\"running\",\"pendingSeconds\":0,\"draft\":false}",
            ReadLines(socket, 1)[0], StringComparison.Ordinal);

        socket.Send("{\"id\":7,\"command\":\"log warn\"}\r\n{\"id\":8,\"command\":\"nonsense\"}\nrubbish\n"u8);
        socket.Send("[]\n{\"id\":9}\n{\"id\":10,\"command\":\"log\\nwarn\"}\n"u8);

        Assert.Equal(
            [
                "{\"id\":7,\"text\":\"log level is warn\"}",
                "{\"id\":7,\"done\":true}",
                "{\"id\":8,\"error\":{\"code\":\"unknownVerb\"",
                "{\"id\":null,\"error\":{\"code\":\"badRequest\",\"message\":\"a request is one JSON object in UTF-8 on one line\",\"start\":0,\"length\":0}}",
                "{\"id\":null,\"error\":{\"code\":\"badRequest\",\"message\":\"a request is one JSON object on one line\",\"start\":0,\"length\":0}}",
                "{\"id\":9,\"error\":{\"code\":\"badRequest\",\"message\":\"a request wants a \\\"command\\\", a text\",\"start\":0,\"length\":0}}",
                "{\"id\":10,\"error\":{\"code\":\"badRequest\",\"message\":\"a command has no control characters\",\"start\":0,\"length\":0}}",
            ],
            ReadLines(socket, 7).Select(line => line.StartsWith("{\"id\":8", StringComparison.Ordinal) ? line[..37] : line));
    }

    [Fact]
    public void Lines_AtRandom_AllAnsweredAndTheSessionGoesOn()
    {
        using DeskOfTests desk = new();
        using Socket socket = RawClient(desk);
        ReadLines(socket, 1);
        Random random = new(20261122);
        byte[] line = new byte[300];
        for (int i = 0; i < 1000; i++)
        {
            int length = random.Next(1, line.Length);
            random.NextBytes(line.AsSpan(0, length));
            line.AsSpan(0, length).Replace((byte)'\n', (byte)'x');
            if (i % 2 == 0)
            {
                // Half of them are frames whose command is noise.
                string command = Encoding.Latin1.GetString(line, 0, length / 4);
                string frame = JsonSerializer.Serialize(new Dictionary<string, object> { ["id"] = i, ["command"] = command });
                line = new byte[4096];
                Encoding.UTF8.GetBytes(frame, line);
                length = Array.IndexOf(line, (byte)0);
            }

            line[length] = (byte)'\n';
            socket.Send(line.AsSpan(0, length + 1));
            string answer = ReadLines(socket, 1)[0];
            if (answer.Contains("\"text\"", StringComparison.Ordinal))
            {
                // A single "w" is short for whoami.
                answer = ReadLines(socket, 1)[0];
            }

            Assert.Matches("\"(error|done)\":", answer);
            line = new byte[301];
        }

        socket.Send("{\"id\":1,\"command\":\"whoami\"}\n"u8);
        Assert.Equal("{\"id\":1,\"done\":true}", ReadLines(socket, 2)[1]);
    }

    [Fact]
    public void Request_OfAMegabyteInItsBody_ArrivesWhole()
    {
        string received = "";
        using DeskOfTests desk = new(furnish: rooms => rooms.Verbs.Add(
            VerbId.ImportConfiguration, (in VerbArguments _, DeskRequest request, IAnswer _) => received = request.Body));
        using ControlConnection pmipd = desk.Connect();
        string body = string.Concat(Enumerable.Repeat("{\"name\": \"m\u00fcller\",\n", 50_000));

        Assert.Null(pmipd.Ask("import", body, new RowReader(static _ => { })));

        Assert.Equal(body, received);
    }

    [Fact]
    public void Request_TooLong_RefusedAndTheConnectionEnds()
    {
        using DeskOfTests desk = new();
        using Socket socket = RawClient(desk);
        ReadLines(socket, 1);
        byte[] piece = Encoding.ASCII.GetBytes(new string('a', 65536));
        string last = "";
        try
        {
            for (int i = 0; i < 64; i++)
            {
                socket.Send(piece);
            }
        }
        catch (SocketException failure)
        {
            last = failure.Message; // It ended before all of it was sent.
        }

        Assert.Contains("\"tooLong\"", ReadLines(socket, 1)[0] + last, StringComparison.Ordinal);
    }

    [Fact]
    public void Request_HalfALineAndGone_NobodyMinds()
    {
        using DeskOfTests desk = new();
        for (int i = 0; i < 20; i++)
        {
            using Socket socket = RawClient(desk);
            socket.Send("{\"id\":1,\"comm"u8);
        }

        AssertSoon(() => desk.Server.Sessions().Count == 0, "sessions end");
        using ControlConnection pmipd = desk.Connect();
        Assert.Null(pmipd.Ask("whoami", new RowReader(static _ => { })));
    }

    [Fact]
    public void Clients_MoreThanSessions_RefusedWithAReason_AndLetInAgain()
    {
        using DeskOfTests desk = new();
        List<ControlConnection> clients = [.. Enumerable.Range(0, DeskServer.SessionsMax).Select(_ => desk.Connect())];

        ControlException refusal = Assert.Throws<ControlException>(() => desk.Connect());
        Assert.Equal("too many sessions at once, try again", refusal.Message);
        using ControlConnection serial = desk.OpenInner(OperatorAccess.None); // The console has a place of its own.
        clients[3].Dispose();
        AssertSoon(() => desk.Server.Sessions().Count == DeskServer.SessionsMax, "one session ends");
        using (ControlConnection again = desk.Connect())
        {
            Assert.Null(again.Ask("whoami", new RowReader(static _ => { })));
        }

        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public void Client_NeverReads_GivenUp_WhileOthersAreAnswered()
    {
        using DeskOfTests desk = new(bindings: 200_000, patience: Duration.FromMilliseconds(300));
        using Socket deaf = RawClient(desk);
        deaf.Send("{\"id\":1,\"command\":\"show bindings\"}\n"u8);
        using ControlConnection other = desk.Connect();
        for (int i = 0; i < 20; i++)
        {
            Assert.Null(other.Ask("show bindings limit 5", new RowReader(static _ => { })));
        }

        AssertSoon(() => desk.Server.Sessions().Count == 1, "the deaf session ends");
        Assert.Null(other.Ask("show bindings limit 5", new RowReader(static _ => { })));
    }

    [Fact]
    public void Table_OfManyRows_CancelledInTheMiddle_EndsAndTheNextRequestIsAnswered()
    {
        using DeskOfTests desk = new(bindings: 1_000_000);
        using ControlConnection pmipd = desk.Connect();
        int rows = 0;
        ControlError? error = pmipd.Ask("show bindings", new RowReader(_ =>
        {
            if (++rows == 100)
            {
                pmipd.Cancel();
            }
        }));

        Assert.Equal("cancelled", error?.Code);
        Assert.InRange(rows, 100, 999_999);
        Assert.Null(pmipd.Ask("log warn", new RowReader(static _ => { })));
    }

    [Fact]
    public void Reader_Throws_RequestIsCancelledAndTheConnectionGoesOn()
    {
        using DeskOfTests desk = new(bindings: 100_000);
        using ControlConnection pmipd = desk.Connect();

        Assert.Throws<InvalidOperationException>(() => pmipd.Ask("show bindings", new RowReader(_ => throw new InvalidOperationException())));

        RowReader reader = new(static _ => { });
        Assert.Null(pmipd.Ask("whoami", reader));
        Assert.Equal(["root, configure, session socket-1"], reader.Lines);
    }

    [Fact]
    public void Verb_ThatWaits_CancelledByTheClient_SeesIt()
    {
        using ManualResetEventSlim began = new();
        using DeskOfTests desk = new(furnish: rooms => rooms.Verbs.Add(VerbId.ImportConfiguration, (in VerbArguments _, DeskRequest _, IAnswer answer) =>
        {
            began.Set();
            SpinWait.SpinUntil(() => answer.IsAbandoned, Bound);
        }));
        using ControlConnection pmipd = desk.Connect();
        ControlError? error = null;
        Thread asking = new(() => error = pmipd.Ask("import", new RowReader(static _ => { })));
        asking.Start();
        Assert.True(began.Wait(Bound));
        pmipd.Cancel();

        Assert.True(asking.Join(Bound));
        Assert.Equal("cancelled", error?.Code);
    }

    [Fact]
    public void Verb_ThatThrows_FailsThatRequestAlone()
    {
        using DeskOfTests desk = new(furnish: rooms => rooms.Verbs.Add(
            VerbId.ImportConfiguration, (in VerbArguments _, DeskRequest _, IAnswer _) => throw new InvalidOperationException("sprung a leak")));
        using ControlConnection pmipd = desk.Connect();

        Assert.Equal("internal", pmipd.Ask("import", new RowReader(static _ => { }))?.Code);
        Assert.Null(pmipd.Ask("whoami", new RowReader(static _ => { })));
        Assert.Contains(desk.Log, line => line.Contains("sprung a leak", StringComparison.Ordinal));
    }

    [Fact]
    public void News_Published_ReachEverySessionThatMayLook()
    {
        using DeskOfTests desk = new();
        using ControlConnection idle = desk.Connect();
        int seconds = 0;
        idle.News = news => seconds = news.GetProperty("event").GetString() == "configuration" ? news.GetProperty("pendingSeconds").GetInt32() : -1;

        desk.Server.Publish("configuration", static json => json.WriteNumber("pendingSeconds"u8, 87));

        Assert.True(idle.TakeNews(Bound));
        Assert.Equal(87, seconds);
        Assert.Null(idle.Ask("whoami", new RowReader(static _ => { })));
    }

    [Fact]
    public void News_Published_ToOneWhoHasNotLoggedIn_AreNotTold()
    {
        using DeskOfTests desk = new() { Operators = [new("anna", new string('x', 40), OperatorAccess.Look)] };
        using ControlConnection outside = desk.OpenInner(OperatorAccess.None);
        bool isTold = false;
        outside.News = _ => isTold = true;

        desk.Server.Publish("configuration", static json => json.WriteNumber("pendingSeconds"u8, 87));

        Assert.Null(outside.Ask("whoami", new RowReader(static _ => { })));
        Assert.Null(outside.Ask("whoami", new RowReader(static _ => { })));
        Assert.False(isTold);
    }

    [Fact]
    public void Session_NobodyLogsIn_EndsInTime()
    {
        using DeskOfTests desk = new(loginTime: Duration.FromMilliseconds(200)) { Operators = [new("anna", new string('x', 40), OperatorAccess.Look)] };
        using ControlConnection outside = desk.OpenInner(OperatorAccess.None);

        AssertSoon(() => desk.Server.Sessions().Count == 0, "it ends");
    }

    [Fact]
    public void Desk_Ends_WhileVerbsRun_AllThreadsEnd()
    {
        DeskOfTests desk = new(bindings: 1_000_000);
        using ControlConnection streaming = desk.Connect();
        using ControlConnection idle = desk.Connect();
        using ManualResetEventSlim began = new();
        string outcome = "";
        Thread asking = new(() =>
        {
            try
            {
                ControlError? error = streaming.Ask("show bindings", new RowReader(_ => began.Set()));
                outcome = error?.Code ?? "done";
            }
            catch (ControlException failure)
            {
                outcome = failure.Message;
            }
        });
        asking.Start();
        Assert.True(began.Wait(Bound));
        IReadOnlyList<DeskSession> sessions = desk.Server.Sessions();

        desk.Dispose();

        Assert.True(asking.Join(Bound));
        Assert.NotEqual("done", outcome);
        Assert.All(sessions, session => Assert.True(session.Join(Bound)));
        Assert.False(idle.TakeNews(Bound));
    }

    [Fact]
    public void Node_NotRunning_LoopVerbsRefused_DeskVerbsAnswered()
    {
        LoopPort port = new();
        RecordedLoopAnswer answer = new();

        port.Ask("show bindings"u8, answer);

        Assert.Equal(ILoopPort.NoNode, answer.Code);
    }

    [Fact]
    public void Operators_Shown_OnePerSession()
    {
        using DeskOfTests desk = new();
        desk.Rooms.Tables.Add(new SessionTable(() => desk.Server));
        using ControlConnection pmipd = desk.Connect();
        using ControlConnection serial = desk.OpenInner(OperatorAccess.None);
        List<string> sessions = [];

        Assert.Null(pmipd.Ask("show operators", new RowReader(row => sessions.Add(row.GetProperty("session").GetString()!))));

        Assert.Equal(["socket-1", "serial"], sessions);
        sessions.Clear();
        Assert.Null(pmipd.Ask("show operators limit 1", new RowReader(row => sessions.Add(row.GetProperty("session").GetString()!))));
        Assert.Equal(["socket-1"], sessions);
    }

    private static Socket RawClient(DeskOfTests desk)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = (int)Bound.TotalMilliseconds };
        socket.Connect(new UnixDomainSocketEndPoint(desk.SocketPath));
        return socket;
    }

    private static List<string> ReadLines(Socket socket, int count)
    {
        List<string> lines = [];
        List<byte> line = [];
        byte[] octet = new byte[1];
        while (lines.Count < count && socket.Receive(octet) == 1)
        {
            if (octet[0] == (byte)'\n')
            {
                lines.Add(Encoding.UTF8.GetString([.. line]));
                line.Clear();
            }
            else
            {
                line.Add(octet[0]);
            }
        }

        return lines;
    }

    private static void AssertSoon(Func<bool> condition, string what) => Assert.True(SpinWait.SpinUntil(condition, Bound), what);

    private sealed class RecordedLoopAnswer : ILoopReader
    {
        public string Code { get; private set; } = "";

        public bool IsAbandoned => false;

        public void Columns(ReadOnlySpan<byte> json) => Code = "columns";

        public void Row(ReadOnlySpan<byte> json) => Code = "row";

        public void Text(ReadOnlySpan<byte> line) => Code = "text";

        public void Fail(string code, string message) => Code = code;
    }
}
