using System;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Options;

namespace Pmip.Engine.Lma;

/// <summary>
/// DNS servers in Protocol Configuration Options (TS 24.008 10.5.6.3): a node asks for those of a family by an empty item, and
/// gets an item for each server.
/// </summary>
internal static class NameServerAnswer
{
    /// <summary>Writes the answer to what a node asked; nothing when it asked for no server that there is.</summary>
    public static int Write(ReadOnlySpan<byte> asked, ReadOnlySpan<IpAddress> servers, Span<byte> room)
    {
        bool asksIpv6 = false;
        bool asksIpv4 = false;
        ProtocolConfigurationReader reader = new(asked);
        while (reader.TryNext(out ProtocolConfigurationItem item))
        {
            asksIpv6 |= item.Identifier == ProtocolConfigurationIdentifier.DnsServerIpv6Address;
            asksIpv4 |= item.Identifier == ProtocolConfigurationIdentifier.DnsServerIpv4Address;
        }

        ProtocolConfigurationWriter writer = new(room);
        bool isAnswer = false;
        foreach (IpAddress server in servers)
        {
            if (server.IsIPv4 ? asksIpv4 : asksIpv6)
            {
                isAnswer |= writer.TryAdd(
                    server.IsIPv4 ? ProtocolConfigurationIdentifier.DnsServerIpv4Address : ProtocolConfigurationIdentifier.DnsServerIpv6Address,
                    server);
            }
        }

        return isAnswer ? writer.Written : 0;
    }
}
