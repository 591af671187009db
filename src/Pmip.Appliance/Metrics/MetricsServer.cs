using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using Pmip.Appliance.Configuration;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;

namespace Pmip.Appliance.Metrics;

/// <summary>
/// Serves the figures at one address, by one thread, one client after the other, each for a bounded time. An address that is not
/// there yet is tried again, so that it neither holds up a start nor is missing after the network came.
/// </summary>
internal sealed class MetricsServer : IDisposable
{
    /// <summary>Clients that may wait for their turn.</summary>
    public const int WaitingMax = 4;

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(5);
    private readonly MetricsConfiguration _configuration;
    private readonly Func<byte[]> _render;
    private readonly Action<string> _say;
    private readonly Duration _patience;
    private readonly ManualResetEventSlim _ending = new(false);
    private readonly Thread _thread;
    private string _said = "";
    private volatile int _port;

    /// <summary>Starts to serve what <paramref name="render"/> gives; <paramref name="say"/> takes sentences for the log.</summary>
    public MetricsServer(MetricsConfiguration configuration, Func<byte[]> render, Action<string> say, Duration patience)
    {
        _configuration = configuration;
        _render = render;
        _say = say;
        _patience = patience;
        _thread = new Thread(Serve) { IsBackground = true, Name = "metrics" };
        _thread.Start();
    }

    /// <summary>The port that it listens at; zero while it does not.</summary>
    public int Port => _port;

    /// <inheritdoc/>
    public void Dispose()
    {
        _ending.Set();
        _thread.Join();
        _ending.Dispose();
    }

    private void Serve()
    {
        while (!_ending.IsSet)
        {
            using Socket? listener = TryListen();
            if (listener is null)
            {
                _ending.Wait(s_retry);
                continue;
            }

            while (!_ending.IsSet)
            {
                TakeNext(listener);
            }

            _port = 0;
        }
    }

    private Socket? TryListen()
    {
        IPEndPoint place = new(IPAddress.Parse(_configuration.Address.ToString()), _configuration.Port);
        Socket listener = new(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(place);
            listener.Listen(WaitingMax);
            _port = ((IPEndPoint)listener.LocalEndPoint!).Port;
            Say($"metrics are served at http://{listener.LocalEndPoint}/metrics");
            return listener;
        }
        catch (SocketException exception)
        {
            listener.Dispose();
            Say($"metrics cannot be served at {place}: {exception.Message}; it is tried again");
            return null;
        }
    }

    // Once for each change, not once for each try.
    private void Say(string sentence)
    {
        if (_said != sentence)
        {
            _said = sentence;
            _say(sentence);
        }
    }

    private void TakeNext(Socket listener)
    {
        try
        {
            if (listener.Poll(s_look, SelectMode.SelectRead))
            {
                using Socket client = listener.Accept();
                client.Blocking = false;
                Answer(client);
            }
        }
        catch (SocketException exception)
        {
            // A client that went in the middle is nobody's trouble; anything else must not make this thread spin.
            _ending.Wait(exception.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown ? TimeSpan.Zero : s_look);
        }
    }

    private void Answer(Socket client)
    {
        Instant end = MonotonicClock.Now.Plus(_patience);
        byte[] room = new byte[MetricsRequest.LengthMax];
        int length = 0;
        while (length < room.Length && !MetricsRequest.IsWhole(room.AsSpan(0, length)))
        {
            if (!Wait(client, SelectMode.SelectRead, end))
            {
                return;
            }

            int read = client.Receive(room.AsSpan(length), SocketFlags.None, out SocketError error);
            if (error != SocketError.WouldBlock && (error != SocketError.Success || read == 0))
            {
                return;
            }

            length += error == SocketError.Success ? read : 0;
        }

        ReadOnlySpan<byte> answer = MetricsRequest.Answer(room.AsSpan(0, length), _render);
        while (!answer.IsEmpty && Wait(client, SelectMode.SelectWrite, end))
        {
            int sent = client.Send(answer, SocketFlags.None, out SocketError error);
            if (error != SocketError.WouldBlock && error != SocketError.Success)
            {
                return;
            }

            answer = answer[(error == SocketError.Success ? sent : 0)..];
        }

        client.Shutdown(SocketShutdown.Send);
    }

    private bool Wait(Socket client, SelectMode mode, Instant end)
    {
        while (!_ending.IsSet)
        {
            Duration left = end.Since(MonotonicClock.Now);
            if (left <= Duration.Zero)
            {
                return false;
            }

            TimeSpan rest = TimeSpan.FromMicroseconds(left.Microseconds);
            if (client.Poll(rest < s_look ? rest : s_look, mode))
            {
                return true;
            }
        }

        return false;
    }
}
