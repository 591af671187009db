using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pmip.Appliance.Desk;
using Pmip.Appliance.Host;
using Pmip.Engine.Configuration;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Diagnosis.Probes;

/// <summary>Where a probe goes.</summary>
/// <param name="Name">As it was asked for.</param>
/// <param name="Address">The destination.</param>
/// <param name="Source">The address of ours to ask from; unspecified for what the kernel takes.</param>
internal readonly record struct ProbeTarget(string Name, IpAddress Address, IpAddress Source)
{
    /// <summary>Finds an address, a peer of the configuration or a node by its identifier; null when the complaint was given.</summary>
    public static ProbeTarget? Find(string name, Node? node, IAnswer answer)
    {
        if (IpAddress.TryParse(name, out IpAddress address))
        {
            return new ProbeTarget(name, address, default);
        }

        if (node is null)
        {
            answer.Fail(ILoopPort.NoNode, $"{name} is no address, and no node runs that would know it by name");
            return null;
        }

        PeerConfiguration? peer = node.Peers.FirstOrDefault(known => known.Name == name);
        if (peer is not null && (!peer.Ipv6.IsUnspecified || !peer.Ipv4.IsUnspecified))
        {
            return new ProbeTarget(name, OfPeer(peer, node, out IpAddress source), source);
        }

        TunnelLook? look = node.LookAt(Encoding.UTF8.GetBytes(name), []);
        if (look is { IsFound: true } && !look.HomeAddress4.IsUnspecified)
        {
            return new ProbeTarget(name, look.HomeAddress4, default);
        }

        IEnumerable<string> peers = node.Peers.Select(known => known.Name);
        answer.Fail("noSuchTarget", look is { IsFound: true }
            ? $"{name} has no IPv4 address, and which IPv6 address of its prefix it took is not known here: give the address"
            : $"{name} is neither an address, nor a peer ({string.Join(", ", peers)}), nor a node with a connection here");
        return null;
    }

    // The family of the signalling, when both ends have it: that is the way of the tunnel.
    private static IpAddress OfPeer(PeerConfiguration peer, Node node, out IpAddress source)
    {
        IpAddress ours6 = node.Configuration.Transport.Ipv6;
        bool isIpv6 = !peer.Ipv6.IsUnspecified && !ours6.IsUnspecified;
        source = isIpv6 ? ours6 : node.Configuration.Transport.Ipv4;
        return isIpv6 ? peer.Ipv6 : peer.Ipv4;
    }
}
