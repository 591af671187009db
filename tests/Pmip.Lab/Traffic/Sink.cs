using System;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Pmip.Lab.Traffic;

/// <summary>Downloads over one TCP connection for a while and reports octets, time and the longest pause between two arrivals.</summary>
internal static class Sink
{
    internal static int Download(string address, int port, int milliseconds)
    {
        byte[] room = new byte[256 * 1024];
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        socket.ReceiveTimeout = 20000;
        socket.Connect(new IPEndPoint(IPAddress.Parse(address), port));
        Console.WriteLine("connected");
        Stopwatch watch = Stopwatch.StartNew();
        long octets = 0;
        double last = 0;
        double longest = 0;
        double longestAt = 0;
        while (watch.ElapsedMilliseconds < milliseconds)
        {
            int received = socket.Receive(room);
            if (received == 0)
            {
                Console.Error.WriteLine("the connection was closed by the other end");
                return 1;
            }

            double now = watch.Elapsed.TotalMilliseconds;
            if (octets == 0)
            {
                Console.WriteLine("flowing");
            }
            else if (now - last > longest)
            {
                longest = now - last;
                longestAt = last;
            }

            last = now;
            octets += received;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"done octets={octets} milliseconds={watch.Elapsed.TotalMilliseconds:0.0} gap={longest:0.0} at={longestAt:0.0}"));
        return 0;
    }
}
