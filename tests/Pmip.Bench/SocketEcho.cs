using System;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;
using Pmip.Linux.Sockets;

namespace Pmip.Bench;

/// <summary>
/// The least that a server of datagrams can do: receive a batch, send it back. What an LMA is compared with: the same sockets, the same
/// batches, the same wait, and no engine. Runs inside a namespace until it is killed.
/// </summary>
internal static class SocketEcho
{
    public const string InsideName = "echo";

    private const int Batch = 64;
    private const int OctetsMax = 2048;

    /// <summary>Words: the form and the address to listen on.</summary>
    public static int RunInside(string[] words)
    {
        using DatagramSocket socket = BenchSocket.Open(words[0], IpAddress.Parse(words[1]));
        DatagramBatch arrived = new(Batch, OctetsMax);
        DatagramBatch answers = new(Batch, OctetsMax);
        BenchSocket.Require(EventPoll.TryOpen(out EventPoll? poll), "epoll");
        BenchSocket.Require(poll!.Add(socket.Descriptor, 0, PollInterest.Read), "epoll");
        PollEvent[] ready = new PollEvent[1];
        Console.WriteLine("ready");
        while (true)
        {
            BenchSocket.Require(poll.Wait(ready, Duration.FromSeconds(60), out _), "waiting");
            if (!socket.Receive(arrived, out int count).IsOk)
            {
                continue; // An ICMP error of an earlier answer.
            }

            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<byte> octets = arrived.OctetsOf(i);
                bool fits = answers.TryAdd(arrived.AddressOf(i), arrived.PortOf(i), octets.Length, out Span<byte> room);
                EngineBench.Check(fits, "a batch fits into a batch");
                octets.CopyTo(room);
            }

            socket.Send(answers);
        }
    }
}
