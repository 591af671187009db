using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Dissection;

namespace Pmip.Wire.Packets;

/// <summary>Dissects a DHCPv4 message and its options (RFC 2131, RFC 2132).</summary>
internal static class DhcpV4Dissector
{
    public static void Dissect(PacketRegion region, DissectionWriter writer)
    {
        writer.BeginObject("dhcpv4"u8);
        ReadOnlySpan<byte> octets = region.Octets;
        if (octets.Length < DhcpV4Message.FixedLength)
        {
            writer.Malformed("DHCP message truncated"u8, region.Offset + octets.Length);
            writer.EndObject();
            return;
        }

        byte operation = octets[DhcpV4Message.Field.Operation];
        ReadOnlySpan<byte> name = operation switch { 1 => "BOOTREQUEST"u8, 2 => "BOOTREPLY"u8, _ => default };
        writer.Enumerated("op"u8, operation, name);
        writer.Hex("xid"u8, BinaryPrimitives.ReadUInt32BigEndian(octets[DhcpV4Message.Field.TransactionId..]), 8);
        writer.Number("secs"u8, BinaryPrimitives.ReadUInt16BigEndian(octets[DhcpV4Message.Field.Seconds..]), "s"u8);
        writer.Flag("broadcast"u8, (octets[DhcpV4Message.Field.Flags] & 0x80) != 0);
        writer.Address("ciaddr"u8, IpAddress.ReadIPv4(octets[DhcpV4Message.Field.ClientAddress..]));
        writer.Address("yiaddr"u8, IpAddress.ReadIPv4(octets[DhcpV4Message.Field.YourAddress..]));
        writer.Address("siaddr"u8, IpAddress.ReadIPv4(octets[DhcpV4Message.Field.ServerAddress..]));
        writer.Address("giaddr"u8, IpAddress.ReadIPv4(octets[DhcpV4Message.Field.RelayAddress..]));
        writer.Mac("chaddr"u8, MacAddress.Read(octets[DhcpV4Message.Field.ClientHardwareAddress..]));
        if (name.IsEmpty)
        {
            writer.Malformed("DHCP op is neither request nor reply"u8, region.Offset);
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(octets[DhcpV4Message.Field.MagicCookie..]) == DhcpV4Message.Cookie)
        {
            DissectFields(region, writer);
        }
        else
        {
            writer.Malformed("DHCP magic cookie is wrong"u8, region.Offset + DhcpV4Message.Field.MagicCookie);
        }

        writer.EndObject();
    }

    private static void DissectFields(PacketRegion region, DissectionWriter writer)
    {
        byte overload = 0;
        writer.BeginList("options"u8);
        DissectOptions(region.From(DhcpV4Message.FixedLength), ref overload, writer);
        byte inner = 0;
        if ((overload & 1) != 0)
        {
            DissectOptions(region.Slice(DhcpV4Message.Field.File, 128), ref inner, writer);
        }

        if ((overload & 2) != 0)
        {
            DissectOptions(region.Slice(DhcpV4Message.Field.ServerName, 64), ref inner, writer);
        }

        writer.EndList();
    }

    private static void DissectOptions(PacketRegion region, ref byte overload, DissectionWriter writer)
    {
        var options = new DhcpV4OptionReader(region.Octets);
        while (options.TryNext())
        {
            writer.BeginObject("option"u8);
            writer.Enumerated("code"u8, (byte)options.Code, NameOf(options.Code));
            DissectOption(options.Code, options.Value, region.Offset + options.Offset, writer);
            writer.EndObject();
            if (options.Code == DhcpV4OptionCode.Overload && options.Value.Length == 1)
            {
                overload = options.Value[0];
            }
        }

        if (options.Status != WireStatus.Ok)
        {
            writer.BeginObject("option"u8);
            writer.Malformed("DHCP option runs over its field"u8, region.Offset + options.Offset);
            writer.EndObject();
        }
    }

