using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Pmip.Appliance.Control;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Logging;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;
using Pmip.Linux.Sockets;
using Xunit;

namespace Pmip.Unit.Control;

/// <summary>The loop's side of its channels to the desk.</summary>
public sealed class ControlServerTests : IDisposable
{
    private readonly ScriptedActions _actions = new();
    private readonly Instant _now = new(1_000_000_000);
    private LocalStreamConnection[] _ends = [];

    public void Dispose() => Array.ForEach(_ends, static end => end.Dispose());

    [Fact]
    public void Show_Bindings_ColumnsThenStableRows()
    {
        using ControlServer server = Open(Sources(new GeneratedBindings(4, slot => slot is 1)));

        string[] lines = Ask(server, "show bindings\n").Split('\n');

        Assert.StartsWith(
            """[{"key":"role","title":"ROLE","kind":"text"},{"key":"identifier","title":"IDENTIFIER","kind":"text"},""", lines[0], StringComparison.Ordinal);
        Assert.Contains("""{"key":"pdnConnectionId","title":"","kind":"number"}""", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            """
            {"role":"lma","identifier":"mn1@example.com","accessPoint":"ims","pdnConnectionId":0,"state":"active",
            "homeNetworkPrefixes":["2001:db8:100:1::/64"],"ipv4HomeAddress":"10.45.0.1/16","ipv4DefaultRouter":null,
            "peer":"2001:db8::1:1","form":"ipv6","uplinkKey":"0x00000101","downlinkKey":"0x00000201","lifetimeRemainingSeconds":1799,"lifetimeSeconds":3600,
            "accessTechnology":"ethernet","linkLayerAddress":"02:00:00:00:00:01","session":1,"placement":"none","chargingId":77,
            "ipv4Allocation":"immediate","nameServers":"2001:db8::53 10.0.0.53","errorCode":null,"threeGppOptions":"13:00f110"}
            """.Replace(",\n\"", ",\"", StringComparison.Ordinal),
            lines[1]);
        Assert.Equal([".", ""], lines[2..]);
    }

    [Fact]
    public void Show_AnyTable_WhenItIsEmpty_ColumnsAndEnd()
    {
        using ControlServer server = Open(Sources(new GeneratedBindings(1000, _ => false)));

        foreach (string table in ConsoleTables.Names)
        {
            string[] lines = Ask(server, $"show {table}\n").Split('\n');
            Assert.StartsWith("[{", lines[0], StringComparison.Ordinal);
            Assert.Equal([".", ""], lines[1..]);
        }
    }

    [Fact]
    public void Show_Bindings_WithLimit_NoMoreRows()
    {
        using ControlServer server = Open(Sources(new GeneratedBindings(1000, slot => slot > 300)));

        Assert.Equal(2, Ask(server, "show bindings limit 2\n").Split('\n').Count(line => line.StartsWith('{')));
    }

