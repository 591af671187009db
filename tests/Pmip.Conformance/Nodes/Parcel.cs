using System.Net;

namespace Pmip.Conformance.Nodes;

/// <summary>What stands behind the outermost IP header, or behind UDP, and between which ends.</summary>
/// <param name="Form">What it travels in.</param>
/// <param name="Tester">Our address.</param>
/// <param name="Node">The address of the node under test.</param>
/// <param name="TesterPort">Our UDP port; zero without UDP.</param>
/// <param name="NodePort">The UDP port of the node under test; zero without UDP.</param>
/// <param name="Octets">The payload.</param>
public sealed record Parcel(TransportForm Form, IPAddress Tester, IPAddress Node, int TesterPort, int NodePort, byte[] Octets)
{
    public const int ControlPort = 5436;

    public static Parcel Over(TransportForm form, IPAddress tester, IPAddress node, byte[] octets) =>
        new(form, tester, node, form == TransportForm.Udp ? ControlPort : 0, form == TransportForm.Udp ? ControlPort : 0, octets);
}
