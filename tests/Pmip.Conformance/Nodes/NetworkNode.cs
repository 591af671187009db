using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using Pmip.Conformance.Running;

namespace Pmip.Conformance.Nodes;

/// <summary>A node that is reached by raw IPv6 sockets (protocol 135), UDP 5436 and raw IPv4 sockets (protocol 41), in real time.</summary>
public sealed class NetworkNode : INodeUnderTest
{
    private const int MobilityProtocol = 135;
    private const int Ipv6Level = 41;
    private const int ChecksumOption = 7;
    private const int Ipv4HeaderUnit = 4;
    private readonly List<(Socket Socket, TransportForm Form, IPAddress Tester)> _ports = [];
    private readonly Queue<Parcel> _arrived = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly byte[] _buffer = new byte[4096];
    private readonly Site _site;

    public NetworkNode(Site site)
    {
        _site = site;
        foreach (IPAddress tester in site.Tester)
        {
            Socket socket = RawSocket.Open(AddressFamily.InterNetworkV6, MobilityProtocol);

            // The kernel fills and checks the checksum of this protocol unless told otherwise; a case may want it wrong.
            socket.SetRawSocketOption(Ipv6Level, ChecksumOption, BitConverter.GetBytes(-1));
            Bind(socket, TransportForm.Ipv6, tester, 0);
        }

        if (site.Tester4 is IPAddress tester4)
        {
            Bind(new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp), TransportForm.Udp, tester4, Parcel.ControlPort);
            Bind(RawSocket.Open(AddressFamily.InterNetwork, Ipv6Level), TransportForm.Protocol41, tester4, 0);
        }
    }

    public ulong Timestamp
    {
        get
        {
            long ticks = DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks;
            ulong seconds = (ulong)(ticks / TimeSpan.TicksPerSecond);
            ulong fraction = (ulong)(ticks % TimeSpan.TicksPerSecond);
            return (seconds << 16) | ((fraction << 16) / TimeSpan.TicksPerSecond);
        }
    }

    public TimeSpan Elapsed => _clock.Elapsed;

    public IReadOnlyCollection<TunnelState>? Tunnels => null;

    public void Send(Parcel parcel)
    {
        Socket socket = _ports.First(port => port.Form == parcel.Form && port.Tester.Equals(parcel.Tester)).Socket;
        socket.SendTo(parcel.Octets, new IPEndPoint(parcel.Node, parcel.NodePort));
    }

    public Parcel? Receive(TimeSpan wait)
    {
        TimeSpan end = _clock.Elapsed + wait;
        while (_arrived.Count == 0 && _clock.Elapsed < end)
        {
            TakeWhatComes(end - _clock.Elapsed);
        }

        return _arrived.TryDequeue(out Parcel? parcel) ? parcel : null;
    }

    public void Wait(TimeSpan duration)
    {
        TimeSpan end = _clock.Elapsed + duration;
        while (_clock.Elapsed < end)
        {
            TakeWhatComes(end - _clock.Elapsed);
        }
    }

    public void Dispose()
    {
        foreach ((Socket socket, _, _) in _ports)
        {
            socket.Dispose();
        }
    }

    private void Bind(Socket socket, TransportForm form, IPAddress tester, int port)
    {
        _ports.Add((socket, form, tester));
        socket.Bind(new IPEndPoint(tester, port));
    }

    private void TakeWhatComes(TimeSpan wait)
    {
        List<Socket> ready = [.. _ports.Select(port => port.Socket)];
        Socket.Select(ready, null, null, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        foreach ((Socket socket, TransportForm form, IPAddress tester) in _ports.Where(port => ready.Contains(port.Socket)))
        {
            EndPoint source = new IPEndPoint(form == TransportForm.Ipv6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
            int length = socket.ReceiveFrom(_buffer, ref source);
            IPEndPoint from = (IPEndPoint)source;
            if (!from.Address.Equals(form == TransportForm.Ipv6 ? _site.Node : _site.Node4))
            {
                continue;
            }

            // A raw IPv4 socket gives the IPv4 header too.
            int start = form == TransportForm.Protocol41 ? (_buffer[0] & 0xF) * Ipv4HeaderUnit : 0;
            int testerPort = form == TransportForm.Udp ? Parcel.ControlPort : 0;
            int nodePort = form == TransportForm.Udp ? from.Port : 0;
            _arrived.Enqueue(new Parcel(form, tester, from.Address, testerPort, nodePort, _buffer[start..length]));
        }
    }
}
