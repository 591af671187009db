using System;
using Pmip.Foundation.Addressing;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;
using Pmip.Wire.Packets;

namespace Pmip.Appliance.Diagnosis.Taps;

/// <summary>Whom a message is about, by its options: read without judging the rest of it. The identifier lies in the message.</summary>
internal readonly ref struct MessageSubject
{
    /// <summary>The node's identifier without its subtype; empty when the message names none.</summary>
    public ReadOnlySpan<byte> Identifier { get; private init; }

    /// <summary>The node's link-layer address; zero when the message has none of six octets.</summary>
    public MacAddress LinkLayerAddress { get; private init; }

    /// <summary>Reads a mobility header, or an IPv6 header with one behind it.</summary>
    public static MessageSubject Of(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > SignallingFrame.MappedOverhead && octets[0] >> 4 == 6)
        {
            octets = octets[SignallingFrame.MappedOverhead..];
        }

        if (MobilityHeader.TryRead(octets, out MobilityHeader header) != WireStatus.Ok)
        {
            return default;
        }

        ReadOnlySpan<byte> identifier = default;
        MacAddress address = default;
        MobilityOptionReader options = new(header.Options);
        while (options.TryNext(out MobilityOption option))
        {
            if (option.Type == MobilityOptionType.MobileNodeIdentifier && option.Data.Length > 1)
            {
                identifier = option.Data[1..]; // RFC 4283 3: one octet of subtype before it.
            }
            else if (option.Type == MobilityOptionType.MobileNodeLinkLayerIdentifier && option.Data.Length == 2 + MacAddress.Length)
            {
                address = MacAddress.Read(option.Data[2..]); // RFC 5213 8.6: two reserved octets before it.
            }
        }

        return new MessageSubject { Identifier = identifier, LinkLayerAddress = address };
    }
}
