using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Linux.Netlink;

/// <summary>What the kernel says of one interface.</summary>
/// <param name="Index">Its index.</param>
/// <param name="IsUp">An administrator wants it up.</param>
/// <param name="IsRunning">It can carry packets.</param>
/// <param name="IsEthernet">Frames have Ethernet headers.</param>
/// <param name="Mtu">Largest packet.</param>
/// <param name="Address">Link-layer address; zero when it has none of six octets.</param>
public readonly record struct LinkState(int Index, bool IsUp, bool IsRunning, bool IsEthernet, int Mtu, MacAddress Address)
{
    /// <summary>It is made by software: a veth, VLAN, bridge, bond and the like.</summary>
    public bool IsVirtual { get; init; }
}

/// <summary>Interfaces.</summary>
public sealed class LinkTable(NetlinkChannel channel)
{
    private const int LinkLength = 16;
    private const ushort EthernetType = 1;

    /// <summary>Looks an interface up by name; ENODEV when there is none.</summary>
    public LinuxStatus TryGet(ReadOnlySpan<byte> name, out LinkState link)
    {
        channel.Message.Begin(NetlinkAbi.RTM_GETLINK, 0, LinkLength);
        channel.Message.AddText(NetlinkAbi.IFLA_IFNAME, name);
        return Get(out link);
    }

    /// <summary>Looks an interface up by index; ENODEV when there is none.</summary>
    public LinuxStatus TryGet(int index, out LinkState link)
    {
        Span<byte> header = channel.Message.Begin(NetlinkAbi.RTM_GETLINK, 0, LinkLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], index);
        return Get(out link);
    }

    /// <summary>Switches an interface on or off.</summary>
    public LinuxStatus SetUp(int index, bool up)
    {
        Span<byte> header = Change(index);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], up ? NetlinkAbi.IFF_UP : 0);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], NetlinkAbi.IFF_UP);
        return channel.Request();
    }

    /// <summary>Takes an interface away that was made by software.</summary>
    public LinuxStatus Delete(int index)
    {
        Span<byte> header = channel.Message.Begin(NetlinkAbi.RTM_DELLINK, 0, LinkLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], index);
        return channel.Request();
    }

    /// <summary>Sets the largest packet.</summary>
    public LinuxStatus SetMtu(int index, int mtu)
    {
        Change(index);
        channel.Message.Add(NetlinkAbi.IFLA_MTU, (uint)mtu);
        return channel.Request();
    }

    /// <summary>Sets the link-layer address.</summary>
    public LinuxStatus SetAddress(int index, MacAddress address)
    {
        Span<byte> octets = stackalloc byte[MacAddress.Length];
        address.Write(octets);
        Change(index);
        channel.Message.Add(NetlinkAbi.IFLA_ADDRESS, octets);
        return channel.Request();
    }

    /// <summary>Makes the kernel give the interface no IPv6 address of its own accord.</summary>
    public LinuxStatus DisableIpv6AddressGeneration(int index)
    {
        Change(index);
        int specification = channel.Message.BeginNested(NetlinkAbi.IFLA_AF_SPEC);
        int family = channel.Message.BeginNested(LinuxAbi.AF_INET6);
        channel.Message.Add(NetlinkAbi.IFLA_INET6_ADDR_GEN_MODE, [NetlinkAbi.IN6_ADDR_GEN_MODE_NONE]);
        channel.Message.EndNested(family);
        channel.Message.EndNested(specification);
        return channel.Request();
    }

    internal static bool TryRead(ReadOnlySpan<byte> body, out LinkState link, out ReadOnlySpan<byte> name)
    {
        link = default;
        name = default;
        if (body.Length < LinkLength)
        {
            return false;
        }

        uint flags = BinaryPrimitives.ReadUInt32LittleEndian(body[8..]);
        int mtu = 0;
        bool isVirtual = false;
        MacAddress address = default;
        NetlinkAttributeReader attributes = new(body[LinkLength..]);
        while (attributes.TryNext())
        {
            switch (attributes.Type)
            {
                case NetlinkAbi.IFLA_MTU:
                    mtu = (int)Math.Min(attributes.Number, int.MaxValue);
                    break;
                case NetlinkAbi.IFLA_ADDRESS when attributes.Value.Length == MacAddress.Length:
                    address = MacAddress.Read(attributes.Value);
                    break;
                case NetlinkAbi.IFLA_LINKINFO:
                    isVirtual = true; // the kind of device, which hardware does not have
                    break;
                case NetlinkAbi.IFLA_IFNAME:
                    name = attributes.Value.TrimEnd((byte)0);
                    break;
            }
        }

        link = new LinkState(
            BinaryPrimitives.ReadInt32LittleEndian(body[4..]),
            (flags & NetlinkAbi.IFF_UP) != 0,
            (flags & NetlinkAbi.IFF_RUNNING) != 0,
            BinaryPrimitives.ReadUInt16LittleEndian(body[2..]) == EthernetType,
            mtu,
            address)
        {
            IsVirtual = isVirtual,
        };
        return true;
    }

    private Span<byte> Change(int index)
    {
        Span<byte> header = channel.Message.Begin(NetlinkAbi.RTM_NEWLINK, 0, LinkLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], index);
        return header;
    }

    private LinuxStatus Get(out LinkState link)
    {
        LinuxStatus status = channel.Query(NetlinkAbi.RTM_NEWLINK, out ReadOnlySpan<byte> body);
        if (!status.IsOk || !TryRead(body, out link, out _))
        {
            link = default;
        }

        return status;
    }
}
