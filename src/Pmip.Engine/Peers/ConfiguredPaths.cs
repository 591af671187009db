using System.Collections.Generic;
using Pmip.Engine.Configuration;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;

namespace Pmip.Engine.Peers;

/// <summary>How a configured peer is reached before it was ever heard, by its form and by the addresses of both ends.</summary>
internal static class ConfiguredPaths
{
    /// <summary>The path in the form of the peer's configuration; false when one end has no address of the family that it needs.</summary>
    public static bool TryBuild(PeerConfiguration peer, SignallingForm form, IpAddress ipv6, IpAddress ipv4, out SignallingPath path)
    {
        if (form == SignallingForm.Ipv6)
        {
            path = new SignallingPath(form, ipv6, peer.Ipv6, ipv6, peer.Ipv6, 0);
            return !ipv6.IsUnspecified && !peer.Ipv6.IsUnspecified;
        }

        // The bare form has no inner header. In the others an end shows its IPv6 address where it has one, else the mapped
        // form of the IPv4 one (TS 29.275 6.1; R10, R11), so that ends with and without IPv6 mix.
        bool isBare = form == SignallingForm.UdpBare;
        IpAddress local = isBare || ipv6.IsUnspecified ? ipv4 : ipv6;
        IpAddress remote = isBare || peer.Ipv6.IsUnspecified ? peer.Ipv4 : peer.Ipv6;
        ushort port = form == SignallingForm.Ipv4Mapped ? (ushort)0 : SignallingPath.ControlPort;
        path = new SignallingPath(form, local, remote, ipv4, peer.Ipv4, port);
        return !ipv4.IsUnspecified && !peer.Ipv4.IsUnspecified;
    }

    /// <summary>
    /// The paths of the peers with addresses, in order. An LMA is told no form; it takes IPv6 where both ends have it, else UDP
    /// in the form of its specification (R9, RFC 5844 4.1). The default stands where there is no path.
    /// </summary>
    public static SignallingPath[] Of(IReadOnlyList<PeerConfiguration> peers, IpAddress ipv6, IpAddress ipv4, SpecificationMode mode)
    {
        int count = 0;
        foreach (PeerConfiguration peer in peers)
        {
            count += peer.Prefix is null ? 1 : 0;
        }

        SignallingPath[] paths = new SignallingPath[count];
        int next = 0;
        SignallingForm overIpv4 = mode == SpecificationMode.ThreeGpp ? SignallingForm.UdpMapped : SignallingForm.UdpBare;
        foreach (PeerConfiguration peer in peers)
        {
            if (peer.Prefix is null)
            {
                bool isReached = TryBuild(peer, SignallingForm.Ipv6, ipv6, ipv4, out SignallingPath path)
                    || TryBuild(peer, overIpv4, ipv6, ipv4, out path);
                paths[next++] = isReached ? path : default;
            }
        }

        return paths;
    }
}
