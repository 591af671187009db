using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;

namespace Pmip.Lab.Frames;

/// <summary>The process at one end of the streams: both families, both directions, in one thread.</summary>
internal static class FrameEnd
{
    internal const string Word = "frames";

    private const int PollMicroseconds = 1000;

    /// <summary>Until it is ended: when the ledger says so it sends no more, and still takes what arrives.</summary>
    internal static int Run(string ledgerPath, bool isDevice, int port, string far4, string far6, int perSecond)
    {
        using FrameLedger ledger = FrameLedger.Open(ledgerPath);
        using FrameSocket four = Open(ledger, isDevice, isIpv6: false, port, far4, perSecond);
        using FrameSocket six = Open(ledger, isDevice, isIpv6: true, port, far6, perSecond);
        Console.WriteLine("open");
        List<Socket> waiting = [];
        bool hasEnded = false;
        while (true)
        {
            FrameLedger.Turn phase = ledger.Phase;
            if (phase == FrameLedger.Turn.End && !hasEnded)
            {
                hasEnded = true;
                Console.WriteLine("ended");
            }

            bool isMoving = four.Receive() | six.Receive();
            isMoving |= phase == FrameLedger.Turn.Flow && (four.Send() | six.Send());
            if (!isMoving)
            {
                waiting.Clear();
                waiting.Add(four.Socket);
                waiting.Add(six.Socket);
                Socket.Select(waiting, null, null, PollMicroseconds);
            }
        }
    }

    private static FrameSocket Open(FrameLedger ledger, bool isDevice, bool isIpv6, int port, string far, int perSecond)
    {
        FrameStream up = isIpv6 ? FrameStream.Up6 : FrameStream.Up4;
        FrameStream down = isIpv6 ? FrameStream.Down6 : FrameStream.Down4;
        return new FrameSocket(
            ledger,
            isDevice ? up : down,
            isDevice ? down : up,
            new IPEndPoint(isIpv6 ? IPAddress.IPv6Any : IPAddress.Any, port),
            new IPEndPoint(IPAddress.Parse(far), port),
            perSecond);
    }
}
