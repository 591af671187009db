using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using Pmip.Appliance.Control;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Logging;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;
using Pmip.Linux.Sockets;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Control;

public sealed class ControlServerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pmip").FullName;
    private readonly LocalStreamListener _listener;
    private readonly LocalStreamConnection _arriving = new();
    private readonly Actions _actions = new();
    private readonly Instant _now = new(1_000_000_000);

    public ControlServerTests()
    {
        Assert.True(LocalStreamListener.TryListen(SocketPath, out LocalStreamListener? listener).IsOk);
        _listener = listener!;
    }

    private string SocketPath => Path.Combine(_folder, "s");

    public void Dispose()
    {
        _arriving.Dispose();
        _listener.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Show_Bindings_AsTable_ColumnsAligned()
    {
        using ControlServer server = new(Sources(new Bindings(4, slot => slot is 1 or 3)), _actions);

        Assert.Equal(
            """
            ok
            ROLE  IDENTIFIER       APN  STATE   PREFIX               IPV4          PEER           FORM  LEFT
            lma   mn1@example.com  ims  active  2001:db8:100:1::/64  10.45.0.1/16  2001:db8::1:1  ipv6  1799
            lma   mn3@example.com  ims  active  2001:db8:100:3::/64  10.45.0.3/16  2001:db8::1:1  ipv6  1797

            """,
            Ask(server, "show bindings\n"));
    }

    [Fact]
    public void Show_Bindings_AsJson_StableKeys()
    {
        using ControlServer server = new(Sources(new Bindings(4, slot => slot is 1)), _actions);

        Assert.Equal(
            """
            ok
            {"node":"lma1","role":"lma","bindings":[
            {"role":"lma","identifier":"mn1@example.com","accessPoint":"ims","pdnConnectionId":0,"state":"active",
            "homeNetworkPrefixes":["2001:db8:100:1::/64"],"ipv4HomeAddress":"10.45.0.1/16","ipv4DefaultRouter":null,
            "peer":"2001:db8::1:1","form":"ipv6","uplinkKey":"0x00000101","downlinkKey":"0x00000201","lifetimeRemainingSeconds":1799,"lifetimeSeconds":3600,
            "accessTechnology":"ethernet","linkLayerAddress":"02:00:00:00:00:01","session":1,"chargingId":77,
            "ipv4Allocation":"immediate","nameServers":"2001:db8::53 10.0.0.53","errorCode":null,"threeGppOptions":"13:00f110"}
            ]}

            """.Replace(",\n\"", ",\"", StringComparison.Ordinal),
            Ask(server, "show bindings json\n"));
    }

    [Fact]
    public void Show_Bindings_WhenThereAreNone_SaysSo()
    {
        using ControlServer server = new(Sources(new Bindings(1000, _ => false)), _actions);

        Assert.Equal("ok\nno bindings\n", Ask(server, "show bindings\n"));
        Assert.Equal("ok\n{\"node\":\"lma1\",\"role\":\"lma\",\"bindings\":[]}\n", Ask(server, "show bindings json\n"));
        Assert.Equal("ok\nno datapath\n", Ask(server, "show datapath\n"));
        Assert.Equal("ok\nno nodes\n", Ask(server, "show nodes\n"));
    }

    [Fact]
    public void Show_Counters_AsTable_NumbersToTheRight()
    {
        CounterSet<EventLevel> counters = new();
        counters.Add(EventLevel.Warn, 12345);
        ConsoleSources sources = Sources(new Bindings(0, _ => false)) with { Counters = [new CounterSource<EventLevel>("lma", counters)] };
        using ControlServer server = new(sources, _actions);

        Assert.Equal(
            """
            ok
            ROOM  COUNTER  VALUE
            lma   debug        0
            lma   info         0
            lma   warn     12345
            lma   error        0

            """,
            Ask(server, "show counters\n"));
    }

    [Fact]
    public void Show_Bindings_HostileIdentifier_NeitherLineNorJsonBroken()
    {
        using ControlServer server = new(Sources(new Bindings(1, _ => true) { Identifier = [0xFF, (byte)'"', (byte)'\n', 0x1B] }), _actions);

        Assert.Contains("\\xff\"\\x0a\\x1b", Ask(server, "show bindings\n"), StringComparison.Ordinal);
        string json = Ask(server, "show bindings json\n")["ok\n".Length..];
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.Equal("\uFFFD\"\n\u001b", document.RootElement.GetProperty("bindings")[0].GetProperty("identifier").GetString());
    }

    [Theory]
    [InlineData("show\n", "error \"show\" lacks TABLE; usage: show TABLE [json]\n")]
    [InlineData(
        "show bindings xml\n",
        "error \"xml\" has no place there; usage: show TABLE [json]\n")]
    [InlineData("detach a b c\n", "error \"c\" has no place there; usage: detach IDENTIFIER [APN]\n")]
    [InlineData("log loud\n", "error \"loud\" is no LEVEL, wanted is one of debug, info, warn, error\n")]
    [InlineData("log debug\r\n", "ok\nlog level is debug\n")]
    [InlineData("detach mn1@example.com internet\n", "ok\ndetached 1 connection of mn1@example.com\n")]
    [InlineData("detach mn1@example.com\n", "ok\ndetached 2 connections of mn1@example.com\n")]
    [InlineData("detach mn2@example.com\n", "error there is no such connection; asked for mn2@example.com\n")]
    [InlineData("attach acc0 02:00:00:00:00:01\n", "ok\nattaching 02:00:00:00:00:01\n")]
    [InlineData(
        "attach acc0 02:00:00:00:00:01 ims uplink-key 0x0000000a prefix 2001:db8:1::/64 ipv4 10.45.0.7/16 router 10.45.0.1 handoff gateways\n",
        "ok\nattaching 02:00:00:00:00:01\n")]
    [InlineData(
        "attach acc0 02:00:00:00:00:01 ims uplink-key 10\n",
        "error what is known beforehand needs the APN that it is about, and an uplink key needs a prefix or an IPv4 address too; asked for "
            + "02:00:00:00:00:01\n")]
    [InlineData("attach acc0 02:00:00:00:00:01 ims uplink-key 0\n", "error \"0\" is no KEY, wanted is a GRE key from 0x00000001 to 0xffffffff\n")]
    [InlineData("change mn1@example.com ims ipv4v6\n", "ok\nchanging mn1@example.com\n")]
    [InlineData(
        "change mn1@example.com ims ipv4\n",
        "error one request adds or drops a family, it does not exchange them; asked for mn1@example.com\n")]
    [InlineData("revoke node mn1@example.com\n", "ok\nrevoking 2 connections of mn1@example.com\n")]
    [InlineData("revoke node mn1@example.com ims trigger out-of-sync ipv4-only\n", "ok\nrevoking 1 connection of mn1@example.com\n")]
    [InlineData("revoke node mn1@example.com trigger user\n", "error there is no such connection; asked for mn1@example.com\n")]
    [InlineData("revoke peer mag1\n", "ok\nrevoking everything with mag1\n")]
    [InlineData("revoke peer mag9\n", "error no peer of that name is there, see \"show peers\"; asked for mag9\n")]
    [InlineData("revoke realm example.com peer mag1\n", "ok\nrevoking everything of example.com\n")]
    [InlineData(
        "revoke realm @example.com\n", "error \"@example.com\" is no REALM, wanted is a realm like example.com, without the @\n")]
    [InlineData("key reserve 0x0a0b0c0d mn1@example.com ims pdn-id 3\n", "ok\nreserved 0x0a0b0c0d\n")]
    [InlineData(
        "key reserve 0x0a0b0c0d mn1@example.com ims\n",
        "error a connection has the key, or it is reserved for another one, see \"show reservations\"; asked for 0x0a0b0c0d\n")]
    [InlineData("key reserve 7 mn1@example.com ims pdn-id 256\n", "error \"256\" is no ID, wanted is a whole number from 0 to 255\n")]
    [InlineData("key release 7\n", "ok\nreleased 7\n")]
    [InlineData("key release 8\n", "error the key is not reserved; asked for 8\n")]
    [InlineData("component failed 7\n", "ok\ntelling the peers of component 7\n")]
    [InlineData("remove mn1@example.com\n", "error only an LMA does that, and this node is none; asked for mn1@example.com\n")]
    [InlineData("tunnel up east\n", "ok\nup is the tunnel east\n")]
    [InlineData("tunnel up west\n", "error it cannot be up now, \"show tunnels\" says why; asked for west\n")]
    [InlineData("tunnel up south\n", "error there is no static tunnel south\n")]
    public void Request_Received_AnyLine_Answered(string request, string expected)
    {
        using ControlServer server = new(Sources(new Bindings(0, _ => false)), _actions);

        Assert.Equal(expected, Ask(server, request));
    }

    [Theory]
    [InlineData("reboot\n")]
    [InlineData("\n")]
    public void Request_Received_NoVerb_AnsweredWithThoseThatAre(string request)
    {
        using ControlServer server = new(Sources(new Bindings(0, _ => false)), _actions);

        Assert.Equal(
            $"error the request is not understood; known are {string.Join(", ", VerbTable.All.Select(verb => verb.Name))}\n", Ask(server, request));
    }

    [Fact]
    public void Request_Received_InPieces_AnsweredWhenComplete()
    {
        using ControlServer server = new(Sources(new Bindings(0, _ => false)), _actions);
        using LocalStreamConnection client = Connect(server, out int slot);
        foreach (byte octet in "log warn"u8)
        {
            client.Write([octet], out _);
            Assert.Equal(ControlInterest.Read, server.OnReadable(slot, _now));
        }

        client.Write("\n"u8, out _);
        Assert.Equal(ControlInterest.Write, server.OnReadable(slot, _now));
        Assert.Equal(ControlInterest.Close, server.OnWritable(slot, _now));
        server.Close(slot);

        Assert.Equal("ok\nlog level is warn\n", ReadAll(client));
        Assert.Equal(EventLevel.Warn, _actions.Level);
    }

    [Fact]
    public void Request_Received_TooLong_Refused()
    {
        using ControlServer server = new(Sources(new Bindings(0, _ => false)), _actions);

        Assert.Equal("error the request is longer than 1024 octets\n", Ask(server, new string('a', 1024)));
    }

    [Fact]
    public void Client_Gone_BeforeTheRequest_ConnectionCloses()
    {
        using ControlServer server = new(Sources(new Bindings(0, _ => false)), _actions);
        Connect(server, out int slot).Dispose();

        Assert.Equal(ControlInterest.Close, server.OnReadable(slot, _now));
        server.Close(slot);
        Assert.Equal(Instant.Never, server.NextDeadline);
    }

    [Fact]
    public void Client_Silent_TooLong_Expires()
    {
        using ControlServer server = new(Sources(new Bindings(0, _ => false)), _actions);
        using LocalStreamConnection client = Connect(server, out int slot);
        Assert.Equal(_now.Plus(ControlServer.Patience), server.NextDeadline);
        Assert.False(server.TryExpire(_now, out _));

        Assert.True(server.TryExpire(server.NextDeadline, out int expired));

        Assert.Equal(slot, expired);
        server.Close(slot);
        Assert.False(server.TryExpire(Instant.Never, out _));
    }

    [Fact]
    public void Clients_Connected_MoreThanSlots_LastOneIsTold()
    {
        using ControlServer server = new(Sources(new Bindings(0, _ => false)), _actions);
        List<LocalStreamConnection> clients = [];
        for (int i = 0; i < ControlServer.ConnectionsMax; i++)
        {
            clients.Add(Connect(server, out int slot));
            Assert.Equal(i, slot);
        }

        using LocalStreamConnection last = Connect(server, out int refused);
        Assert.Equal(-1, refused);
        Assert.Equal("error too many requests at once, try again\n", ReadAll(last));
        server.Close(3);
        clients.Add(Connect(server, out int again));
        Assert.Equal(3, again);
        clients.ForEach(client => client.Dispose());
    }

    [Theory]
    [InlineData("show bindings\n")]
    [InlineData("show bindings json\n")]
    public void Show_Bindings_FullTableAndSlowReader_BoundedTurnsAndNoAllocation(string request)
    {
        const int Rows = 5000;
        using ControlServer server = new(Sources(new Bindings(Rows, _ => true)), _actions);
        Drive(server, request, out _);

        // Once in a while the runtime books something of its own on this thread; what we allocate we allocate each time.
        long least = long.MaxValue;
        for (int round = 0; round < 3; round++)
        {
            int rows = Drive(server, request, out long allocated);
            Assert.Equal(request.Contains("json", StringComparison.Ordinal) ? Rows + 3 : Rows + 2, rows);
            least = Math.Min(least, allocated);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void Client_Asks_RunningServer_CopiesTheAnswer()
    {
        using ControlServer server = new(Sources(new Bindings(300, _ => true)), _actions);
        using MemoryStream answer = new();
        string error = "";
        bool isOk = false;
        Thread asking = new(() => isOk = ControlClient.TryAsk(SocketPath, "show bindings", answer, out error));
        asking.Start();
        ServeOne(server);
        Assert.True(asking.Join(TimeSpan.FromSeconds(30)));

        Assert.True(isOk, error);
        Assert.Equal(301, Encoding.UTF8.GetString(answer.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void Client_Asks_NobodyThere_ClearMessage()
    {
        Assert.False(ControlClient.TryAsk(SocketPath + ".none", "show bindings", Stream.Null, out string error));

        Assert.Equal($"no pmipd answers at {SocketPath}.none: No such file or directory; is it running? see \"pmipd help run\"", error);
    }

    private static ConsoleSources Sources(IBindingSource bindings) => new() { Name = "lma1", Role = "lma", Bindings = [bindings] };

    private string Ask(ControlServer server, string request)
    {
        using LocalStreamConnection client = Connect(server, out int slot);
        client.Write(Encoding.UTF8.GetBytes(request), out _);
        Finish(server, slot, server.OnReadable(slot, _now));
        return ReadAll(client);
    }

    private int Drive(ControlServer server, string request, out long allocated)
    {
        using LocalStreamConnection client = Connect(server, out int slot);
        client.Write(Encoding.UTF8.GetBytes(request), out _);
        byte[] room = new byte[1500];
        int lines = 0;
        allocated = 0;
        ControlInterest interest = ControlInterest.Read;
        while (interest != ControlInterest.Close)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            interest = interest == ControlInterest.Read ? server.OnReadable(slot, _now) : server.OnWritable(slot, _now);
            int sends = 0;
            while (interest == ControlInterest.Write && sends++ < 8)
            {
                interest = server.OnWritable(slot, _now);
            }

            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            if (interest != ControlInterest.Close && sends > 8 && client.Read(room, out int length).IsOk)
            {
                lines += room.AsSpan(0, length).Count((byte)'\n');
            }
        }

        server.Close(slot);
        foreach (char character in ReadAll(client))
        {
            lines += character == '\n' ? 1 : 0;
        }

        return lines;
    }

    private void ServeOne(ControlServer server)
    {
        while (!_listener.TryAccept(_arriving).IsOk)
        {
            Thread.Yield();
        }

        int slot = server.Accept(_arriving, _now);
        Finish(server, slot, ControlInterest.Read);
    }

    private void Finish(ControlServer server, int slot, ControlInterest interest)
    {
        while (interest != ControlInterest.Close)
        {
            interest = interest == ControlInterest.Read ? server.OnReadable(slot, _now) : server.OnWritable(slot, _now);
        }

        server.Close(slot);
    }

    private LocalStreamConnection Connect(ControlServer server, out int slot)
    {
        Assert.True(LocalStreamConnection.TryConnect(SocketPath, out LocalStreamConnection? client).IsOk);
        Assert.True(_listener.TryAccept(_arriving).IsOk);
        slot = server.Accept(_arriving, _now);
        return client!;
    }

    private static string ReadAll(LocalStreamConnection client)
    {
        byte[] room = new byte[65536];
        using MemoryStream all = new();
        while (client.Read(room, out int length).IsOk && length > 0)
        {
            all.Write(room, 0, length);
        }

        return Encoding.UTF8.GetString(all.ToArray());
    }

    private sealed class Actions : IOperatorActions
    {
        public EventLevel Level { get; private set; }

        public void SetLogLevel(EventLevel level) => Level = level;

        public OperatorStatus Detach(ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint, out int count)
        {
            count = accessPoint.IsEmpty ? 2 : 1;
            return identifier.SequenceEqual("mn1@example.com"u8) ? OperatorStatus.Done : OperatorStatus.NotFound;
        }

        public OperatorStatus BringUpTunnel(ReadOnlySpan<byte> name) =>
            name.SequenceEqual("east"u8) ? OperatorStatus.Done : name.SequenceEqual("west"u8) ? OperatorStatus.Refused : OperatorStatus.NotFound;

        public OperatorStatus Remove(ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint, out int count)
        {
            count = 0;
            return OperatorStatus.WrongRole;
        }

        public OperatorStatus Attach(in OperatorAttach request) => request switch
        {
            { AccessPoint.IsEmpty: true } => OperatorStatus.Done,
            { UplinkKey.Value: 0xA, HomeNetworkPrefix.Length: 64, HomeAddress4.Length: 16, HandoffIndicator: HandoffIndicator.BetweenMags }
                when request.DefaultRouter4 == IpAddress.Parse("10.45.0.1") => OperatorStatus.Done,
            _ => OperatorStatus.AddressMissing,
        };

        public OperatorStatus ChangeType(ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint, PdnType type) =>
            type == PdnType.Ipv4v6 ? OperatorStatus.Done : OperatorStatus.OneFamilyAtATime;

        public OperatorStatus RevokeNode(
            ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint, bool ipv4Only, RevocationTrigger trigger, out int count)
        {
            count = ipv4Only ? 1 : 2;
            return trigger == (ipv4Only ? RevocationTrigger.PossiblyOutOfSync : RevocationTrigger.Administrative)
                ? OperatorStatus.Done
                : OperatorStatus.NotFound;
        }

        public OperatorStatus RevokePeer(ReadOnlySpan<byte> peer, out int count)
        {
            count = 1;
            return peer.SequenceEqual("mag1"u8) ? OperatorStatus.Done : OperatorStatus.NoSuchPeer;
        }

        public OperatorStatus RevokeRealm(ReadOnlySpan<byte> realm, ReadOnlySpan<byte> peer, out int count)
        {
            count = peer.IsEmpty ? 2 : 1;
            return realm.SequenceEqual("example.com"u8) ? OperatorStatus.Done : OperatorStatus.RealmInvalid;
        }

        public OperatorStatus ReserveKey(GreKey key, in KeyReservationRequest request) =>
            key.Value == 0x0a0b0c0d && request.PdnConnectionId == 3 && request.AccessPoint.SequenceEqual("ims"u8)
                ? OperatorStatus.Done
                : OperatorStatus.KeyInUse;

        public OperatorStatus ReleaseKey(GreKey key) => key.Value == 7 ? OperatorStatus.Done : OperatorStatus.NotReserved;

        public OperatorStatus ReportComponentFailure(ushort csid) => csid == 7 ? OperatorStatus.Done : OperatorStatus.ComponentsUnused;
    }

    private sealed class Bindings(int capacity, Func<int, bool> isTaken) : IBindingSource
    {
        private readonly byte[] _room = new byte[64];

        public byte[]? Identifier { get; init; }

        public ReadOnlySpan<byte> Role => "lma"u8;

        public int FirstSession => 0;

        public int Capacity => capacity;

        public bool TryRead(int slot, Instant now, out BindingRow row)
        {
            row = default;
            if (!isTaken(slot))
            {
                return false;
            }

            System.Text.Unicode.Utf8.TryWrite(_room, System.Globalization.CultureInfo.InvariantCulture, $"mn{slot}@example.com", out int length);
            row.State = "active"u8;
            row.Identifier = Identifier is null ? _room.AsSpan(0, length) : Identifier;
            row.AccessPoint = "ims"u8;
            row.HomeNetworkPrefixes.TryAdd(new IpPrefix(new IpAddress(0x2001_0db8_0100_0000 + (ulong)slot, 0), 64));
            row.HomeAddress4 = IpAddress.FromIPv4(0x0A2D_0000 + (uint)slot);
            row.HomeAddress4PrefixLength = 16;
            row.Path = new SignallingPath { Form = SignallingForm.Ipv6, Remote = new IpAddress(0x2001_0db8_0000_0000, 0x1_0001) };
            row.UplinkKey = new GreKey(0x100 + (uint)slot);
            row.DownlinkKey = new GreKey(0x200 + (uint)slot);
            row.LifetimeRemaining = Duration.FromSeconds(Math.Max(1800 - slot, 0));
            row.LifetimeGranted = Duration.FromSeconds(3600);
            row.AccessTechnology = AccessTechnologyType.Ethernet;
            row.LinkLayerAddress = new MacAddress(0x0200_0000_0000 + (ulong)slot);
            row.SessionIndex = slot;
            row.HasChargingId = true;
            row.ChargingId = 77;
            row.NameServers.TryAdd(IpAddress.Parse("2001:db8::53"));
            row.NameServers.TryAdd(IpAddress.Parse("10.0.0.53"));
            row.ThreeGppOptions = "13:00f110"u8;
            return true;
        }
    }
}
