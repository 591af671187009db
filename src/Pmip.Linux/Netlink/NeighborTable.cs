using System;
using System.Buffers.Binary;
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
        return channel.Request();
    }

    /// <summary>Takes an entry out; ENOENT when it is not there.</summary>
    public LinuxStatus Delete(int interfaceIndex, IpAddress address)
    {
        Begin(NetlinkAbi.RTM_DELNEIGH, 0, interfaceIndex, address);
        return channel.Request();
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
