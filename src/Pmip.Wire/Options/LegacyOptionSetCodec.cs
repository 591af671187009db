using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Options;

/// <summary>Reads and writes the options of <see cref="LegacyOptionSet"/>.</summary>
internal static class LegacyOptionSetCodec
{
    /// <summary>Reads one option. Unsupported when it is none of these; <paramref name="isDuplicate"/> when it came before.</summary>
    public static WireStatus TryRead(MobilityOptionType type, ReadOnlySpan<byte> data, ref LegacyOptionSet set, out bool isDuplicate)
    {
        isDuplicate = false;
        return type switch
        {
            MobilityOptionType.MobileNetworkPrefix => ReadPrefix(data, ref set, out isDuplicate),
            MobilityOptionType.Ipv4HomeAddress => ReadHomeAddress(data, ref set, out isDuplicate),
            MobilityOptionType.Ipv4AddressAcknowledgement => ReadAcknowledgement(data, ref set, out isDuplicate),
            MobilityOptionType.Ipv4CareOfAddress => ReadCareOfAddress(
                data, 2, ref set.HasIpv4CareOfAddress, ref set.Ipv4CareOfAddress, out isDuplicate),
            MobilityOptionType.AlternateIpv4CareOfAddress => ReadCareOfAddress(
                data, 0, ref set.HasAlternateIpv4CareOfAddress, ref set.AlternateIpv4CareOfAddress, out isDuplicate),
            MobilityOptionType.BindingIdentifier => ReadBindingIdentifier(data, ref set, out isDuplicate),
            _ => WireStatus.Unsupported,
        };
    }

    /// <summary>Writes every option that is there.</summary>
    public static void Write(ref MobilityOptionWriter writer, in LegacyOptionSet set)
    {
        if (set.HasMobileNetworkPrefix)
        {
            writer.WritePrefix(MobilityOptionType.MobileNetworkPrefix, set.MobileNetworkPrefix);
        }

        if (set.HasIpv4HomeAddress)
        {
            int before = (set.Ipv4HomeAddressPrefixLength & 63) << 10 | (set.Ipv4HomeAddressPrefixRequested ? 0x200 : 0);
            writer.WriteIpv4(MobilityOptionType.Ipv4HomeAddress, (ushort)before, set.Ipv4HomeAddress.IPv4);
        }

        if (set.HasIpv4AddressAcknowledgement)
        {
            int before = set.Ipv4AddressAcknowledgementStatus << 8 | (set.Ipv4AddressAcknowledgementPrefixLength & 63) << 2;
            writer.WriteIpv4(
                MobilityOptionType.Ipv4AddressAcknowledgement, (ushort)before, set.Ipv4AddressAcknowledgementAddress.IPv4);
        }

        if (set.HasIpv4CareOfAddress)
        {
            writer.WriteIpv4(MobilityOptionType.Ipv4CareOfAddress, 0, set.Ipv4CareOfAddress.IPv4);
        }

        if (set.HasAlternateIpv4CareOfAddress
            && writer.TryOpen(MobilityOptionType.AlternateIpv4CareOfAddress, 4, out Span<byte> alternate))
        {
            BinaryPrimitives.WriteUInt32BigEndian(alternate, set.AlternateIpv4CareOfAddress.IPv4);
        }

        if (set.HasBindingIdentifier)
        {
            WriteBindingIdentifier(ref writer, set);
        }
    }

    private static WireStatus ReadPrefix(ReadOnlySpan<byte> data, ref LegacyOptionSet set, out bool isDuplicate)
    {
        isDuplicate = set.HasMobileNetworkPrefix;
        WireStatus status = MobilityOptionSetReader.TryReadPrefix(data, out IpPrefix prefix);
        if (status == WireStatus.Ok && !isDuplicate)
        {
            set.HasMobileNetworkPrefix = true;
            set.MobileNetworkPrefix = prefix;
        }

        return status;
    }

