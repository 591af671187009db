using System;
using System.Buffers.Binary;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;

namespace Pmip.Lab.Crowds;

/// <summary>Whole frames on one interface: sends any, receives IPv6 for whatever MAC it is.</summary>
internal sealed class LinkSocket : IDisposable
{
    private const ushort Ipv6 = 0x86dd;
    private readonly Socket _socket;

    internal LinkSocket(string link)
    {
        string index = File.ReadAllText($"/sys/class/net/{link}/ifindex").Trim();
        _socket = new Socket(AddressFamily.Packet, SocketType.Raw, (ProtocolType)BinaryPrimitives.ReverseEndianness(Ipv6))
        {
            ReceiveBufferSize = 8 * 1024 * 1024,
        };
        _socket.Bind(new LinkEndPoint(int.Parse(index, CultureInfo.InvariantCulture)));
    }

    internal void Send(ReadOnlySpan<byte> frame) => _socket.Send(frame);

    /// <summary>False when nothing comes within the time.</summary>
    internal bool TryReceive(Span<byte> room, TimeSpan patience, out int length)
    {
        length = _socket.Poll(patience, SelectMode.SelectRead) ? _socket.Receive(room) : 0;
        return length > 0;
    }

    public void Dispose() => _socket.Dispose();

    // struct sockaddr_ll: family, protocol in network order, interface; the rest is of no account in bind.
    private sealed class LinkEndPoint(int index) : EndPoint
    {
        public override AddressFamily AddressFamily => AddressFamily.Packet;

        public override SocketAddress Serialize()
        {
            SocketAddress address = new(AddressFamily.Packet, 20);
            BinaryPrimitives.WriteUInt16BigEndian(address.Buffer.Span[2..], Ipv6);
            BinaryPrimitives.WriteInt32LittleEndian(address.Buffer.Span[4..], index);
            return address;
        }
    }
}
