using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Pmip.Foundation.Addressing;

namespace Pmip.Linux.Netlink;

/// <summary>Routes. Ours carry a protocol number of their own, so that an administrator can tell them.</summary>
public sealed class RouteTable(NetlinkChannel channel)
{
    /// <summary>Number in <c>ip route show proto 117</c>.</summary>
    public const byte Protocol = 117;

    private const int RouteLength = 12;
    private const int CacheExpiryOffset = 8; // in struct rta_cacheinfo

    /// <summary>Adds a route; EEXIST when the table has one to the same destination with the same priority.</summary>
    public LinuxStatus Add(in Route route) => Change(NetlinkAbi.RTM_NEWROUTE, NetlinkAbi.NLM_F_CREATE | NetlinkAbi.NLM_F_EXCL, route);

    /// <summary>Adds a route or puts it in the place of the one to the same destination.</summary>
    public LinuxStatus Replace(in Route route) => Change(NetlinkAbi.RTM_NEWROUTE, NetlinkAbi.NLM_F_CREATE | NetlinkAbi.NLM_F_REPLACE, route);

    /// <summary>Takes a route out; ESRCH when it is not there.</summary>
    public LinuxStatus Delete(in Route route) => Change(NetlinkAbi.RTM_DELROUTE, 0, route);

    /// <summary>Finds the routes of the main table over an interface that have our protocol number: those of a process before. Allocates.</summary>
    public LinuxStatus FindLeftovers(int interfaceIndex, List<Route> found)
    {
        LinuxStatus status = LinuxStatus.Ok;
        foreach (int family in new[] { LinuxAbi.AF_INET, LinuxAbi.AF_INET6 })
        {
            channel.Message.Begin(NetlinkAbi.RTM_GETROUTE, NetlinkAbi.NLM_F_DUMP, RouteLength)[0] = (byte)family;
            LinuxStatus dumped = channel.Dump(NetlinkAbi.RTM_NEWROUTE, body => AddOurs(body, interfaceIndex, found));
            status = dumped.IsOk ? status : dumped;
        }

        return status;
    }

    /// <summary>Takes those routes out. Allocates.</summary>
    public LinuxStatus DeleteLeftovers(int interfaceIndex, out int count)
    {
        List<Route> found = [];
        LinuxStatus status = FindLeftovers(interfaceIndex, found);
        count = 0;
        foreach (Route route in found)
        {
            LinuxStatus deleted = Delete(route);
            count += deleted.IsOk ? 1 : 0;
            status = deleted.IsOk ? status : deleted;
        }

        return status;
    }

    private static void AddOurs(ReadOnlySpan<byte> body, int interfaceIndex, List<Route> found)
    {
        if (body.Length < RouteLength || body[5] != Protocol || body[7] != (byte)RouteType.Unicast)
        {
            return;
        }

        IpAddress? destination = null;
        uint over = 0;
        uint table = body[4];
        NetlinkAttributeReader attributes = new(body[RouteLength..]);
        while (attributes.TryNext())
        {
            switch (attributes.Type)
            {
                case NetlinkAbi.RTA_DST:
                    destination = ReadAddress(attributes.Value, default);
                    break;
                case NetlinkAbi.RTA_OIF:
                    over = attributes.Number;
                    break;
                case NetlinkAbi.RTA_TABLE:
                    table = attributes.Number;
                    break;
            }
        }

        if (destination is IpAddress address && over == interfaceIndex && table == Route.MainTable)
        {
            found.Add(new Route(new IpPrefix(address, body[1]), interfaceIndex));
        }
    }

    /// <summary>Asks how the kernel would send to <paramref name="destination"/>.</summary>
    public LinuxStatus TryLookup(IpAddress destination, out RouteLookup lookup)
    {
        lookup = default;
        Span<byte> header = channel.Message.Begin(NetlinkAbi.RTM_GETROUTE, 0, RouteLength);
        header[0] = NetlinkChannel.FamilyOf(destination);
        header[1] = (byte)(destination.IsIPv4 ? 32 : 128);
        channel.Message.Add(NetlinkAbi.RTA_DST, destination);
        LinuxStatus status = channel.Query(NetlinkAbi.RTM_NEWROUTE, out ReadOnlySpan<byte> body);
        return status.IsOk ? Read(body, destination, out lookup) : status;
    }

    /// <summary>Who made a route, and over which interface it leads, 0 when it leads over several or none; false for what is no route.</summary>
    internal static bool TryReadOwner(ReadOnlySpan<byte> body, out byte protocol, out int interfaceIndex)
    {
        (protocol, interfaceIndex) = (0, 0);
        if (body.Length < RouteLength)
        {
            return false;
        }

        protocol = body[5];
        NetlinkAttributeReader attributes = new(body[RouteLength..]);
        while (attributes.TryNext())
        {
            if (attributes.Type == NetlinkAbi.RTA_OIF)
            {
                interfaceIndex = (int)Math.Min(attributes.Number, int.MaxValue);
            }
        }

        return true;
    }

