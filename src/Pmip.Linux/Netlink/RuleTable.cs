using System;
using Pmip.Foundation.Addressing;

namespace Pmip.Linux.Netlink;

/// <summary>Rules that choose the routing table of a packet by the interface that it came in on.</summary>
public sealed class RuleTable(NetlinkChannel channel)
{
    private const int RuleLength = 12;

    /// <summary>Adds a rule of one family; EEXIST when it is there.</summary>
    public LinuxStatus Add(ReadOnlySpan<byte> inputInterface, int table, bool ipv6, int priority) =>
        Change(NetlinkAbi.RTM_NEWRULE, NetlinkAbi.NLM_F_CREATE | NetlinkAbi.NLM_F_EXCL, inputInterface, table, ipv6, priority);

    /// <summary>Takes a rule out; ENOENT when it is not there.</summary>
    public LinuxStatus Delete(ReadOnlySpan<byte> inputInterface, int table, bool ipv6, int priority) =>
        Change(NetlinkAbi.RTM_DELRULE, 0, inputInterface, table, ipv6, priority);

    /// <summary>Adds a rule for packets of this machine and of others with a source in <paramref name="source"/>.</summary>
    public LinuxStatus AddForSource(IpPrefix source, int table, int priority) =>
        ChangeForSource(NetlinkAbi.RTM_NEWRULE, NetlinkAbi.NLM_F_CREATE | NetlinkAbi.NLM_F_EXCL, source, table, priority);

    /// <summary>Takes a rule for a source out; ENOENT when it is not there.</summary>
    public LinuxStatus DeleteForSource(IpPrefix source, int table, int priority) =>
        ChangeForSource(NetlinkAbi.RTM_DELRULE, 0, source, table, priority);

    private LinuxStatus Change(ushort type, ushort flags, ReadOnlySpan<byte> inputInterface, int table, bool ipv6, int priority)
    {
        Span<byte> header = channel.Message.Begin(type, flags, RuleLength);
        header[0] = (byte)(ipv6 ? LinuxAbi.AF_INET6 : LinuxAbi.AF_INET);
        header[7] = NetlinkAbi.FR_ACT_TO_TBL;
        channel.Message.AddText(NetlinkAbi.FRA_IIFNAME, inputInterface);
        return Finish(table, priority);
    }

    private LinuxStatus ChangeForSource(ushort type, ushort flags, IpPrefix source, int table, int priority)
    {
        Span<byte> header = channel.Message.Begin(type, flags, RuleLength);
        header[0] = NetlinkChannel.FamilyOf(source.Address);
        header[2] = source.Length;
        header[7] = NetlinkAbi.FR_ACT_TO_TBL;
        channel.Message.Add(NetlinkAbi.FRA_SRC, source.Masked.Address);
        return Finish(table, priority);
    }

    private LinuxStatus Finish(int table, int priority)
    {
        channel.Message.Add(NetlinkAbi.FRA_PRIORITY, (uint)priority);
        channel.Message.Add(NetlinkAbi.FRA_TABLE, (uint)table);
        return channel.Request();
    }
}
