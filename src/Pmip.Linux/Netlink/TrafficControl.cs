using System;
using System.Buffers.Binary;

namespace Pmip.Linux.Netlink;

/// <summary>
/// BPF programs on the way into and out of an interface (clsact). Our filters have one fixed place each, so that a process that
/// starts again after a crash takes over the place of the old programs and no packet passes in between.
/// </summary>
public sealed class TrafficControl(NetlinkChannel channel)
{
    private const int TrafficControlLength = 20;
    private const uint FilterHandle = 1;
    private const ushort AllProtocols = 0x0300; // ETH_P_ALL in network order.
    private const int AlreadyExists = 17;

    /// <summary>Makes sure that the interface has the place where filters go.</summary>
    public LinuxStatus EnsureClassifier(int interfaceIndex)
    {
        Begin(NetlinkAbi.RTM_NEWQDISC, NetlinkAbi.NLM_F_CREATE | NetlinkAbi.NLM_F_EXCL, interfaceIndex,
            NetlinkAbi.TC_H_CLSACT_HANDLE, NetlinkAbi.TC_H_CLSACT, 0);
        channel.Message.AddText(NetlinkAbi.TCA_KIND, "clsact"u8);
        LinuxStatus status = channel.Request();
        return status.Errno == AlreadyExists ? LinuxStatus.Ok : status;
    }

    /// <summary>Sets a program, in the place of the one before with the same priority.</summary>
    public LinuxStatus ReplaceFilter(int interfaceIndex, bool egress, ushort priority, int programDescriptor, ReadOnlySpan<byte> name)
    {
        BeginFilter(NetlinkAbi.RTM_NEWTFILTER, NetlinkAbi.NLM_F_CREATE | NetlinkAbi.NLM_F_REPLACE, interfaceIndex, egress, priority);
        channel.Message.AddText(NetlinkAbi.TCA_KIND, "bpf"u8);
        int options = channel.Message.BeginNested(NetlinkAbi.TCA_OPTIONS | NetlinkAbi.NLA_F_NESTED);
        channel.Message.Add(NetlinkAbi.TCA_BPF_FD, (uint)programDescriptor);
        channel.Message.AddText(NetlinkAbi.TCA_BPF_NAME, name);
        channel.Message.Add(NetlinkAbi.TCA_BPF_FLAGS, NetlinkAbi.TCA_BPF_FLAG_ACT_DIRECT);
        channel.Message.EndNested(options);
        return channel.Request();
    }

    /// <summary>Takes the program with this priority away; an error when there is none.</summary>
    public LinuxStatus DeleteFilter(int interfaceIndex, bool egress, ushort priority)
    {
        BeginFilter(NetlinkAbi.RTM_DELTFILTER, 0, interfaceIndex, egress, priority);
        channel.Message.AddText(NetlinkAbi.TCA_KIND, "bpf"u8);
        return channel.Request();
    }

    private void BeginFilter(ushort type, ushort flags, int interfaceIndex, bool egress, ushort priority) =>
        Begin(type, flags, interfaceIndex, FilterHandle, egress ? NetlinkAbi.TC_H_CLSACT_EGRESS : NetlinkAbi.TC_H_CLSACT_INGRESS,
            ((uint)priority << 16) | AllProtocols);

    private void Begin(ushort type, ushort flags, int interfaceIndex, uint handle, uint parent, uint information)
    {
        Span<byte> header = channel.Message.Begin(type, flags, TrafficControlLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], interfaceIndex);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], handle);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], parent);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], information);
    }
}
