using System;
using Pmip.Foundation.Addressing;
using Pmip.Linux;
using Pmip.Linux.Sockets;
using Pmip.Wire.Packets;

namespace Pmip.Appliance.Host;

/// <summary>The socket between the relay and its DHCP server: port 67 of our transport address (RFC 2131 4.1).</summary>
internal sealed class DhcpRelayPort : IDisposable
{
    private const int BatchSize = 16;
    private readonly UdpSocket _socket;
    private readonly DatagramBatch _arrived = new(BatchSize, DhcpV4Relay.MessageLengthMax);
    private readonly DatagramBatch _leaving = new(1, DhcpV4Relay.MessageLengthMax);

    private DhcpRelayPort(UdpSocket socket, IpAddress server)
    {
        _socket = socket;
        Server = server;
    }

    /// <summary>The server that messages go to; only the loop's thread changes it.</summary>
    public IpAddress Server { get; set; }

    /// <summary>Descriptor to watch.</summary>
    public int Descriptor => _socket.Descriptor;

    /// <summary>Datagrams of the last <see cref="Receive"/>.</summary>
    public int ArrivedCount => _arrived.Count;

    /// <summary>Messages that the kernel did not take.</summary>
    public long SendRefused { get; private set; }

    /// <summary>Opens the socket.</summary>
    public static LinuxStatus TryOpen(IpAddress local, IpAddress server, out DhcpRelayPort? port)
    {
        LinuxStatus status = UdpSocket.TryOpen(local, (ushort)UdpPort.DhcpServer, out UdpSocket? socket);
        port = status.IsOk ? new DhcpRelayPort(socket!, server) : null;
        return status;
    }

    /// <summary>Takes at most one batch.</summary>
    public LinuxStatus Receive() => _socket.Receive(_arrived, out _);

    /// <summary>A datagram of the batch; false for one that was too long.</summary>
    public bool TryRead(int index, out IpAddress source, out ReadOnlySpan<byte> octets)
    {
        source = _arrived.AddressOf(index);
        octets = _arrived.OctetsOf(index);
        return !_arrived.IsTruncated(index);
    }

    /// <summary>Sends a message to the server.</summary>
    public void Send(ReadOnlySpan<byte> message)
    {
        if (_leaving.TryAdd(Server, (ushort)UdpPort.DhcpServer, message.Length, out Span<byte> room))
        {
            message.CopyTo(room);
            SendRefused += _socket.Send(_leaving).Refused;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