    [Fact]
    public void Show_Counters_NumbersAreNumbers()
    {
        CounterSet<EventLevel> counters = new();
        counters.Add(EventLevel.Warn, 12345);
        ConsoleSources sources = Sources(new GeneratedBindings(0, _ => false)) with { Counters = [new CounterSource<EventLevel>("lma", counters)] };
        using ControlServer server = Open(sources);

        Assert.Contains("{\"room\":\"lma\",\"counter\":\"warn\",\"value\":12345}\n", Ask(server, "show counters\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Show_Bindings_HostileIdentifier_LineNotBroken()
    {
        using ControlServer server = Open(Sources(new GeneratedBindings(1, _ => true) { Identifier = [0xFF, (byte)'"', (byte)'\n', 0x1B] }));

        string row = Ask(server, "show bindings\n").Split('\n').Single(line => line.StartsWith('{'));
        using JsonDocument document = JsonDocument.Parse(row);
        Assert.Equal("\uFFFD\"\n\u001b", document.RootElement.GetProperty("identifier").GetString());
    }

    [Theory]
    [InlineData("show\n", "!usage \"show\" lacks TABLE; usage: show TABLE [json] [limit ROWS]\n")]
    [InlineData(
        "show bindings xml\n",
        "!usage \"xml\" has no place there; usage: show TABLE [json] [limit ROWS]\n")]
    [InlineData("detach a b c\n", "!usage \"c\" has no place there; usage: detach IDENTIFIER [APN]\n")]
    [InlineData("log loud\n", "!usage \"loud\" is no LEVEL, wanted is one of debug, info, warn, error\n")]
    [InlineData("log debug\r\n", "=log level is debug\n.\n")]
    [InlineData("detach mn1@example.com internet\n", "=detached 1 connection of mn1@example.com\n.\n")]
    [InlineData("detach mn1@example.com\n", "=detached 2 connections of mn1@example.com\n.\n")]
    [InlineData("detach mn2@example.com\n", "!notFound there is no such connection; asked for mn2@example.com\n")]
    [InlineData("attach acc0 02:00:00:00:00:01\n", "=attaching 02:00:00:00:00:01\n.\n")]
    [InlineData(
        "attach acc0 02:00:00:00:00:01 ims uplink-key 0x0000000a prefix 2001:db8:1::/64 ipv4 10.45.0.7/16 router 10.45.0.1 handoff gateways\n",
        "=attaching 02:00:00:00:00:01\n.\n")]
    [InlineData(
        "attach acc0 02:00:00:00:00:01 ims uplink-key 10\n",
        "!addressMissing what is known beforehand needs the APN that it is about, and an uplink key needs a prefix or an IPv4 address too; asked for "
            + "02:00:00:00:00:01\n")]
    [InlineData("attach acc0 02:00:00:00:00:01 ims uplink-key 0\n", "!usage \"0\" is no KEY, wanted is a GRE key from 0x00000001 to 0xffffffff\n")]
    [InlineData("change mn1@example.com ims ipv4v6\n", "=changing mn1@example.com\n.\n")]
    [InlineData(
        "change mn1@example.com ims ipv4\n",
        "!oneFamilyAtATime one request adds or drops a family, it does not exchange them; asked for mn1@example.com\n")]
    [InlineData("revoke node mn1@example.com\n", "=revoking 2 connections of mn1@example.com\n.\n")]
    [InlineData("revoke node mn1@example.com ims trigger out-of-sync ipv4-only\n", "=revoking 1 connection of mn1@example.com\n.\n")]
    [InlineData("revoke node mn1@example.com trigger user\n", "!notFound there is no such connection; asked for mn1@example.com\n")]
    [InlineData("revoke peer mag1\n", "=revoking everything with mag1\n.\n")]
    [InlineData("revoke peer mag9\n", "!noSuchPeer no peer of that name is there, see \"show peers\"; asked for mag9\n")]
    [InlineData("revoke realm example.com peer mag1\n", "=revoking everything of example.com\n.\n")]
    [InlineData(
        "revoke realm @example.com\n", "!usage \"@example.com\" is no REALM, wanted is a realm like example.com, without the @\n")]
    [InlineData("key reserve 0x0a0b0c0d mn1@example.com ims pdn-id 3\n", "=reserved 0x0a0b0c0d\n.\n")]
    [InlineData(
        "key reserve 0x0a0b0c0d mn1@example.com ims\n",
        "!keyInUse a connection has the key, or it is reserved for another one, see \"show reservations\"; asked for 0x0a0b0c0d\n")]
    [InlineData("key reserve 7 mn1@example.com ims pdn-id 256\n", "!usage \"256\" is no ID, wanted is a whole number from 0 to 255\n")]
    [InlineData("key release 7\n", "=released 7\n.\n")]
    [InlineData("key release 8\n", "!notReserved the key is not reserved; asked for 8\n")]
    [InlineData("component failed 7\n", "=telling the peers of component 7\n.\n")]
    [InlineData("remove mn1@example.com\n", "!wrongRole only an LMA does that, and this node is none; asked for mn1@example.com\n")]
    [InlineData("tunnel up east\n", "=up is the tunnel east\n.\n")]
    [InlineData("tunnel up west\n", "!refused it cannot be up now, \"show tunnels\" says why; asked for west\n")]
    [InlineData("datapath mirror on\n", "=captures see the packets of: all\n.\n")]
    [InlineData("datapath mirror on 7\n", "=captures see the packets of: 7\n.\n")]
    [InlineData("datapath mirror off all\n", "=XDP takes what it can again; mirrored was: all\n.\n")]
    [InlineData("datapath mirror on 8\n", "!notFound the data path has no session 8\n")]
    [InlineData("datapath mirror on 7x\n", "!usage SESSION is a number of \"show sessions --json\", or all; got 7x\n")]
    [InlineData("tunnel up south\n", "!notFound there is no static tunnel south\n")]
    public void Request_Received_AnyLine_Answered(string request, string expected)
    {
        using ControlServer server = Open(Sources(new GeneratedBindings(0, _ => false)));

        Assert.Equal(expected, Ask(server, request));
    }

    [Theory]
    [InlineData("reboot\n")]
    [InlineData("\n")]
    public void Request_Received_NoVerb_AnsweredWithThoseThatAre(string request)
    {
        using ControlServer server = Open(Sources(new GeneratedBindings(0, _ => false)));

        Assert.Equal(
            $"!usage the request is not understood; known are {string.Join(", ", VerbTable.All.Select(verb => verb.Name))}\n", Ask(server, request));
    }

    [Fact]
    public void Request_Received_InPieces_AnsweredWhenComplete()
    {
        using ControlServer server = Open(Sources(new GeneratedBindings(0, _ => false)));
        foreach (byte octet in "log warn"u8)
        {
            _ends[3].Write([octet], out _);
            Assert.Equal(ControlInterest.Read, server.OnReadable(3));
        }

        _ends[3].Write("\n"u8, out _);
        Assert.Equal(ControlInterest.Write, server.OnReadable(3));
        Assert.Equal(ControlInterest.Read, server.OnWritable(3, _now));

        Assert.Equal("=log level is warn\n.\n", ReadAll(_ends[3]));
        Assert.Equal(EventLevel.Warn, _actions.Level);
    }

    [Fact]
    public void Request_Received_TooLong_ChannelCloses()
    {
        using ControlServer server = Open(Sources(new GeneratedBindings(0, _ => false)));
        _ends[0].Write(Encoding.UTF8.GetBytes(new string('a', ControlChannel.RequestLengthMax)), out _);

        Assert.Equal(ControlInterest.Close, server.OnReadable(0));
    }

    [Fact]
    public void Desk_Gone_ChannelCloses()
    {
        using ControlServer server = Open(Sources(new GeneratedBindings(0, _ => false)));
        _ends[0].Dispose();

        Assert.Equal(ControlInterest.Close, server.OnReadable(0));
        server.Close(0);
        Assert.False(server.IsOpen(0));
    }

    [Fact]
    public void Channel_Asked_TwiceAndCancelledBetween_SecondAnswerIsWhole()
    {
        using ControlServer server = Open(Sources(new GeneratedBindings(100_000, _ => true)));
        _ends[0].Write("show bindings\n"u8, out _);
        Assert.Equal(ControlInterest.Write, server.OnReadable(0));
        Assert.Equal(ControlInterest.Write, server.OnWritable(0, _now));
        _ends[0].Write([ControlChannel.Cancel], out _);
        string first = Finish(server, ControlInterest.Write);
        Assert.True(first.Split('\n').Length < 1000, "the cancelled answer went on");

        // A cancel that comes when all was said belongs to no answer.
        _ends[0].Write([ControlChannel.Cancel], out _);
        Assert.Equal("=log level is info\n.\n", Ask(server, "log info\n"));
    }

    [Fact]
    public void Show_Bindings_FullTableAndSlowReader_BoundedTurnsAndNoAllocation()
    {
        const int Rows = 5000;
        using ControlServer server = Open(Sources(new GeneratedBindings(Rows, _ => true)));
        Drive(server, out _);

        // Once in a while the runtime books something of its own on this thread; what we allocate we allocate each time.
        long least = long.MaxValue;
        for (int round = 0; round < 3; round++)
        {
            Assert.Equal(Rows + 2, Drive(server, out long allocated));
            least = Math.Min(least, allocated);
        }

        Assert.Equal(0, least);
    }

    private static ConsoleSources Sources(IBindingSource bindings) => new() { Name = "lma1", Role = "lma", Bindings = [bindings] };

    private ControlServer Open(ConsoleSources sources)
    {
        Assert.True(ControlServer.TryOpen(sources, _actions, out ControlServer? server, out _ends).IsOk);
        return server!;
    }

    private string Ask(ControlServer server, string request)
    {
        _ends[0].Write(Encoding.UTF8.GetBytes(request), out _);
        return Finish(server, server.OnReadable(0));
    }

    private string Finish(ControlServer server, ControlInterest interest)
    {
        StringBuilder answer = new();
        while (interest == ControlInterest.Write)
        {
            interest = server.OnWritable(0, _now);
            answer.Append(ReadAll(_ends[0]));
        }

        Assert.Equal(ControlInterest.Read, interest);
        return answer.ToString();
    }

    private int Drive(ControlServer server, out long allocated)
    {
        _ends[0].Write("show bindings\n"u8, out _);
        byte[] room = new byte[1500];
        int lines = 0;
        allocated = 0;
        ControlInterest interest = server.OnReadable(0);
        while (interest != ControlInterest.Read)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int sends = 0; interest == ControlInterest.Write && sends < 8; sends++)
            {
                interest = server.OnWritable(0, _now);
            }

            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            if (_ends[0].Read(room, out int length).IsOk)
            {
                lines += room.AsSpan(0, length).Count((byte)'\n');
            }
        }

        return lines + ReadAll(_ends[0]).Count(static character => character == '\n');
    }

    private static string ReadAll(LocalStreamConnection end)
    {
        byte[] room = new byte[65536];
        using MemoryStream all = new();
        while (end.Read(room, out int length).IsOk && length > 0)
        {
            all.Write(room, 0, length);
        }

        return Encoding.UTF8.GetString(all.ToArray());
    }
}
