using System.Globalization;
using Pmip.Lab.Network;

namespace Pmip.Lab.Traffic;

/// <summary>Packets that no honest node sends, made by scapy.</summary>
public static class Forgery
{
    /// <summary>Sends one tunnelled echo request from a node's namespace.</summary>
    public static void SendTunnelled(
        NetworkNamespace place, string outerSource, string outerDestination, uint key, string innerSource, string innerDestination, int identifier = 4242)
    {
        string inner = innerSource.Contains(':', System.StringComparison.Ordinal)
            ? $"IPv6(src='{innerSource}', dst='{innerDestination}')/ICMPv6EchoRequest(id={Text(identifier)})"
            : $"IP(src='{innerSource}', dst='{innerDestination}')/ICMP(id={Text(identifier)})";
        string outer = outerSource.Contains(':', System.StringComparison.Ordinal)
            ? $"IPv6(src='{outerSource}', dst='{outerDestination}')"
            : $"IP(src='{outerSource}', dst='{outerDestination}')";
        string protocol = innerSource.Contains(':', System.StringComparison.Ordinal) ? "0x86dd" : "0x0800";
        Send(place, $"{outer}/GRE(key_present=1, key={key.ToString(CultureInfo.InvariantCulture)}, proto={protocol})/{inner}");
    }

    /// <summary>Sends the IP packets that scapy expressions make, separated by commas.</summary>
    public static void Send(NetworkNamespace place, string expressions) => place.Require(
        "/usr/bin/python3",
        "-c",
        $"import logging; logging.getLogger('scapy').setLevel(logging.CRITICAL); from scapy.all import *; send([{expressions}], verbose=False)");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
