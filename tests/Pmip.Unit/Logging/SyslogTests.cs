using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Logging;
using Pmip.Appliance.Logging.Targets;
using Pmip.Foundation.Addressing;
using Xunit;

namespace Pmip.Unit.Logging;

public sealed class SyslogTests : IDisposable
{
    // 2026-08-01 12:34:56.789012.
    private const long Moment = 1_785_587_696_789_012;
    private static readonly SyslogOrigin Origin = new("gw-1", 42, "lma \"1\"]", 16);
    private readonly string _folder = Directory.CreateTempSubdirectory("pmip-syslog").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void NetworkMessage_Written_HasEveryFieldOfRfc5424()
    {
        Assert.Equal(
            """<132>1 2026-08-01T12:34:56.789012Z gw-1 pmipd 42 InterfaceDown [pmip@32473 node="lma \"1\"\]" room="host"] interface acc0 is down""",
            Network(Line("interface acc0 is down")));
    }

    [Fact]
    public void NetworkMessage_Written_NotAscii_BeginsWithTheMark() =>
        Assert.EndsWith("] \uFEFFgrün", Network(Line("grün")), StringComparison.Ordinal);

    [Fact]
    public void NetworkMessage_Written_TooLong_CutAtAWholeCharacter()
    {
        byte[] room = new byte[SyslogMessage.LengthMax];

        int length = SyslogMessage.WriteNetwork(Origin, Line(new string('ü', 2000)), room);

        Assert.InRange(length, SyslogMessage.LengthMax - 1, SyslogMessage.LengthMax);
        Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(room, 0, length));
    }

    [Theory]
    [InlineData(Moment, "<132>Aug  1 12:34:56 pmipd[42]: host: acc0")]
    [InlineData(Moment + (20L * 86_400_000_000), "<132>Aug 21 12:34:56 pmipd[42]: host: acc0")]
    public void LocalMessage_Written_HasTheOlderForm(long moment, string expected)
    {
        byte[] room = new byte[SyslogMessage.LengthMax];

        int length = SyslogMessage.WriteLocal(Origin, Line("acc0", moment), TimeZoneInfo.Utc, room);

        Assert.Equal(expected, Encoding.UTF8.GetString(room, 0, length));
    }

    [Fact]
    public void Server_Logged_ByUdp_GetsTheLine()
    {
        using Socket server = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 20_000 };
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        SyslogConfiguration configuration = new(IpAddress.Parse("127.0.0.1"), (ushort)((IPEndPoint)server.LocalEndPoint!).Port, 3);
        using EventRing ring = new(16);
        using NLog.Targets.MemoryTarget other = new("other");
        using LogThread log = new(ring, other, isUnderJournal: false);
        log.Apply(new LogConfiguration { Syslog = configuration }, "gw1");

        log.Write(EventLevel.Error, EventRoom.Control, "it was said");

        string text = Received(server);
        Assert.StartsWith("<27>1 ", text, StringComparison.Ordinal);
        Assert.EndsWith("Remark [pmip@32473 node=\"gw1\" room=\"control\"] it was said", text, StringComparison.Ordinal);
    }

    [Fact]
    public void LocalSyslog_ComesLateAndGoes_LinesCountedToldAndSentAgain()
    {
        string path = Path.Combine(_folder, "log");
        LogLosses losses = new();
        using SyslogSocket socket = new(new UnixDomainSocketEndPoint(path));

        // Nobody is there: lost, and not tried again within the second.
        Assert.False(socket.TrySend("one"u8, 0));
        using (Socket first = Listen(path))
        {
            Assert.False(socket.TrySend("two"u8, 999));
            Assert.True(socket.TrySend("three"u8, 1000));
            Assert.Equal("three", Received(first));
        }

        // It was started anew: the first line already finds it.
        File.Delete(path);
        using Socket second = Listen(path);
        Assert.True(socket.TrySend("four"u8, 1001));
        Assert.Equal("four", Received(second));
        Assert.Equal(0, losses.Lost);
    }

    [Fact]
    public void LocalSyslog_DoesNotRead_NobodyWaitsAndLossIsTold()
    {
        string path = Path.Combine(_folder, "log");
        using Socket server = Listen(path);
        using EventRing ring = new(1024);
        LogLosses losses = new();
        using NLog.LogFactory factory = new();
        using SyslogTarget target = new(new SyslogConfiguration(IpAddress.Unspecified, 514, 3), "gw1", losses, path);
        NLog.Config.LoggingConfiguration configuration = new(factory);
        configuration.AddRule(NLog.LogLevel.Debug, NLog.LogLevel.Fatal, target);
        factory.Configuration = configuration;
        NLog.Logger logger = factory.GetLogger("host");

        const int Lines = 5000;
        for (int i = 0; i < Lines; i++)
        {
            logger.Log(Line("interface acc0 is down"));
        }

        Assert.Equal(Lines, losses.Written + losses.Lost);
        Assert.InRange(losses.Lost, 1, Lines);
        for (long i = losses.Written; i > 0; i--)
        {
            Received(server);
        }

        logger.Log(Line("it reads again"));
        Assert.EndsWith($"host: {losses.Lost} lines were lost on their way to syslog", Received(server), StringComparison.Ordinal);
        Assert.EndsWith("host: it reads again", Received(server), StringComparison.Ordinal);
    }

    private static Socket Listen(string path)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 20_000 };
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static string Received(Socket socket)
    {
        byte[] room = new byte[4096];
        return Encoding.UTF8.GetString(room, 0, socket.Receive(room));
    }

    private static string Network(LoggedEvent line)
    {
        byte[] room = new byte[SyslogMessage.LengthMax];
        return Encoding.UTF8.GetString(room, 0, SyslogMessage.WriteNetwork(Origin, line, room));
    }

    private static LoggedEvent Line(string sentence, long moment = Moment) => new(
        new LogEntry
        {
            Record = new EventRecord { Kind = EventKind.InterfaceDown, Room = EventRoom.Host, UnixMicroseconds = moment },
            Level = EventLevel.Warn,
        },
        sentence);
}
