using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Linux.Netlink;

/// <summary>Takes a rule that the kernel shows.</summary>
public delegate void FlowerEntry(in FlowerState state);

/// <summary>Flower filters: rules with matches and actions that a device may take over. Nothing allocates after construction.</summary>
public sealed class FlowerTable
{
    private const int TrafficControlLength = 20;
    private const ushort Ipv4Type = 0x0800;
    private const ushort Ipv6Type = 0x86DD;
    private static readonly byte[] s_ones = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];

    private readonly NetlinkChannel _channel;
    private readonly NetlinkEntry _show;
    private FlowerEntry? _visitor;

    /// <summary>Filters that are reached over a channel.</summary>
    public FlowerTable(NetlinkChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        _channel = channel;
        _show = Show;
    }

    /// <summary>What the kernel or the device's driver said to the last request, in its own words; empty for nothing.</summary>
    public ReadOnlySpan<byte> Reason => _channel.Reason;

    /// <summary>Sets a rule, in the place of the one that is there.</summary>
    public LinuxStatus Set(in FlowerPlace place, in FlowerMatch match, in FlowerActions actions, FlowerFlags flags)
    {
        NetlinkMessage message = _channel.Message;
        Begin(NetlinkAbi.RTM_NEWTFILTER, NetlinkAbi.NLM_F_CREATE, place);
        message.AddText(NetlinkAbi.TCA_KIND, "flower"u8);
        int options = message.BeginNested(NetlinkAbi.TCA_OPTIONS | NetlinkAbi.NLA_F_NESTED);
        Span<byte> type = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(type, place.IsIpv6 ? Ipv6Type : Ipv4Type);
        message.Add(TrafficAbi.TCA_FLOWER_KEY_ETH_TYPE, type);
        AddMatch(match);
        message.Add(TrafficAbi.TCA_FLOWER_FLAGS, (uint)flags);
        int list = message.BeginNested(TrafficAbi.TCA_FLOWER_ACT | NetlinkAbi.NLA_F_NESTED);
        new FlowerActionWriter(message, place.IsIpv6).Write(actions);
        message.EndNested(list);
        message.EndNested(options);
        return _channel.Request();
    }

    /// <summary>Takes a rule away; an error when there is none.</summary>
    public LinuxStatus Delete(in FlowerPlace place)
    {
        Begin(NetlinkAbi.RTM_DELTFILTER, 0, place);
        _channel.Message.AddText(NetlinkAbi.TCA_KIND, "flower"u8);
        return _channel.Request();
    }

    /// <summary>Asks what the kernel knows of a rule.</summary>
    public LinuxStatus TryRead(in FlowerPlace place, out FlowerState state)
    {
        state = default;
        Begin(TrafficAbi.RTM_GETTFILTER, 0, place);
        _channel.Message.AddText(NetlinkAbi.TCA_KIND, "flower"u8);
        LinuxStatus status = _channel.Query(NetlinkAbi.RTM_NEWTFILTER, out ReadOnlySpan<byte> body);
        return status.IsOk && !FlowerReader.TryRead(body, out state) ? new LinuxStatus(NetlinkChannel.ProtocolError) : status;
    }

    /// <summary>Shows all flower rules on one way of an interface.</summary>
    public LinuxStatus Dump(int interfaceIndex, bool egress, FlowerEntry visitor)
    {
        _visitor = visitor;
        Span<byte> header = _channel.Message.Begin(TrafficAbi.RTM_GETTFILTER, NetlinkAbi.NLM_F_DUMP, TrafficControlLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], interfaceIndex);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], ParentOf(egress));
        LinuxStatus status = _channel.Dump(NetlinkAbi.RTM_NEWTFILTER, _show);
        _visitor = null;
        return status;
    }

    internal static uint ParentOf(bool egress) => egress ? NetlinkAbi.TC_H_CLSACT_EGRESS : NetlinkAbi.TC_H_CLSACT_INGRESS;

    private void Show(ReadOnlySpan<byte> body)
    {
        if (FlowerReader.TryRead(body, out FlowerState state))
        {
            _visitor?.Invoke(state);
        }
    }

    private void Begin(ushort type, ushort flags, in FlowerPlace place)
    {
        Span<byte> header = _channel.Message.Begin(type, flags, TrafficControlLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], place.Interface);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], place.Handle);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], ParentOf(place.IsEgress));
        ushort protocol = BinaryPrimitives.ReverseEndianness(place.IsIpv6 ? Ipv6Type : Ipv4Type);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], ((uint)place.Priority << 16) | protocol);
    }

    private void AddMatch(in FlowerMatch match)
    {
        AddLinkLayer(TrafficAbi.TCA_FLOWER_KEY_ETH_SRC, match.LinkLayerSource);
        AddLinkLayer(TrafficAbi.TCA_FLOWER_KEY_ETH_DST, match.LinkLayerDestination);
        AddPrefix(TrafficAbi.TCA_FLOWER_KEY_IPV4_SRC, TrafficAbi.TCA_FLOWER_KEY_IPV6_SRC, match.Source);
        AddPrefix(TrafficAbi.TCA_FLOWER_KEY_IPV4_DST, TrafficAbi.TCA_FLOWER_KEY_IPV6_DST, match.Destination);
        if (!match.Key.IsNone)
        {
            _channel.Message.AddNetworkOrder(TrafficAbi.TCA_FLOWER_KEY_ENC_KEY_ID, match.Key.Value);
        }

        AddOuter(TrafficAbi.TCA_FLOWER_KEY_ENC_IPV4_SRC, TrafficAbi.TCA_FLOWER_KEY_ENC_IPV6_SRC, match.OuterSource);
        AddOuter(TrafficAbi.TCA_FLOWER_KEY_ENC_IPV4_DST, TrafficAbi.TCA_FLOWER_KEY_ENC_IPV6_DST, match.OuterDestination);
    }

    private void AddLinkLayer(ushort type, MacAddress address)
    {
        if (!address.IsZero)
        {
            _channel.Message.Add(type, address);
            _channel.Message.Add((ushort)(type + 1), s_ones.AsSpan(0, MacAddress.Length));
        }
    }

    private void AddOuter(ushort ipv4Type, ushort ipv6Type, IpAddress address)
    {
        if (!address.IsUnspecified)
        {
            AddPrefix(ipv4Type, ipv6Type, new IpPrefix(address, (byte)(address.IsIPv4 ? 32 : 128)));
        }
    }

    // An address is followed by its mask, whose type is the next number.
    private void AddPrefix(ushort ipv4Type, ushort ipv6Type, IpPrefix prefix)
    {
        if (prefix.Length == 0)
        {
            return;
        }

        bool isIpv4 = prefix.Address.IsIPv4;
        ushort type = isIpv4 ? ipv4Type : ipv6Type;
        Span<byte> mask = stackalloc byte[16];
        new IpAddress(ulong.MaxValue, ulong.MaxValue).Mask(prefix.Length).Write(mask);
        _channel.Message.Add(type, prefix.Masked.Address);
        _channel.Message.Add((ushort)(type + 1), mask[..(isIpv4 ? 4 : 16)]);
    }
}