    internal static LinuxStatus Read(ReadOnlySpan<byte> body, IpAddress destination, out RouteLookup lookup)
    {
        const int NetworkUnreachable = 101;
        lookup = default;
        if (body.Length < RouteLength || body[7] is not ((byte)RouteType.Unicast or (byte)RouteType.Local))
        {
            return new LinuxStatus(NetworkUnreachable);
        }

        int interfaceIndex = 0;
        int mtu = 0;
        bool isException = false;
        IpAddress nextHop = destination;
        NetlinkAttributeReader attributes = new(body[RouteLength..]);
        while (attributes.TryNext())
        {
            switch (attributes.Type)
            {
                case NetlinkAbi.RTA_OIF:
                    interfaceIndex = (int)Math.Min(attributes.Number, int.MaxValue);
                    break;
                case NetlinkAbi.RTA_GATEWAY:
                    nextHop = ReadAddress(attributes.Value, nextHop);
                    break;
                case NetlinkAbi.RTA_VIA when attributes.Value.Length > 2:
                    nextHop = ReadAddress(attributes.Value[2..], nextHop);
                    break;
                case NetlinkAbi.RTA_METRICS:
                    mtu = ReadMtu(attributes.Value);
                    break;
                case NetlinkAbi.RTA_CACHEINFO when attributes.Value.Length > CacheExpiryOffset + sizeof(int):
                    isException = BinaryPrimitives.ReadInt32LittleEndian(attributes.Value[CacheExpiryOffset..]) != 0;
                    break;
            }
        }

        lookup = new RouteLookup(interfaceIndex, nextHop, isException ? 0 : mtu, body[7] == (byte)RouteType.Local);
        return LinuxStatus.Ok;
    }

    private static int ReadMtu(ReadOnlySpan<byte> metrics)
    {
        NetlinkAttributeReader attributes = new(metrics);
        while (attributes.TryNext())
        {
            if (attributes.Type == NetlinkAbi.RTAX_MTU)
            {
                return (int)Math.Min(attributes.Number, int.MaxValue);
            }
        }

        return 0;
    }

    private static IpAddress ReadAddress(ReadOnlySpan<byte> octets, IpAddress otherwise) =>
        octets.Length switch { 4 => IpAddress.ReadIPv4(octets), 16 => IpAddress.Read(octets), _ => otherwise };

    private LinuxStatus Change(ushort type, ushort flags, in Route route)
    {
        NetlinkMessage message = channel.Message;
        IpPrefix destination = route.Destination.Masked;
        Span<byte> header = message.Begin(type, flags, RouteLength);
        header[0] = NetlinkChannel.FamilyOf(destination.Address);
        header[1] = destination.Length;
        header[5] = Protocol;
        bool isOnLink = route.Gateway == default && destination.Address.IsIPv4 && route.Type == RouteType.Unicast;
        header[6] = isOnLink ? NetlinkAbi.RT_SCOPE_LINK : NetlinkAbi.RT_SCOPE_UNIVERSE;
        header[7] = (byte)route.Type;
        message.Add(NetlinkAbi.RTA_DST, destination.Address);
        message.Add(NetlinkAbi.RTA_TABLE, (uint)route.Table);
        if (route.InterfaceIndex != 0)
        {
            message.Add(NetlinkAbi.RTA_OIF, (uint)route.InterfaceIndex);
        }

        if (route.Gateway != default)
        {
            AddGateway(route);
        }

        if (route.Source != default)
        {
            message.Add(NetlinkAbi.RTA_PREFSRC, route.Source);
        }

        if (route.Priority != 0)
        {
            message.Add(NetlinkAbi.RTA_PRIORITY, (uint)route.Priority);
        }

        if (route.Mtu != 0 && type == NetlinkAbi.RTM_NEWROUTE)
        {
            int metrics = message.BeginNested(NetlinkAbi.RTA_METRICS);
            message.Add(NetlinkAbi.RTAX_MTU, (uint)route.Mtu);
            message.EndNested(metrics);
        }

        return channel.Request();
    }

    private void AddGateway(in Route route)
    {
        if (route.Gateway.IsIPv4 == route.Destination.Address.IsIPv4)
        {
            channel.Message.Add(NetlinkAbi.RTA_GATEWAY, route.Gateway);
            return;
        }

        // An IPv4 destination behind an IPv6 router.
        Span<byte> via = stackalloc byte[18];
        BinaryPrimitives.WriteUInt16LittleEndian(via, LinuxAbi.AF_INET6);
        route.Gateway.Write(via[2..]);
        channel.Message.Add(NetlinkAbi.RTA_VIA, via);
    }
}
