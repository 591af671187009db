using System;
using System.Globalization;
using System.Net.Sockets;
using Pmip.Lab.Crowds;
using Pmip.Lab.Frames;
using Pmip.Lab.Traffic;

namespace Pmip.Lab;

/// <summary>What the lab itself runs inside a namespace: a server, a download, a crowd of devices.</summary>
internal static class Program
{
    private static int Main(string[] words)
    {
        try
        {
            switch (words)
            {
                case ["serve", string port]:
                    return Source.Serve(int.Parse(port, CultureInfo.InvariantCulture));
                case ["download", string address, string port, string milliseconds]:
                    return Sink.Download(address, int.Parse(port, CultureInfo.InvariantCulture), int.Parse(milliseconds, CultureInfo.InvariantCulture));
                case ["crowd", string link, string first, string count]:
                    return StationLoop.Run(link, int.Parse(first, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture));
                case ["flood", string address, string port, string payload]:
                    return Flood.Run(address, int.Parse(port, CultureInfo.InvariantCulture), Convert.FromHexString(payload));
                case [FrameEnd.Word, string ledger, string end, string port, string far4, string far6, string perSecond]:
                    return FrameEnd.Run(
                        ledger, end == "device", int.Parse(port, CultureInfo.InvariantCulture), far4, far6, int.Parse(perSecond, CultureInfo.InvariantCulture));
                default:
                    Console.Error.WriteLine(
                        "usage: Pmip.Lab serve PORT | download ADDRESS PORT MILLISECONDS | crowd INTERFACE FIRST COUNT | flood ADDRESS PORT HEX\n"
                        + "       Pmip.Lab frames LEDGER device|server PORT ADDRESS4 ADDRESS6 PER-SECOND");
                    return 2;
            }
        }
        catch (SocketException failure)
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }
    }
}
