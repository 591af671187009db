namespace Pmip.Linux.Netlink;

/// <summary>Numbers of flower filters, their actions and the devices that they need; the same on every architecture.</summary>
internal static class TrafficAbi
{
    public const ushort RTM_GETTFILTER = 46;

    public const ushort TCA_FLOWER_ACT = 3;
    public const ushort TCA_FLOWER_KEY_ETH_DST = 4;
    public const ushort TCA_FLOWER_KEY_ETH_DST_MASK = 5;
    public const ushort TCA_FLOWER_KEY_ETH_SRC = 6;
    public const ushort TCA_FLOWER_KEY_ETH_SRC_MASK = 7;
    public const ushort TCA_FLOWER_KEY_ETH_TYPE = 8;
    public const ushort TCA_FLOWER_KEY_IPV4_SRC = 10;
    public const ushort TCA_FLOWER_KEY_IPV4_DST = 12;
    public const ushort TCA_FLOWER_KEY_IPV6_SRC = 14;
    public const ushort TCA_FLOWER_KEY_IPV6_DST = 16;
    public const ushort TCA_FLOWER_FLAGS = 22;
    public const ushort TCA_FLOWER_KEY_ENC_KEY_ID = 26;
    public const ushort TCA_FLOWER_KEY_ENC_IPV4_SRC = 27;
    public const ushort TCA_FLOWER_KEY_ENC_IPV4_DST = 29;
    public const ushort TCA_FLOWER_KEY_ENC_IPV6_SRC = 31;
    public const ushort TCA_FLOWER_KEY_ENC_IPV6_DST = 33;
    public const ushort TCA_FLOWER_IN_HW_COUNT = 86;

    public const ushort TCA_ACT_KIND = 1;
    public const ushort TCA_ACT_OPTIONS = 2;
    public const ushort TCA_ACT_STATS = 4;
    public const ushort TCA_ACT_COOKIE = 6;
    public const ushort TCA_STATS_BASIC = 1;
    public const ushort TCA_STATS_BASIC_HW = 7;
    public const ushort TCA_STATS_PKT64 = 8;

    public const int TC_ACT_OK = 0;
    public const int TC_ACT_SHOT = 2;
    public const int TC_ACT_PIPE = 3;
    public const int TC_ACT_STOLEN = 4;

    public const ushort TCA_TUNNEL_KEY_PARMS = 2;
    public const ushort TCA_TUNNEL_KEY_ENC_IPV4_SRC = 3;
    public const ushort TCA_TUNNEL_KEY_ENC_IPV4_DST = 4;
    public const ushort TCA_TUNNEL_KEY_ENC_IPV6_SRC = 5;
    public const ushort TCA_TUNNEL_KEY_ENC_IPV6_DST = 6;
    public const ushort TCA_TUNNEL_KEY_ENC_KEY_ID = 7;
    public const ushort TCA_TUNNEL_KEY_NO_CSUM = 10;
    public const ushort TCA_TUNNEL_KEY_ENC_TTL = 13;
    public const int TCA_TUNNEL_KEY_ACT_SET = 1;
    public const int TCA_TUNNEL_KEY_ACT_RELEASE = 2;

    public const ushort TCA_PEDIT_PARMS_EX = 4;
    public const ushort TCA_PEDIT_KEYS_EX = 5;
    public const ushort TCA_PEDIT_KEY_EX = 6;
    public const ushort TCA_PEDIT_KEY_EX_HTYPE = 1;
    public const ushort TCA_PEDIT_KEY_EX_CMD = 2;
    public const ushort TCA_PEDIT_KEY_EX_HDR_TYPE_IP4 = 2;
    public const ushort TCA_PEDIT_KEY_EX_HDR_TYPE_IP6 = 3;
    public const ushort TCA_PEDIT_KEY_EX_CMD_ADD = 1;

    public const ushort TCA_CSUM_PARMS = 1;
    public const uint TCA_CSUM_UPDATE_FLAG_IPV4HDR = 1;

    public const ushort TCA_VLAN_PARMS = 2;
    public const ushort TCA_VLAN_PUSH_ETH_DST = 7;
    public const ushort TCA_VLAN_PUSH_ETH_SRC = 8;
    public const int TCA_VLAN_ACT_PUSH_ETH = 5;

    public const ushort TCA_MIRRED_PARMS = 2;
    public const int TCA_EGRESS_REDIR = 1;
    public const ushort TCA_GACT_PARMS = 2;

    public const ushort IFLA_LINKINFO = 18;
    public const ushort IFLA_INFO_KIND = 1;
    public const ushort IFLA_INFO_DATA = 2;
    public const ushort IFLA_GRE_COLLECT_METADATA = 18;
}
