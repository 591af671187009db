using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Pmip.Foundation.Addressing;

namespace Pmip.Linux.Netlink;

/// <summary>
/// The kernel's tables of interfaces, addresses, routes, rules and neighbours as lines for a person, in the manner of <c>ip</c>. Each is cut
/// at a number of lines. Allocates: for support, not for the control loop.
/// </summary>
public sealed class NetworkDump(NetlinkChannel channel, int linesMax)
{
    private const int RouteLength = 12;
    private const int AddressLength = 8;
    private const int LinkLength = 16;

    /// <summary>Interfaces.</summary>
    public string Links() => Dump(NetlinkAbi.RTM_GETLINK, NetlinkAbi.RTM_NEWLINK, LinkLength, 0, DescribeLink);

    /// <summary>Addresses of both families.</summary>
    public string Addresses() => Dump(NetlinkAbi.RTM_GETADDR, NetlinkAbi.RTM_NEWADDR, AddressLength, 0, DescribeAddress);

    /// <summary>Routes of both families in all tables but that of local addresses.</summary>
    public string Routes() =>
        Dump(NetlinkAbi.RTM_GETROUTE, NetlinkAbi.RTM_NEWROUTE, RouteLength, LinuxAbi.AF_INET, DescribeRoute)
        + Dump(NetlinkAbi.RTM_GETROUTE, NetlinkAbi.RTM_NEWROUTE, RouteLength, LinuxAbi.AF_INET6, DescribeRoute);

    /// <summary>Rules of both families.</summary>
    public string Rules() =>
        Dump(NetlinkAbi.RTM_GETRULE, NetlinkAbi.RTM_NEWRULE, RouteLength, LinuxAbi.AF_INET, DescribeRule)
        + Dump(NetlinkAbi.RTM_GETRULE, NetlinkAbi.RTM_NEWRULE, RouteLength, LinuxAbi.AF_INET6, DescribeRule);

    /// <summary>Neighbours of both families.</summary>
    public string Neighbors() => Dump(NetlinkAbi.RTM_GETNEIGH, NetlinkAbi.RTM_NEWNEIGH, RouteLength, 0, DescribeNeighbor);

    private delegate bool Describe(ReadOnlySpan<byte> body, StringBuilder line);

    private string Dump(ushort question, ushort entry, int fixedLength, int family, Describe describe)
    {
        StringBuilder text = new();
        StringBuilder line = new();
        int count = 0;
        channel.Message.Begin(question, NetlinkAbi.NLM_F_DUMP, fixedLength)[0] = (byte)family;
        LinuxStatus status = channel.Dump(entry, body =>
        {
            line.Clear();
            if (body.Length >= fixedLength && describe(body, line) && count++ < linesMax)
            {
                text.Append(line).Append('\n');
            }
        });
        if (count > linesMax)
        {
            text.Append(CultureInfo.InvariantCulture, $"... and {count - linesMax} more\n");
        }

        return status.IsOk ? text.ToString() : text.Append("failed: ").Append(status.Message).Append('\n').ToString();
    }

    private static bool DescribeLink(ReadOnlySpan<byte> body, StringBuilder line)
    {
        if (!LinkTable.TryRead(body, out LinkState link, out ReadOnlySpan<byte> name))
        {
            return false;
        }

        line.Append(CultureInfo.InvariantCulture, $"{link.Index}: {Encoding.UTF8.GetString(name)} mtu {link.Mtu} {link.Address}");
        line.Append(link.IsUp ? " up" : " down").Append(link.IsRunning ? " running" : " no carrier");
        return true;
    }

    private static bool DescribeAddress(ReadOnlySpan<byte> body, StringBuilder line)
    {
        IpAddress address = default;
        NetlinkAttributeReader attributes = new(body[AddressLength..]);
        while (attributes.TryNext())
        {
            if (attributes.Type == NetlinkAbi.IFA_LOCAL || (attributes.Type == NetlinkAbi.IFA_ADDRESS && address.IsUnspecified))
            {
                address = ReadAddress(attributes.Value);
            }
        }

        line.Append(CultureInfo.InvariantCulture, $"{address}/{body[1]} dev {BinaryPrimitives.ReadInt32LittleEndian(body[4..])}");
        return true;
    }

