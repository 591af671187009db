using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace Pmip.Lab.Traffic;

/// <summary>Serves an endless download to whoever connects, both families.</summary>
internal static class Source
{
    internal static int Serve(int port)
    {
        using Socket listener = new(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
        listener.Listen(16);
        Console.WriteLine("listening");
        while (true)
        {
            Socket client = listener.Accept();
            new Thread(() => Pour(client)) { IsBackground = true }.Start();
        }
    }

    private static void Pour(Socket client)
    {
        byte[] octets = new byte[256 * 1024];
        try
        {
            using (client)
            {
                while (client.Send(octets) > 0)
                {
                }
            }
        }
        catch (SocketException gone)
        {
            Console.WriteLine($"closed: {gone.SocketErrorCode}");
        }
    }
}
