using System;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;
using Pmip.Lab.Network;
using Pmip.Lab.Processes;

namespace Pmip.Lab.Traffic;

/// <summary>
/// Datagrams with numbers at a fixed rate to an echo, which counts what arrives; the sender counts what comes back. So packets that are lost
/// on either way are seen by their numbers.
/// </summary>
public sealed class NumberedStream
{
    private const int NumbersMax = 1 << 20;
    private readonly LabProcess _sender;

    private NumberedStream(LabProcess sender) => _sender = sender;

    /// <summary>Begins an echo for both families; it ends with the namespace.</summary>
    public static void StartEcho(NetworkNamespace place, int port) =>
        GatewayLab.StartTraffic(place, "echo", port.ToString(CultureInfo.InvariantCulture)).AwaitLine(line => line == "echoing", "echoes");

    /// <summary>Begins a stream and waits until its first datagrams have come back.</summary>
    public static NumberedStream Start(NetworkNamespace place, string address, int port, int perSecond)
    {
        LabProcess sender = GatewayLab.StartTraffic(
            place, "numbers", address, port.ToString(CultureInfo.InvariantCulture), perSecond.ToString(CultureInfo.InvariantCulture));
        sender.AwaitLine(line => line == "flowing", "flows");
        return new NumberedStream(sender);
    }

    /// <summary>Ends it and gives what was sent, what came back, and which numbers are missing.</summary>
    public (int Sent, int Returned, string Missing) Stop()
    {
        _sender.Signal("TERM");
        _sender.AwaitExit();
        string[] words = _sender.Lines[^1].Split(' ', 5);
        return (int.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[3], CultureInfo.InvariantCulture), words.Length > 4 ? words[4] : "");
    }

    internal static int Echo(int port)
    {
        using Socket socket = new(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp) { DualMode = true, ReceiveBufferSize = 4 << 20 };
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
        Console.WriteLine("echoing");
        byte[] room = new byte[2048];
        EndPoint from = new IPEndPoint(IPAddress.IPv6Any, 0);
        while (true)
        {
            int length = socket.ReceiveFrom(room, ref from);
            socket.SendTo(room.AsSpan(0, length), SocketFlags.None, from);
        }
    }

    internal static int Send(string address, int port, int perSecond)
    {
        IPAddress to = IPAddress.Parse(address);
        using Socket socket = new(to.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4 << 20 };
        socket.Connect(to, port);
        bool isEnding = false;
        using PosixSignalRegistration registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            Volatile.Write(ref isEnding, true);
        });
        bool[] returned = new bool[NumbersMax];
        int sent = 0;
        int back = 0;
        long start = Stopwatch.GetTimestamp();
        long lastReturn = start;
        byte[] datagram = new byte[64];
        byte[] room = new byte[2048];
        while (sent < NumbersMax && (!Volatile.Read(ref isEnding) || (back < sent && Stopwatch.GetElapsedTime(lastReturn) < TimeSpan.FromSeconds(2))))
        {
            double due = Stopwatch.GetElapsedTime(start).TotalSeconds * perSecond;
            while (sent < due && sent < NumbersMax && !Volatile.Read(ref isEnding))
            {
                BinaryPrimitives.WriteInt32LittleEndian(datagram, sent++);
                socket.Send(datagram);
            }

            while (socket.Poll(200, SelectMode.SelectRead))
            {
                int number = socket.Receive(room) < 4 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(room);
                if ((uint)number < (uint)sent && !returned[number])
                {
                    returned[number] = true;
                    back++;
                    lastReturn = Stopwatch.GetTimestamp();
                    if (back == 100)
                    {
                        Console.WriteLine("flowing");
                    }
                }

                if (sent < Stopwatch.GetElapsedTime(start).TotalSeconds * perSecond)
                {
                    break;
                }
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sent {sent} returned {back} {Missing(returned, sent)}").TrimEnd());
        return 0;
    }

    // Runs of numbers, so that the length of a gap can be read.
    private static string Missing(bool[] returned, int sent)
    {
        string text = "";
        for (int i = 0; i < sent; i++)
        {
            if (!returned[i])
            {
                int first = i;
                while (i + 1 < sent && !returned[i + 1])
                {
                    i++;
                }

                text += string.Create(CultureInfo.InvariantCulture, $"{first}-{i} ");
            }
        }

        return text.TrimEnd();
    }
}
