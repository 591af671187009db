using System;
using System.Buffers.Binary;

namespace Pmip.Linux.Netlink;

/// <summary>
/// GRE devices without ends of their own (<c>external</c>): each packet brings its addresses and its key with it. The kernel has at most one
/// of each family in a network namespace, and it takes every packet with a key that no other tunnel device claims.
/// </summary>
public sealed class GreDevices(NetlinkChannel channel)
{
    private const int LinkLength = 16;
    private const int AlreadyExists = 17;
    private readonly LinkTable _links = new(channel);

    /// <summary>
    /// Makes the device for tunnels over IPv6 or IPv4 unless it is there, and switches it on. EEXIST where somebody has one by another name,
    /// EOPNOTSUPP where the kernel has none.
    /// </summary>
    public LinuxStatus Ensure(ReadOnlySpan<byte> name, bool overIpv6, int mtu, out int index)
    {
        index = 0;
        channel.Message.Begin(NetlinkAbi.RTM_NEWLINK, NetlinkAbi.NLM_F_CREATE | NetlinkAbi.NLM_F_EXCL, LinkLength);
        channel.Message.AddText(NetlinkAbi.IFLA_IFNAME, name);
        int information = channel.Message.BeginNested(TrafficAbi.IFLA_LINKINFO | NetlinkAbi.NLA_F_NESTED);
        channel.Message.AddText(TrafficAbi.IFLA_INFO_KIND, overIpv6 ? "ip6gre"u8 : "gre"u8);
        int data = channel.Message.BeginNested(TrafficAbi.IFLA_INFO_DATA | NetlinkAbi.NLA_F_NESTED);
        channel.Message.Add(TrafficAbi.IFLA_GRE_COLLECT_METADATA, default(ReadOnlySpan<byte>));
        channel.Message.EndNested(data);
        channel.Message.EndNested(information);
        LinuxStatus status = channel.Request();
        if (!status.IsOk && status.Errno != AlreadyExists)
        {
            return status;
        }

        LinuxStatus found = _links.TryGet(name, out LinkState link);
        if (!found.IsOk)
        {
            return status.IsOk ? found : status;
        }

        index = link.Index;
        _ = _links.DisableIpv6AddressGeneration(index); // A kernel without IPv6 refuses this, and needs it not.
        status = link.Mtu == mtu ? LinuxStatus.Ok : _links.SetMtu(index, mtu);
        return status.IsOk ? _links.SetUp(index, up: true) : status;
    }

    /// <summary>Takes a device away.</summary>
    public LinuxStatus Delete(int index)
    {
        Span<byte> header = channel.Message.Begin(NetlinkAbi.RTM_DELLINK, 0, LinkLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], index);
        return channel.Request();
    }
}
