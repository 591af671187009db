using System;
using System.Collections.Generic;
using System.Linq;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Logging;
using Pmip.Foundation.Addressing;
using Pmip.Linux;
using Pmip.Linux.Netlink;
using Pmip.Linux.Processes;

namespace Pmip.Appliance.Host;

/// <summary>
/// The kernel's routes and settings between two configurations, on the thread that asks for the change: the loop's own channel stays
/// out of it. What comes is there before the change, what goes leaves after it. A refusal is logged; the fast path does not need them.
/// </summary>
internal static class KernelRouting
{
    /// <summary>Adds what <paramref name="next"/> has and <paramref name="running"/> has not.</summary>
    public static void Add(ApplianceConfiguration running, ApplianceConfiguration next, int tunnelInterface, LogThread log)
    {
        using Change change = new(tunnelInterface, log);
        change.Routes(TunnelRouting.PrefixesOf(next).Except(TunnelRouting.PrefixesOf(running)), isAdded: true);
        change.Routers(TunnelRouting.RoutersOf(next).Except(TunnelRouting.RoutersOf(running)), isAdded: true);
        change.Accept(InterfacesOf(next).Except(InterfacesOf(running)));
    }

    /// <summary>Removes what <paramref name="before"/> had and <paramref name="running"/> has not.</summary>
    public static void Remove(ApplianceConfiguration before, ApplianceConfiguration running, int tunnelInterface, LogThread log)
    {
        using Change change = new(tunnelInterface, log);
        change.Routes(TunnelRouting.PrefixesOf(before).Except(TunnelRouting.PrefixesOf(running)), isAdded: false);
        change.Routers(TunnelRouting.RoutersOf(before).Except(TunnelRouting.RoutersOf(running)), isAdded: false);
    }

    private static IEnumerable<string> InterfacesOf(ApplianceConfiguration configuration) =>
        configuration.Transport.Interfaces.Concat(configuration.ServiceInterfaces);

    private sealed class Change(int tunnelInterface, LogThread log) : IDisposable
    {
        private NetlinkChannel? _channel;

        public void Routes(IEnumerable<IpPrefix> prefixes, bool isAdded)
        {
            foreach (IpPrefix prefix in prefixes)
            {
                if (Channel() is not NetlinkChannel channel)
                {
                    return;
                }

                RouteTable table = new(channel);
                Route route = new(prefix, tunnelInterface);
                Note(isAdded ? table.Replace(route) : table.Delete(route), $"route of {prefix}");
            }
        }

        public void Routers(IEnumerable<IpAddress> addresses, bool isAdded)
        {
            foreach (IpAddress address in addresses)
            {
                if (Channel() is not NetlinkChannel channel)
                {
                    return;
                }

                AddressTable table = new(channel);
                IpPrefix router = new(address, 32);
                Note(
                    isAdded ? table.Add(tunnelInterface, router, routePrefix: false) : table.Delete(tunnelInterface, router),
                    $"address of the default router {address}");
            }
        }

        public void Accept(IEnumerable<string> interfaces)
        {
            foreach (string name in interfaces)
            {
                using Sysctl sysctl = new();
                Note(TunnelRouting.KeepRouterAdvertisements(sysctl, name), $"router advertisements on {name}");
            }
        }

        public void Dispose() => _channel?.Dispose();

        private NetlinkChannel? Channel()
        {
            if (_channel is null)
            {
                Note(NetlinkChannel.TryOpen(out _channel), "netlink");
            }

            return _channel;
        }

        private void Note(LinuxStatus status, string what)
        {
            if (!status.IsOk)
            {
                log.Write(EventLevel.Warn, EventRoom.Host, $"{what}: {status.Message}");
            }
        }
    }
}
