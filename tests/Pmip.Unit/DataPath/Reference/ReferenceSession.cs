using Pmip.DataPath;
using Pmip.Foundation.Addressing;

namespace Pmip.Unit.DataPath.Reference;

/// <summary>A remote end of tunnels, and how it is reached.</summary>
internal sealed record ReferenceRemote(IpAddress Address)
{
    /// <summary>False when the kernel has no route.</summary>
    public bool HasRoute { get; init; } = true;

    /// <summary>False while the router's link-layer address is not known: the kernel finds it out and writes the frame's header.</summary>
    public bool IsResolved { get; init; } = true;

    /// <summary>Largest packet on the way there.</summary>
    public int PathMtu { get; init; } = 1500;
}

/// <summary>One PDN connection as the reference knows it.</summary>
internal sealed class ReferenceSession(GreSession session, ReferenceRemote remote)
{
    public GreSession Session { get; } = session;

    public ReferenceRemote Remote { get; } = remote;

    /// <summary>True when both ends agreed on sequence numbers, which are the process's concern.</summary>
    public bool IsSequenced { get; init; }

    /// <summary>True when a capture wants to see the packets: tc has them all.</summary>
    public bool IsSampled { get; init; }

    /// <summary>Outer DSCP by inner one; null for the inner one.</summary>
    public byte[]? DscpMap { get; init; }

    /// <summary>True when what is sent has used up its rate.</summary>
    public bool OwesOut { get; init; }

    /// <summary>True when what is received has used up its rate.</summary>
    public bool OwesIn { get; init; }

    /// <summary>True when the key was chosen by this node, so that who has it is known whoever sends.</summary>
    public bool HasOwnKey { get; init; } = true;

    public ulong PacketsIn { get; private set; }

    public ulong OctetsIn { get; private set; }

    public ulong PacketsOut { get; private set; }

    public ulong OctetsOut { get; private set; }

    public bool IsInUdp => Session.Encapsulation == GreEncapsulation.UdpTlvGre;

    public bool IsOverIpv6 => !Session.RemoteEndpoint.IsIPv4;

    /// <summary>Octets that the tunnel adds: an IP header, UDP and the TLV header where wanted, and GRE with a key.</summary>
    public int Overhead => (IsOverIpv6 ? 40 : 20) + (IsInUdp ? 8 + 4 : 0) + 8;

    /// <summary>True for an address of the node: any of its /64 prefixes, or the IPv4 home address.</summary>
    public bool Owns(IpAddress address)
    {
        if (address.IsIPv4)
        {
            return !Session.HomeAddress4.IsUnspecified && Session.HomeAddress4 == address;
        }

        for (int i = 0; i < Session.HomeNetworkPrefixes.Count; i++)
        {
            if (Session.HomeNetworkPrefixes[i].Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    public void Count(bool inwards, int octets)
    {
        if (inwards)
        {
            (PacketsIn, OctetsIn) = (PacketsIn + 1, OctetsIn + (ulong)octets);
        }
        else
        {
            (PacketsOut, OctetsOut) = (PacketsOut + 1, OctetsOut + (ulong)octets);
        }
    }

    /// <summary>DSCP by the session's map, ECN as it is inside (RFC 6040 4.1, normal mode).</summary>
    public byte OuterClass(byte inner) => DscpMap is null ? inner : (byte)((DscpMap[inner >> 2] << 2) | (inner & 3));
}
