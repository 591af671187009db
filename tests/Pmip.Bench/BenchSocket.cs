using System;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Linux;
using Pmip.Linux.Sockets;

namespace Pmip.Bench;

/// <summary>The sockets of signalling by the words of the bench.</summary>
internal static class BenchSocket
{
    /// <summary>IPv6, protocol 135.</summary>
    public const string Raw = "raw";

    /// <summary>IPv4, UDP 5436, nothing before the mobility header.</summary>
    public const string Udp = "udp";

    public static DatagramSocket Open(string form, IpAddress local)
    {
        if (form == Udp)
        {
            Require(UdpSocket.TryOpen(local, SignallingPath.ControlPort, out UdpSocket? udp), $"UDP at {local}");
            return udp!;
        }

        EngineBench.Check(form == Raw, $"'{form}' is {Raw} or {Udp}");
        Require(MobilitySocket.TryOpen(local, out MobilitySocket? raw), $"protocol 135 at {local}");
        return raw!;
    }

    public static void Require(LinuxStatus status, string what)
    {
        if (!status.IsOk)
        {
            throw new InvalidOperationException($"{what}: errno {status.Errno}");
        }
    }
}
