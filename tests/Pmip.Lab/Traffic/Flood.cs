using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pmip.Lab.Network;
using Pmip.Lab.Processes;

namespace Pmip.Lab.Traffic;

/// <summary>The same datagram again and again, as fast as the machine sends it.</summary>
public static class Flood
{
    /// <summary>Begins one from a node's namespace; it ends with the namespace.</summary>
    public static void Start(NetworkNamespace place, string address, int port, string payload)
    {
        LabProcess process = GatewayLab.StartTraffic(place, "flood", address, port.ToString(CultureInfo.InvariantCulture), payload);
        process.AwaitLine(line => line == "pouring", "pours");
    }

    internal static int Run(string address, int port, byte[] payload)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(IPAddress.Parse(address), port);
        Console.WriteLine("pouring");
        long refused = 0;
        while (true)
        {
            try
            {
                socket.Send(payload);
            }
            catch (SocketException full) when (full.SocketErrorCode is SocketError.NoBufferSpaceAvailable or SocketError.ConnectionRefused)
            {
                refused++; // The next one is tried at once: that it is too much is what is wanted.
            }
        }
    }
}
