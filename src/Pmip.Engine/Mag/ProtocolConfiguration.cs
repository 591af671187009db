using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Options;

namespace Pmip.Engine.Mag;

/// <summary>The part of the Protocol Configuration Options that a gateway can use by itself: name servers (TS 24.008 10.5.6.3).</summary>
internal static class ProtocolConfiguration
{
    private const byte ConfigurationOctet = 0x80; // extension set, PPP for use with IP PDP type
    private const ushort Ipv6NameServer = 0x0003;
    private const ushort Ipv4NameServer = 0x000D;
    private const int ContainerHeaderLength = 3;

    /// <summary>Asks for name servers of both families: two empty containers.</summary>
    public static ReadOnlySpan<byte> NameServerRequest => [ConfigurationOctet, 0x00, 0x03, 0, 0x00, 0x0D, 0];

    /// <summary>
    /// The name servers in <paramref name="options"/>, which may be cut off: containers that are not whole or are of another kind
    /// are passed over.
    /// </summary>
    public static void AddNameServers(ReadOnlySpan<byte> options, ref IpAddressList servers)
    {
        ReadOnlySpan<byte> rest = options.IsEmpty ? options : options[1..];
        while (rest.Length >= ContainerHeaderLength && rest[2] <= rest.Length - ContainerHeaderLength)
        {
            ReadOnlySpan<byte> value = rest.Slice(ContainerHeaderLength, rest[2]);
            switch (BinaryPrimitives.ReadUInt16BigEndian(rest))
            {
                case Ipv6NameServer when value.Length == 16:
                    Add(IpAddress.Read(value), ref servers);
                    break;
                case Ipv4NameServer when value.Length == 4:
                    Add(IpAddress.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(value)), ref servers);
                    break;
            }

            rest = rest[(ContainerHeaderLength + value.Length)..];
        }
    }

    /// <summary>The name servers of an acknowledgement, from either of the two options.</summary>
    public static IpAddressList NameServersOf(scoped in ThreeGppOptionSet options)
    {
        IpAddressList servers = default;
        AddNameServers(options.ProtocolConfigurationOptions, ref servers);
        AddNameServers(options.AdditionalProtocolConfigurationOptions, ref servers);
        return servers;
    }

    private static void Add(IpAddress server, ref IpAddressList servers)
    {
        bool isKnown = false;
        foreach (IpAddress known in servers.AsSpan())
        {
            isKnown |= known == server;
        }

        if (!isKnown && !server.IsUnspecified)
        {
            servers.TryAdd(server);
        }
    }
}