    private static bool DescribeRoute(ReadOnlySpan<byte> body, StringBuilder line)
    {
        const uint localTable = 255;
        uint table = body[4];
        string destination = "default";
        string rest = "";
        NetlinkAttributeReader attributes = new(body[RouteLength..]);
        while (attributes.TryNext())
        {
            switch (attributes.Type)
            {
                case NetlinkAbi.RTA_DST:
                    destination = string.Create(CultureInfo.InvariantCulture, $"{ReadAddress(attributes.Value)}/{body[1]}");
                    break;
                case NetlinkAbi.RTA_GATEWAY:
                    rest += $" via {ReadAddress(attributes.Value)}";
                    break;
                case NetlinkAbi.RTA_OIF:
                    rest += string.Create(CultureInfo.InvariantCulture, $" dev {attributes.Number}");
                    break;
                case NetlinkAbi.RTA_PREFSRC:
                    rest += $" src {ReadAddress(attributes.Value)}";
                    break;
                case NetlinkAbi.RTA_PRIORITY:
                    rest += string.Create(CultureInfo.InvariantCulture, $" metric {attributes.Number}");
                    break;
                case NetlinkAbi.RTA_TABLE:
                    table = attributes.Number;
                    break;
            }
        }

        string family = body[0] == LinuxAbi.AF_INET ? "ipv4" : "ipv6";
        line.Append(CultureInfo.InvariantCulture, $"{family} {destination}{rest} table {table} proto {body[5]} type {body[7]}");
        return table != localTable;
    }

    private static bool DescribeRule(ReadOnlySpan<byte> body, StringBuilder line)
    {
        uint priority = 0;
        uint table = body[4];
        string rest = "";
        NetlinkAttributeReader attributes = new(body[RouteLength..]);
        while (attributes.TryNext())
        {
            switch (attributes.Type)
            {
                case NetlinkAbi.FRA_PRIORITY:
                    priority = attributes.Number;
                    break;
                case NetlinkAbi.FRA_TABLE:
                    table = attributes.Number;
                    break;
                case NetlinkAbi.FRA_SRC:
                    rest += string.Create(CultureInfo.InvariantCulture, $" from {ReadAddress(attributes.Value)}/{body[2]}");
                    break;
                case NetlinkAbi.FRA_IIFNAME:
                    rest += $" iif {Encoding.UTF8.GetString(attributes.Value.TrimEnd((byte)0))}";
                    break;
            }
        }

        line.Append(CultureInfo.InvariantCulture, $"{(body[0] == LinuxAbi.AF_INET ? "ipv4" : "ipv6")} {priority}:{rest} table {table}");
        return true;
    }

    private static bool DescribeNeighbor(ReadOnlySpan<byte> body, StringBuilder line)
    {
        IpAddress address = default;
        string linkLayer = "-";
        NetlinkAttributeReader attributes = new(body[RouteLength..]);
        while (attributes.TryNext())
        {
            if (attributes.Type == NetlinkAbi.NDA_DST)
            {
                address = ReadAddress(attributes.Value);
            }
            else if (attributes.Type == NetlinkAbi.NDA_LLADDR && attributes.Value.Length == MacAddress.Length)
            {
                linkLayer = MacAddress.Read(attributes.Value).ToString();
            }
        }

        int state = BinaryPrimitives.ReadUInt16LittleEndian(body[8..]);
        line.Append(
            CultureInfo.InvariantCulture, $"{address} dev {BinaryPrimitives.ReadInt32LittleEndian(body[4..])} lladdr {linkLayer} state 0x{state:x2}");
        return !address.IsMulticast;
    }

    private static IpAddress ReadAddress(ReadOnlySpan<byte> octets) =>
        octets.Length switch { 4 => IpAddress.ReadIPv4(octets), 16 => IpAddress.Read(octets), _ => default };
}
