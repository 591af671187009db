using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Linux.Netlink;

/// <summary>Addresses of interfaces.</summary>
public sealed class AddressTable(NetlinkChannel channel)
{
    private const int AddressLength = 8;
    private const byte ScopeLink = 253;

    /// <summary>
    /// Gives an interface an address, without duplicate address detection; fine when it has it already. With
    /// <paramref name="routePrefix"/> the kernel also makes the route to the address's prefix.
    /// </summary>
    public LinuxStatus Add(int interfaceIndex, IpPrefix address, bool routePrefix = true)
    {
        Begin(NetlinkAbi.RTM_NEWADDR, NetlinkAbi.NLM_F_CREATE | NetlinkAbi.NLM_F_REPLACE, interfaceIndex, address);
        uint flags = address.Address.IsIPv4 ? 0 : NetlinkAbi.IFA_F_NODAD;
        channel.Message.Add(NetlinkAbi.IFA_FLAGS, flags | (routePrefix ? 0 : NetlinkAbi.IFA_F_NOPREFIXROUTE));
        return channel.Request();
    }

    /// <summary>Takes an address away; EADDRNOTAVAIL when it is not there.</summary>
    public LinuxStatus Delete(int interfaceIndex, IpPrefix address)
    {
        Begin(NetlinkAbi.RTM_DELADDR, 0, interfaceIndex, address);
        return channel.Request();
    }

    private void Begin(ushort type, ushort flags, int interfaceIndex, IpPrefix address)
    {
        Span<byte> header = channel.Message.Begin(type, flags, AddressLength);
        header[0] = NetlinkChannel.FamilyOf(address.Address);
        header[1] = address.Length;
        header[3] = address.Address.IsLinkLocal ? ScopeLink : (byte)0;
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], interfaceIndex);
        channel.Message.Add(NetlinkAbi.IFA_LOCAL, address.Address);
        channel.Message.Add(NetlinkAbi.IFA_ADDRESS, address.Address);
    }
}
