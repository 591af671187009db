using System;
using Pmip.Appliance.Logging;
using Pmip.Appliance.Tunnels;
using Pmip.DataPath;
using Pmip.Foundation.Addressing;
using Pmip.Linux;
using Pmip.Linux.Netlink;
using Pmip.Linux.Polling;

namespace Pmip.Appliance.Host;

/// <summary>
/// Keeps each access link as its interface is: prepared and listened to while it is up, closed while it is not. An interface may
/// be missing at start and come later, or go and come again with another index.
/// </summary>
internal sealed class AccessLinkKeeper(
    AccessPorts ports,
    GatewayDriver gateway,
    LinkTable links,
    AddressTable addresses,
    TunnelRouting routing,
    IGreDataPath dataPath,
    StaticTunnels tunnels,
    EventPoll poll,
    RoomEvents events) : IDisposable
{
    /// <summary>The link-local address of every MAG on every access link, with its prefix (RFC 6543).</summary>
    private static readonly IpPrefix s_fixedLinkLocal = new(new IpAddress(0xFE80_0000_0000_0000, 0x0200_5EFF_FE00_5213), 64);

    /// <summary>Looks at all interfaces, at start and after news were lost; says which are not there.</summary>
    public void LookAgain()
    {
        for (int link = 0; link < ports.Count; link++)
        {
            bool found = links.TryGet(ports.PathsOf(link).Name, out LinkState state).IsOk;
            Changed(link, found ? state : default);
            if (!found)
            {
                events.Write(EventKind.InterfaceDown, ports.PathsOf(link).Name);
            }
        }
    }

    /// <summary>The kernel said something of a link's interface; the default state means that it is gone.</summary>
    public void Changed(int link, in LinkState state)
    {
        bool isOpen = ports.InterfaceIndexOf(link) != 0;
        bool isUsable = state.Index != 0 && state.IsUp && state.IsRunning && state.IsEthernet;
        if (isOpen && (!isUsable || state.Index != ports.InterfaceIndexOf(link)))
        {
            Close(link, state.Index == 0 || state.Index != ports.InterfaceIndexOf(link));
            isOpen = false;
        }

        if (!isOpen && isUsable)
        {
            Open(link, state);
        }
    }

    /// <summary>Takes back what the links were prepared with, because the node ends; what is kept needs it further.</summary>
    public void Dispose()
    {
        if (dataPath.IsKept)
        {
            return;
        }

        for (int link = 0; link < ports.Count; link++)
        {
            routing.Forget(ports.PathsOf(link));
        }
    }

    private void Open(int link, in LinkState state)
    {
        AccessLinkPaths paths = ports.PathsOf(link);
        MacAddress gatewayAddress = state.Address;
        if (ports.HasFixedLinkLayerAddress(link))
        {
            gatewayAddress = MacAddress.FixedMag;
            if (state.Address != gatewayAddress)
            {
                Note(links.SetAddress(state.Index, gatewayAddress), paths);
            }
        }

        Note(addresses.Add(state.Index, s_fixedLinkLocal), paths);
        routing.RouteUplink(paths);
        dataPath.InterfaceChanged(paths.Name);
        LinuxStatus status = ports.Open(link, state.Index, dataPath.AccessTapProgram, gatewayAddress);
        if (status.IsOk)
        {
            status = poll.Add(ports.DescriptorOf(link), LoopToken.Of(LoopSource.AccessLink, link), PollInterest.Read);
        }

        Note(status, paths);
        if (status.IsOk)
        {
            events.Write(EventKind.InterfaceUp, paths.Name);
            gateway.LinkChanged(link, isUp: true);
            tunnels.LinkChanged(link);
        }
    }

    private void Close(int link, bool isGone)
    {
        AccessLinkPaths paths = ports.PathsOf(link);
        events.Write(EventKind.InterfaceDown, paths.Name);
        poll.Remove(ports.DescriptorOf(link));
        gateway.LinkChanged(link, isUp: false);
        ports.Close(link);
        tunnels.LinkChanged(link);
        if (isGone)
        {
            dataPath.InterfaceChanged(paths.Name);
        }
    }

    private void Note(LinuxStatus status, AccessLinkPaths paths)
    {
        if (!status.IsOk)
        {
            events.Write(EventKind.KernelRefused, paths.Name, number: status.Errno);
        }
    }
}
