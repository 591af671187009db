namespace Pmip.Wire.Packets;

/// <summary>EtherTypes that this product meets, also the protocol types of GRE.</summary>
public static class EtherType
{
    /// <summary>IPv4.</summary>
    public const ushort Ipv4 = 0x0800;

    /// <summary>ARP.</summary>
    public const ushort Arp = 0x0806;

    /// <summary>IEEE 802.1Q tag.</summary>
    public const ushort Vlan = 0x8100;

    /// <summary>IPv6.</summary>
    public const ushort Ipv6 = 0x86DD;

    /// <summary>IEEE 802.1ad service tag.</summary>
    public const ushort ServiceVlan = 0x88A8;
}
