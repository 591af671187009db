using System;
using System.Buffers.Binary;

namespace Pmip.Linux.Netlink;

/// <summary>Writes the actions of a rule, numbered from 1, each with its kind and options.</summary>
internal ref struct FlowerActionWriter(NetlinkMessage message, bool isIpv6)
{
    private const byte OuterHopLimit = 64;
    private const int GenericLength = 20;
    private const int PeditLength = 24;
    private const int PeditKeyLength = 24;
    private ushort _count;
    private UInt128 _cookie;

    public void Write(in FlowerActions actions)
    {
        _cookie = actions.Cookie;
        if (!actions.TunnelKey.IsNone)
        {
            EnterTunnel(actions);
        }

        if (actions.LeavesTunnel)
        {
            int options = Begin("tunnel_key"u8, out int action);
            Parameters(TrafficAbi.TCA_TUNNEL_KEY_PARMS, TrafficAbi.TC_ACT_PIPE, 4)[GenericLength] = TrafficAbi.TCA_TUNNEL_KEY_ACT_RELEASE;
            End(options, action);
        }

        if (actions.TakesHop)
        {
            TakeHop();
        }

        if (!actions.PushDestination.IsZero)
        {
            int options = Begin("vlan"u8, out int action);
            Parameters(TrafficAbi.TCA_VLAN_PARMS, TrafficAbi.TC_ACT_PIPE, 4)[GenericLength] = TrafficAbi.TCA_VLAN_ACT_PUSH_ETH;
            message.Add(TrafficAbi.TCA_VLAN_PUSH_ETH_DST, actions.PushDestination);
            message.Add(TrafficAbi.TCA_VLAN_PUSH_ETH_SRC, actions.PushSource);
            End(options, action);
        }

        Finish(actions);
    }

    private void Finish(in FlowerActions actions)
    {
        int action;
        int options;
        if (actions.RedirectTo != 0)
        {
            options = Begin("mirred"u8, out action);
            Span<byte> rest = Parameters(TrafficAbi.TCA_MIRRED_PARMS, TrafficAbi.TC_ACT_STOLEN, 8)[GenericLength..];
            BinaryPrimitives.WriteInt32LittleEndian(rest, TrafficAbi.TCA_EGRESS_REDIR);
            BinaryPrimitives.WriteInt32LittleEndian(rest[4..], actions.RedirectTo);
        }
        else
        {
            options = Begin("gact"u8, out action);
            Parameters(TrafficAbi.TCA_GACT_PARMS, actions.Drops ? TrafficAbi.TC_ACT_SHOT : TrafficAbi.TC_ACT_OK, 0);
        }

        End(options, action);
    }

    // Without NO_CSUM the kernel sets the checksum bit of GRE.
    private void EnterTunnel(in FlowerActions actions)
    {
        int options = Begin("tunnel_key"u8, out int action);
        Parameters(TrafficAbi.TCA_TUNNEL_KEY_PARMS, TrafficAbi.TC_ACT_PIPE, 4)[GenericLength] = TrafficAbi.TCA_TUNNEL_KEY_ACT_SET;
        bool isIpv4 = actions.TunnelDestination.IsIPv4;
        message.Add(isIpv4 ? TrafficAbi.TCA_TUNNEL_KEY_ENC_IPV4_SRC : TrafficAbi.TCA_TUNNEL_KEY_ENC_IPV6_SRC, actions.TunnelSource);
        message.Add(isIpv4 ? TrafficAbi.TCA_TUNNEL_KEY_ENC_IPV4_DST : TrafficAbi.TCA_TUNNEL_KEY_ENC_IPV6_DST, actions.TunnelDestination);
        message.AddNetworkOrder(TrafficAbi.TCA_TUNNEL_KEY_ENC_KEY_ID, actions.TunnelKey.Value);
        message.Add(TrafficAbi.TCA_TUNNEL_KEY_NO_CSUM, [1]);
        message.Add(TrafficAbi.TCA_TUNNEL_KEY_ENC_TTL, [OuterHopLimit]);
        End(options, action);
    }

    // Adds 255 to one octet: the hop limit is the last of the word at 4 in IPv6, the time to live the first of the word at 8 in IPv4.
    private void TakeHop()
    {
        int options = Begin("pedit"u8, out int action);
        Span<byte> key = Parameters(TrafficAbi.TCA_PEDIT_PARMS_EX, TrafficAbi.TC_ACT_PIPE, PeditLength - GenericLength + PeditKeyLength)[GenericLength..];
        key[0] = 1;
        key = key[(PeditLength - GenericLength)..];
        int octet = isIpv6 ? 3 : 0;
        key[..4].Fill(0xFF);
        key[octet] = 0;
        key[4 + octet] = 0xFF;
        BinaryPrimitives.WriteUInt32LittleEndian(key[8..], isIpv6 ? 4u : 8u);
        int keys = message.BeginNested(TrafficAbi.TCA_PEDIT_KEYS_EX | NetlinkAbi.NLA_F_NESTED);
        int extended = message.BeginNested(TrafficAbi.TCA_PEDIT_KEY_EX | NetlinkAbi.NLA_F_NESTED);
        AddShort(TrafficAbi.TCA_PEDIT_KEY_EX_HTYPE, isIpv6 ? TrafficAbi.TCA_PEDIT_KEY_EX_HDR_TYPE_IP6 : TrafficAbi.TCA_PEDIT_KEY_EX_HDR_TYPE_IP4);
        AddShort(TrafficAbi.TCA_PEDIT_KEY_EX_CMD, TrafficAbi.TCA_PEDIT_KEY_EX_CMD_ADD);
        message.EndNested(extended);
        message.EndNested(keys);
        End(options, action);
        if (!isIpv6)
        {
            options = Begin("csum"u8, out action);
            Span<byte> rest = Parameters(TrafficAbi.TCA_CSUM_PARMS, TrafficAbi.TC_ACT_PIPE, 4)[GenericLength..];
            BinaryPrimitives.WriteUInt32LittleEndian(rest, TrafficAbi.TCA_CSUM_UPDATE_FLAG_IPV4HDR);
            End(options, action);
        }
    }

    private void AddShort(ushort type, ushort value)
    {
        Span<byte> octets = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(octets, value);
        message.Add(type, octets);
    }

    private int Begin(ReadOnlySpan<byte> kind, out int action)
    {
        action = message.BeginNested((ushort)(++_count | NetlinkAbi.NLA_F_NESTED));
        message.AddText(TrafficAbi.TCA_ACT_KIND, kind);
        if (_count == 1 && _cookie != UInt128.Zero)
        {
            Span<byte> cookie = stackalloc byte[16];
            BinaryPrimitives.WriteUInt128BigEndian(cookie, _cookie);
            message.Add(TrafficAbi.TCA_ACT_COOKIE, cookie);
        }

        return message.BeginNested(TrafficAbi.TCA_ACT_OPTIONS | NetlinkAbi.NLA_F_NESTED);
    }

    // The structure that every action begins with, and so many octets behind it.
    private Span<byte> Parameters(ushort type, int verdict, int more)
    {
        Span<byte> octets = message.AddRoom(type, GenericLength + more);
        BinaryPrimitives.WriteInt32LittleEndian(octets[8..], verdict);
        return octets;
    }

    private readonly void End(int options, int action)
    {
        message.EndNested(options);
        message.EndNested(action);
    }
}
