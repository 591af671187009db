using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Simulation.Properties;

namespace Pmip.Simulation.Worlds;

/// <content>User packets through the tables of the kernels, as the programs of the data path decide.</content>
public sealed partial class World
{
    /// <summary>Packets that reached the other end.</summary>
    public long PacketsDelivered { get; private set; }

    // A packet from the device and one to each of its addresses, at whichever LMA has them now.
    private void SendTraffic(Device device, long delay)
    {
        GatewayNode? gateway = GatewayOf(device);
        if (gateway is not null && gateway.IsUp)
        {
            foreach (InstalledSession installed in gateway.Kernel.Present.Values)
            {
                if (installed.Session.AccessNode / Device.ConnectionsMax == device.Number && installed.Session.IsForwarding)
                {
                    Encapsulate(installed, AddressIn(installed.Session), device.Identity, true, delay);
                }
            }
        }

        foreach (AnchorNode anchor in Anchors)
        {
            foreach (InstalledSession installed in anchor.Kernel.Present.Values)
            {
                if (installed.Identity == device.Identity && installed.Session.IsForwarding)
                {
                    Encapsulate(installed, AddressIn(installed.Session), device.Identity, false, delay);
                }
            }
        }
    }

    private void Encapsulate(in InstalledSession installed, IpAddress inner, int identity, bool isUplink, long delay) => Plan(
        Now + delay,
        new Event
        {
            Kind = EventKind.TunnelArrival,
            Tunnelled = new TunnelledPacket
            {
                OuterSource = installed.Session.LocalEndpoint,
                OuterDestination = installed.Session.RemoteEndpoint,
                Key = installed.Session.SendKey,
                Inner = inner,
                Identity = identity,
                IsUplink = isUplink,
            },
        });

    private void Decapsulate(TunnelledPacket packet)
    {
        foreach (Node node in Nodes)
        {
            if ((node.Ipv6 != packet.OuterDestination && node.Ipv4 != packet.OuterDestination) || !node.IsUp || !node.IsPeer(packet.OuterSource))
            {
                continue;
            }

            foreach (InstalledSession installed in node.Kernel.Present.Values)
            {
                if (Takes(installed.Session, packet))
                {
                    PacketsDelivered++;
                    bool isOwn = installed.Identity == packet.Identity;
                    string way = packet.IsUplink ? "from" : "to";
                    string end = $"came out at {node.Name} as one of {Identities.NameOf(installed.Identity)}";
                    Require(isOwn, nameof(DataPlane), $"a packet {way} {Identities.NameOf(packet.Identity)} {end}");
                }
            }
        }
    }

    // At the MAG only from its LMA; at the LMA from any MAG (TS 29.275 6.1), but with an inner source of the session's own.
    private static bool Takes(in TunnelSession session, TunnelledPacket packet) =>
        session.IsForwarding && session.ReceiveKey == packet.Key && Holds(session, packet.Inner)
        && (session.Role == TunnelRole.Lma || session.RemoteEndpoint == packet.OuterSource);

    private static bool Holds(in TunnelSession session, IpAddress address)
    {
        if (address.IsIPv4)
        {
            return session.HomeAddress4 == address;
        }

        for (int i = 0; i < session.HomeNetworkPrefixes.Count; i++)
        {
            if (session.HomeNetworkPrefixes[i].Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    private static IpAddress AddressIn(in TunnelSession session) =>
        session.HomeNetworkPrefixes.Count > 0 ? session.HomeNetworkPrefixes[0].Address with { Low = 0x1234 } : session.HomeAddress4;
}
