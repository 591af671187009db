using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Pmip.Guest;

/// <summary>
/// Sends small UDP packets and says how long one took. On one processor the kernel forwards a packet through virtual interfaces
/// before the call that sent it returns; so where time counts instructions, this is the number of them from end to end.
/// </summary>
internal static class Sending
{
    private const int PayloadOctets = 18;
    private const int Rounds = 7;

    public static int Run(IPAddress destination, int count)
    {
        using Socket socket = new(destination.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(destination, 9);
        byte[] payload = new byte[PayloadOctets];
        long best = long.MaxValue;
        for (int round = 0; round <= Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < count; i++)
            {
                socket.Send(payload);
            }

            // The first round fills caches and the kernel's tables.
            long took = (long)Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            best = round == 0 ? best : Math.Min(best, took);
        }

        Console.WriteLine($"{best / count}");
        return 0;
    }
}
