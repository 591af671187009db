using System;
using System.Globalization;
using System.Net.Sockets;
using Pmip.Lab.Traffic;

namespace Pmip.Lab;

/// <summary>The lab's own traffic inside a namespace: <c>serve PORT</c> and <c>download ADDRESS PORT MILLISECONDS</c>.</summary>
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
                default:
                    Console.Error.WriteLine("usage: Pmip.Lab serve PORT | download ADDRESS PORT MILLISECONDS");
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