    private static WireStatus ReadHomeAddress(ReadOnlySpan<byte> data, ref LegacyOptionSet set, out bool isDuplicate)
    {
        isDuplicate = set.HasIpv4HomeAddress;
        if (data.Length != 6 || data[0] >> 2 > 32)
        {
            return WireStatus.BadLength;
        }

        if (!isDuplicate)
        {
            set.HasIpv4HomeAddress = true;
            set.Ipv4HomeAddressPrefixLength = (byte)(data[0] >> 2);
            set.Ipv4HomeAddressPrefixRequested = (data[0] & 2) != 0;
            set.Ipv4HomeAddress = IpAddress.ReadIPv4(data[2..]);
        }

        return WireStatus.Ok;
    }

    private static WireStatus ReadAcknowledgement(ReadOnlySpan<byte> data, ref LegacyOptionSet set, out bool isDuplicate)
    {
        isDuplicate = set.HasIpv4AddressAcknowledgement;
        if (data.Length != 6 || data[1] >> 2 > 32)
        {
            return WireStatus.BadLength;
        }

        if (!isDuplicate)
        {
            set.HasIpv4AddressAcknowledgement = true;
            set.Ipv4AddressAcknowledgementStatus = data[0];
            set.Ipv4AddressAcknowledgementPrefixLength = (byte)(data[1] >> 2);
            set.Ipv4AddressAcknowledgementAddress = IpAddress.ReadIPv4(data[2..]);
        }

        return WireStatus.Ok;
    }

    private static WireStatus ReadCareOfAddress(
        ReadOnlySpan<byte> data, int reserved, ref bool isPresent, ref IpAddress address, out bool isDuplicate)
    {
        isDuplicate = isPresent;
        if (data.Length != reserved + 4)
        {
            return WireStatus.BadLength;
        }

        if (!isDuplicate)
        {
            isPresent = true;
            address = IpAddress.ReadIPv4(data[reserved..]);
        }

        return WireStatus.Ok;
    }

    private static WireStatus ReadBindingIdentifier(ReadOnlySpan<byte> data, ref LegacyOptionSet set, out bool isDuplicate)
    {
        isDuplicate = set.HasBindingIdentifier;
        if (data.Length is not (4 or 8 or 20))
        {
            return WireStatus.BadLength;
        }

        if (isDuplicate)
        {
            return WireStatus.Ok;
        }

        set.HasBindingIdentifier = true;
        set.BindingIdentifier = BinaryPrimitives.ReadUInt16BigEndian(data);
        set.BindingIdentifierStatus = data[2];
        set.BindingIdentifierFlags = data[3];
        set.HasBindingIdentifierCareOfAddress = data.Length > 4;
        if (data.Length > 4)
        {
            set.BindingIdentifierCareOfAddress = data.Length == 8 ? IpAddress.ReadIPv4(data[4..]) : IpAddress.Read(data[4..]);
        }

        return WireStatus.Ok;
    }

    private static void WriteBindingIdentifier(ref MobilityOptionWriter writer, in LegacyOptionSet set)
    {
        bool isIpv4 = set.BindingIdentifierCareOfAddress.IsIPv4;
        int length = !set.HasBindingIdentifierCareOfAddress ? 4 : isIpv4 ? 8 : 20;
        if (!writer.TryOpen(MobilityOptionType.BindingIdentifier, length, out Span<byte> data))
        {
            return;
        }

        BinaryPrimitives.WriteUInt16BigEndian(data, set.BindingIdentifier);
        data[2] = set.BindingIdentifierStatus;
        data[3] = set.BindingIdentifierFlags;
        if (length == 8)
        {
            set.BindingIdentifierCareOfAddress.WriteIPv4(data[4..]);
        }
        else if (length == 20)
        {
            set.BindingIdentifierCareOfAddress.Write(data[4..]);
        }
    }
}