    private static void DissectOption(DhcpV4OptionCode code, ReadOnlySpan<byte> value, int offset, DissectionWriter writer)
    {
        switch (code)
        {
            case DhcpV4OptionCode.SubnetMask or DhcpV4OptionCode.RequestedAddress or DhcpV4OptionCode.ServerIdentifier
                or DhcpV4OptionCode.BroadcastAddress or DhcpV4OptionCode.Router or DhcpV4OptionCode.DomainNameServer:
                DissectAddresses(value, offset, writer);
                break;
            case DhcpV4OptionCode.LeaseTime or DhcpV4OptionCode.RenewalTime or DhcpV4OptionCode.RebindingTime when value.Length == 4:
                writer.Number("time"u8, BinaryPrimitives.ReadUInt32BigEndian(value), "s"u8);
                break;
            case DhcpV4OptionCode.InterfaceMtu or DhcpV4OptionCode.MaximumMessageSize when value.Length == 2:
                writer.Number("size"u8, BinaryPrimitives.ReadUInt16BigEndian(value), "octets"u8);
                break;
            case DhcpV4OptionCode.MessageType when value.Length == 1:
                writer.Enumerated("messageType"u8, value[0], NameOf((DhcpV4MessageType)value[0]));
                break;
            case DhcpV4OptionCode.LeaseTime or DhcpV4OptionCode.RenewalTime or DhcpV4OptionCode.RebindingTime
                or DhcpV4OptionCode.InterfaceMtu or DhcpV4OptionCode.MaximumMessageSize or DhcpV4OptionCode.MessageType:
                writer.Malformed("DHCP option has a wrong length"u8, offset + 1);
                writer.Octets("data"u8, value);
                break;
            case DhcpV4OptionCode.HostName or DhcpV4OptionCode.DomainName or DhcpV4OptionCode.Message
                or DhcpV4OptionCode.VendorClassIdentifier:
                writer.Text("text"u8, value);
                break;
            default:
                writer.Octets("data"u8, value);
                break;
        }
    }

    private static void DissectAddresses(ReadOnlySpan<byte> value, int offset, DissectionWriter writer)
    {
        if (value.IsEmpty || value.Length % 4 != 0)
        {
            writer.Malformed("DHCP option does not hold whole addresses"u8, offset + 1);
            writer.Octets("data"u8, value);
        }
        else if (value.Length == 4)
        {
            writer.Address("address"u8, IpAddress.ReadIPv4(value));
        }
        else
        {
            writer.BeginList("addresses"u8);
            for (int at = 0; at < value.Length; at += 4)
            {
                writer.BeginObject("entry"u8);
                writer.Address("address"u8, IpAddress.ReadIPv4(value[at..]));
                writer.EndObject();
            }

            writer.EndList();
        }
    }

    private static ReadOnlySpan<byte> NameOf(DhcpV4MessageType type) => type switch
    {
        DhcpV4MessageType.Discover => "DHCPDISCOVER"u8,
        DhcpV4MessageType.Offer => "DHCPOFFER"u8,
        DhcpV4MessageType.Request => "DHCPREQUEST"u8,
        DhcpV4MessageType.Decline => "DHCPDECLINE"u8,
        DhcpV4MessageType.Acknowledge => "DHCPACK"u8,
        DhcpV4MessageType.NegativeAcknowledge => "DHCPNAK"u8,
        DhcpV4MessageType.Release => "DHCPRELEASE"u8,
        DhcpV4MessageType.Inform => "DHCPINFORM"u8,
        _ => default,
    };

    private static ReadOnlySpan<byte> NameOf(DhcpV4OptionCode code) => code switch
    {
        DhcpV4OptionCode.SubnetMask => "subnet mask"u8,
        DhcpV4OptionCode.Router => "router"u8,
        DhcpV4OptionCode.DomainNameServer => "DNS server"u8,
        DhcpV4OptionCode.HostName => "host name"u8,
        DhcpV4OptionCode.DomainName => "domain name"u8,
        DhcpV4OptionCode.InterfaceMtu => "interface MTU"u8,
        DhcpV4OptionCode.BroadcastAddress => "broadcast address"u8,
        DhcpV4OptionCode.RequestedAddress => "requested address"u8,
        DhcpV4OptionCode.LeaseTime => "lease time"u8,
        DhcpV4OptionCode.Overload => "overload"u8,
        DhcpV4OptionCode.MessageType => "message type"u8,
        DhcpV4OptionCode.ServerIdentifier => "server identifier"u8,
        DhcpV4OptionCode.ParameterRequestList => "parameter request list"u8,
        DhcpV4OptionCode.Message => "message"u8,
        DhcpV4OptionCode.MaximumMessageSize => "maximum message size"u8,
        DhcpV4OptionCode.RenewalTime => "renewal time"u8,
        DhcpV4OptionCode.RebindingTime => "rebinding time"u8,
        DhcpV4OptionCode.VendorClassIdentifier => "vendor class identifier"u8,
        DhcpV4OptionCode.ClientIdentifier => "client identifier"u8,
        DhcpV4OptionCode.RapidCommit => "rapid commit"u8,
        DhcpV4OptionCode.RelayAgentInformation => "relay agent information"u8,
        DhcpV4OptionCode.ClasslessStaticRoute => "classless static route"u8,
        _ => default,
    };
}
