using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Pmip.Foundation.Addressing;

namespace Pmip.Linux.Netlink;

/// <summary>Link-layer addresses of neighbours.</summary>
public sealed class NeighborTable(NetlinkChannel channel)
{
    private const int NeighborLength = 12;

    /// <summary>Sets an entry that the kernel neither verifies nor forgets.</summary>
    public LinuxStatus SetPermanent(int interfaceIndex, IpAddress address, MacAddress linkLayer)
    {
        Span<byte> octets = stackalloc byte[MacAddress.Length];
        linkLayer.Write(octets);
        Begin(NetlinkAbi.RTM_NEWNEIGH, NetlinkAbi.NLM_F_CREATE | NetlinkAbi.NLM_F_REPLACE, interfaceIndex, address);
        channel.Message.Add(NetlinkAbi.NDA_LLADDR, octets);
        channel.Message.Add(NetlinkAbi.NDA_PROTOCOL, [RouteTable.Protocol]);
        return channel.Request();
    }

    /// <summary>Takes an entry out; ENOENT when it is not there.</summary>
    public LinuxStatus Delete(int interfaceIndex, IpAddress address)
    {
        Begin(NetlinkAbi.RTM_DELNEIGH, 0, interfaceIndex, address);
        return channel.Request();
    }

    /// <summary>Finds the IPv4 entries of an interface that have our protocol number: those of a process before. Allocates.</summary>
    public LinuxStatus FindLeftovers(int interfaceIndex, List<IpAddress> found)
    {
        channel.Message.Begin(NetlinkAbi.RTM_GETNEIGH, NetlinkAbi.NLM_F_DUMP, NeighborLength)[0] = LinuxAbi.AF_INET;
        return channel.Dump(NetlinkAbi.RTM_NEWNEIGH, body => AddOurs(body, interfaceIndex, found));
    }

    /// <summary>Takes those entries out. Allocates.</summary>
    public LinuxStatus DeleteLeftovers(int interfaceIndex, out int count)
    {
        List<IpAddress> found = [];
        LinuxStatus status = FindLeftovers(interfaceIndex, found);
        count = 0;
        foreach (IpAddress address in found)
        {
            LinuxStatus deleted = Delete(interfaceIndex, address);
            count += deleted.IsOk ? 1 : 0;
            status = deleted.IsOk ? status : deleted;
        }

        return status;
    }

    private static void AddOurs(ReadOnlySpan<byte> body, int interfaceIndex, List<IpAddress> found)
    {
        if (body.Length < NeighborLength || BinaryPrimitives.ReadInt32LittleEndian(body[4..]) != interfaceIndex)
        {
            return;
        }

        bool isOurs = false;
        IpAddress? neighbor = null;
        NetlinkAttributeReader attributes = new(body[NeighborLength..]);
        while (attributes.TryNext())
        {
            isOurs |= attributes.Type == NetlinkAbi.NDA_PROTOCOL && attributes.Value.Length == 1 && attributes.Value[0] == RouteTable.Protocol;
            neighbor = attributes.Type == NetlinkAbi.NDA_DST && attributes.Value.Length == 4 ? IpAddress.ReadIPv4(attributes.Value) : neighbor;
        }

        if (isOurs && neighbor is IpAddress address)
        {
            found.Add(address);
        }
    }

    private void Begin(ushort type, ushort flags, int interfaceIndex, IpAddress address)
    {
        Span<byte> header = channel.Message.Begin(type, flags, NeighborLength);
        header[0] = NetlinkChannel.FamilyOf(address);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], interfaceIndex);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], NetlinkAbi.NUD_PERMANENT);
        channel.Message.Add(NetlinkAbi.NDA_DST, address);
    }
}
