using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Pmip.Foundation.Addressing;

namespace Pmip.Linux.Netlink;

/// <summary>What the kernel knows of a neighbour.</summary>
/// <param name="LinkLayerAddress">Its link-layer address, zero when not known.</param>
/// <param name="State">NUD_* of the kernel.</param>
/// <param name="IsManaged">The kernel keeps the entry fresh by itself.</param>
public readonly record struct NeighborState(MacAddress LinkLayerAddress, ushort State, bool IsManaged)
{
    /// <summary>Packets can be sent to it.</summary>
    public bool IsUsable => IsUsableIn(State) && LinkLayerAddress != default;

    /// <summary>Somebody has set it for good.</summary>
    public bool IsPermanent => (State & (NetlinkAbi.NUD_PERMANENT | NetlinkAbi.NUD_NOARP)) != 0;

    /// <summary>True for a state in which the kernel sends.</summary>
    public static bool IsUsableIn(ushort state) => (state & (NetlinkAbi.NUD_REACHABLE | NetlinkAbi.NUD_STALE | NetlinkAbi.NUD_DELAY
        | NetlinkAbi.NUD_PROBE | NetlinkAbi.NUD_NOARP | NetlinkAbi.NUD_PERMANENT)) != 0;
}

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

    /// <summary>Asks for one neighbour; ENOENT when the kernel has no entry.</summary>
    public LinuxStatus TryGet(int interfaceIndex, IpAddress address, out NeighborState neighbor)
    {
        neighbor = default;
        Begin(NetlinkAbi.RTM_GETNEIGH, 0, interfaceIndex, address, state: 0);
        LinuxStatus status = channel.Query(NetlinkAbi.RTM_NEWNEIGH, out ReadOnlySpan<byte> body);
        if (!status.IsOk || body.Length < NeighborLength)
        {
            return status;
        }

        MacAddress linkLayer = default;
        bool isManaged = false;
        NetlinkAttributeReader attributes = new(body[NeighborLength..]);
        while (attributes.TryNext())
        {
            linkLayer = attributes.Type == NetlinkAbi.NDA_LLADDR && attributes.Value.Length == MacAddress.Length
                ? MacAddress.Read(attributes.Value) : linkLayer;
            isManaged |= attributes.Type == NetlinkAbi.NDA_FLAGS_EXT && (attributes.Number & NetlinkAbi.NTF_EXT_MANAGED) != 0;
        }

        neighbor = new NeighborState(linkLayer, BinaryPrimitives.ReadUInt16LittleEndian(body[8..]), isManaged);
        return status;
    }

    /// <summary>
    /// Makes the kernel resolve the neighbour now, and keep it fresh from now on where it can (<paramref name="managed"/>, Linux 5.16;
    /// others take no notice).
    /// </summary>
    public LinuxStatus Use(int interfaceIndex, IpAddress address, bool managed)
    {
        Begin(NetlinkAbi.RTM_NEWNEIGH, NetlinkAbi.NLM_F_CREATE, interfaceIndex, address, state: 0, NetlinkAbi.NTF_USE);
        if (managed)
        {
            channel.Message.Add(NetlinkAbi.NDA_FLAGS_EXT, NetlinkAbi.NTF_EXT_MANAGED);
        }

        return channel.Request();
    }

    /// <summary>Makes the kernel look whether the neighbour is still there; until it knows, packets go on.</summary>
    public LinuxStatus Probe(int interfaceIndex, IpAddress address, MacAddress linkLayer)
    {
        Span<byte> octets = stackalloc byte[MacAddress.Length];
        linkLayer.Write(octets);
        Begin(NetlinkAbi.RTM_NEWNEIGH, NetlinkAbi.NLM_F_REPLACE, interfaceIndex, address, NetlinkAbi.NUD_PROBE);
        channel.Message.Add(NetlinkAbi.NDA_LLADDR, octets);
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

    private void Begin(
        ushort type, ushort flags, int interfaceIndex, IpAddress address, ushort state = NetlinkAbi.NUD_PERMANENT, byte neighborFlags = 0)
    {
        Span<byte> header = channel.Message.Begin(type, flags, NeighborLength);
        header[0] = NetlinkChannel.FamilyOf(address);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], interfaceIndex);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], state);
        header[10] = neighborFlags;
        channel.Message.Add(NetlinkAbi.NDA_DST, address);
    }
}
