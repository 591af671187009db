using System;
using System.Net;
using System.Net.Sockets;

namespace Pmip.Guest;

/// <summary>A stream of known octets over TCP, which whoever receives it compares.</summary>
internal static class Transfer
{
    private const int Octets = 2_000_000;

    /// <summary>Gives the stream to everybody who connects, one at a time; ends by a signal.</summary>
    public static int Serve(int port)
    {
        using Socket listener = new(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        listener.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
        listener.Listen(8);
        Console.WriteLine("serving");
        byte[] content = Content();
        while (true)
        {
            using Socket peer = listener.Accept();
            int sent = 0;
            while (sent < content.Length)
            {
                sent += peer.Send(content.AsSpan(sent));
            }

            peer.Shutdown(SocketShutdown.Send);
            _ = peer.Receive(new byte[1]);
        }
    }

    public static int Fetch(IPAddress address, int port)
    {
        using Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 20_000 };
        socket.Connect(address, port);
        byte[] wanted = Content();
        byte[] received = new byte[wanted.Length + 1];
        int length = 0;
        for (int more = 1; more > 0 && length < received.Length; length += more)
        {
            more = socket.Receive(received.AsSpan(length));
        }

        bool same = received.AsSpan(0, length).SequenceEqual(wanted);
        Console.WriteLine($"{(same ? "fetched" : "DIFFERS: fetched")} {length} octets from {address}");
        return same ? 0 : 1;
    }

    private static byte[] Content()
    {
        byte[] content = new byte[Octets];
        new Random(5213).NextBytes(content);
        return content;
    }
}
