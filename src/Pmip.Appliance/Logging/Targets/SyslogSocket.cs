using System;
using System.Net;
using System.Net.Sockets;

namespace Pmip.Appliance.Logging.Targets;

/// <summary>
/// Sends datagrams to a syslog without ever waiting for it. A syslog that is away is tried again each second, so that its lines
/// cost nothing meanwhile.
/// </summary>
/// <param name="target">Where it is: an address with a port, or a path.</param>
internal sealed class SyslogSocket(EndPoint target) : IDisposable
{
    private const long RetryMilliseconds = 1000;
    private Socket? _socket;
    private long _retryAt = long.MinValue;

    /// <summary>Sends a message; false when it was not taken.</summary>
    public bool TrySend(ReadOnlySpan<byte> message, long nowMilliseconds)
    {
        // Twice: the first failure after a restart of the syslog only tells that the old way is gone.
        for (int attempt = 0; attempt < 2 && nowMilliseconds >= _retryAt; attempt++)
        {
            _socket ??= TryOpen();
            SocketError error = SocketError.NotConnected;
            _ = _socket?.Send(message, SocketFlags.None, out error);
            if (error is SocketError.Success or SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable or SocketError.MessageSize)
            {
                return error == SocketError.Success;
            }

            Close();
        }

        _retryAt = nowMilliseconds >= _retryAt ? nowMilliseconds + RetryMilliseconds : _retryAt;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private Socket? TryOpen()
    {
        Socket socket = new(target.AddressFamily, SocketType.Dgram, target is IPEndPoint ? ProtocolType.Udp : ProtocolType.Unspecified);
        try
        {
            socket.Blocking = false;
            socket.Connect(target);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose(); // No way to it now; the caller counts the line and comes back later.
            return null;
        }
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
