using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Metrics;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.Metrics;

public sealed class MetricsServerTests : IDisposable
{
    private readonly ushort _port = FreePort();
    private readonly byte[] _figures = Encoding.UTF8.GetBytes("pmip_a 1\n" + new string('#', 1 << 20) + "\n");
    private readonly ManualResetEventSlim _isServed = new(false);
    private readonly MetricsServer _server;
    private int _rendered;

    public MetricsServerTests() => _server = new MetricsServer(
        new MetricsConfiguration(IpAddress.Parse("127.0.0.1"), _port), Render, Say, Duration.FromMilliseconds(500));

    public void Dispose()
    {
        _server.Dispose();
        _isServed.Dispose();
    }

    [Theory]
    [InlineData("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200 OK", true)]
    [InlineData("GET /metrics?x=1 HTTP/1.0\n\n", "HTTP/1.1 200 OK", true)]
    [InlineData("POST /metrics HTTP/1.1\r\n\r\n", "HTTP/1.1 405 Method Not Allowed", false)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 404 Not Found", false)]
    [InlineData("GET /metrics\r\n\r\n", "HTTP/1.1 400 Bad Request", false)]
    [InlineData("\r\n\r\n", "HTTP/1.1 400 Bad Request", false)]
    public void Request_Sent_Answered(string request, string status, bool hasFigures)
    {
        string answer = Ask(Encoding.Latin1.GetBytes(request));

        Assert.StartsWith(status + "\r\n", answer, StringComparison.Ordinal);
        string body = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        Assert.Contains($"Content-Length: {body.Length}\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(hasFigures, body == Encoding.UTF8.GetString(_figures));
        Assert.Equal(hasFigures ? 1 : 0, _rendered);
    }

    [Fact]
    public void Request_Sent_TooLong_Refused() =>
        Assert.StartsWith("HTTP/1.1 431 ", Ask(new byte[MetricsRequest.LengthMax]), StringComparison.Ordinal);

    [Fact]
    public void Clients_ThatSaySoLittleOrDoNotRead_HoldUpTheNextOneForABoundedTime()
    {
        using Socket silent = Connect();
        using Socket deaf = Connect();
        deaf.ReceiveBufferSize = 4096;
        deaf.Send("GET /metrics HTTP/1.1\r\n\r\n"u8);
        using Socket gone = Connect();
        gone.Send("GET /metr"u8);
        gone.LingerState = new LingerOption(true, 0);
        gone.Close();
        Stopwatch watch = Stopwatch.StartNew();

        string answer = Ask("GET /metrics HTTP/1.1\r\n\r\n"u8);

        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), watch.Elapsed.ToString());
    }

    [Fact]
    public void Address_InUse_SaidOnce_AndNobodyFails()
    {
        string said = "";
        Assert.True(_isServed.Wait(TimeSpan.FromSeconds(30)));
        using ManualResetEventSlim isSaid = new(false);

        using (new MetricsServer(
            new MetricsConfiguration(IpAddress.Parse("127.0.0.1"), _port),
            Render,
            sentence =>
            {
                said += sentence;
                isSaid.Set();
            },
            Duration.FromSeconds(1)))
        {
            Assert.True(isSaid.Wait(TimeSpan.FromSeconds(30)));
        }

        Assert.StartsWith($"metrics cannot be served at 127.0.0.1:{_port}: ", said, StringComparison.Ordinal);
    }

    private static ushort FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (ushort)((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private byte[] Render()
    {
        Interlocked.Increment(ref _rendered);
        return _figures;
    }

    private void Say(string sentence) => _isServed.Set();

    private Socket Connect()
    {
        Assert.True(_isServed.Wait(TimeSpan.FromSeconds(30)));
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 30_000 };
        socket.Connect(IPAddress.Loopback, _port);
        return socket;
    }

    private string Ask(ReadOnlySpan<byte> request)
    {
        using Socket socket = Connect();
        socket.Send(request);
        StringBuilder answer = new();
        byte[] room = new byte[65536];
        for (int length = socket.Receive(room); length > 0; length = socket.Receive(room))
        {
            answer.Append(Encoding.UTF8.GetString(room, 0, length));
        }

        return answer.ToString();
    }
}
