using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Bench;

/// <summary>The engine of a MAG behind a plain UDP socket: it registers as many connections as it is told.</summary>
internal sealed class BindingFeed : IDisposable
{
    private const int Window = 16;
    private readonly MobileAccessGateway _mag;
    private readonly Outbox _outbox = new();
    private readonly Socket _socket;
    private readonly SignallingPath _path;
    private readonly byte[] _arrived = new byte[2048];
    private readonly long _start = Environment.TickCount64;

    private BindingFeed(string local, string remote, int bindings)
    {
        IpAddress own = IpAddress.Parse(local);
        IpAddress lma = IpAddress.Parse(remote);
        _path = new SignallingPath(SignallingForm.UdpBare, own, lma, own, lma, SignallingPath.ControlPort);
        _mag = new MobileAccessGateway(
            new MagConfiguration
            {
                Limits = new EngineLimits { Bindings = bindings },
                Lmas = [new PeerConfiguration { Name = "lma1", Ipv4 = lma, Form = SignallingForm.UdpBare }],
                Ipv4 = own,
                AccessPoints = ["internet"],
            },
            new EngineSecrets(1, 2, 3, 4, 5));
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 2000 };
        _socket.Bind(new IPEndPoint(IPAddress.Parse(local), SignallingPath.ControlPort));
        _socket.Connect(IPAddress.Parse(remote), SignallingPath.ControlPort);
    }

    private Instant Now => new(1_000_000 + ((Environment.TickCount64 - _start) * 1000));

    /// <summary>Registers connections; how many the LMA accepted.</summary>
    public static int Fill(string local, string remote, int bindings)
    {
        using BindingFeed feed = new(local, remote, bindings);
        return feed.Register(bindings);
    }

    public void Dispose() => _socket.Dispose();

    private static WallClock Wall()
    {
        long microseconds = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / (TimeSpan.TicksPerMillisecond / 1000);
        return WallClock.FromUnixMicroseconds(microseconds, true);
    }

    private int Register(int bindings)
    {
        int asked = 0;
        int accepted = 0;
        while (accepted < bindings)
        {
            while (asked < bindings && asked - accepted < Window)
            {
                Attach(asked++);
            }

            if (!TryReceive(out int length))
            {
                return accepted;
            }

            _mag.Receive(_path, _arrived.AsSpan(0, length), Now, Wall(), _outbox);
            foreach (ref readonly Effect effect in _outbox.Effects)
            {
                accepted += effect.Kind == EffectKind.ConnectionUp ? 1 : 0;
            }

            _outbox.Clear();
        }

        return accepted;
    }

    private void Attach(int node)
    {
        AttachRequest request = new()
        {
            Identifier = Encoding.ASCII.GetBytes($"00101{node:d10}@nai.epc.mnc001.mcc001.3gppnetwork.org"),
            Type = PdnType.Ipv4v6,
            AccessTechnology = AccessTechnologyType.Eutran,
            HandoffIndicator = HandoffIndicator.NewInterface,
            AccessNode = node,
        };
        AttachStatus status = _mag.Attach(request, Now, Wall(), _outbox, out _);
        EngineBench.Check(status == AttachStatus.Pending, "the attachment begins");
        foreach (ref readonly Effect effect in _outbox.Effects)
        {
            if (effect.Kind == EffectKind.Transmit)
            {
                Send(_outbox.BytesOf(effect));
            }
        }

        _outbox.Clear();
    }

    private void Send(ReadOnlySpan<byte> message)
    {
        byte[] framed = message.ToArray();
        ushort checksum = MobilityChecksum.Compute(_path.Local, _path.Remote, framed);
        framed[MobilityHeader.ChecksumOffset] = (byte)(checksum >> 8);
        framed[MobilityHeader.ChecksumOffset + 1] = (byte)(checksum & 0xFF);
        _socket.Send(framed);
    }

    private bool TryReceive(out int length)
    {
        try
        {
            length = _socket.Receive(_arrived);
            return true;
        }
        catch (SocketException silence) when (silence.SocketErrorCode == SocketError.TimedOut)
        {
            length = 0;
            return false;
        }
    }
}
