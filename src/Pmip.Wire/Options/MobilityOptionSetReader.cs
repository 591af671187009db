using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;

namespace Pmip.Wire.Options;

/// <summary>Reads typed options; what happens to repeated ones stands at <see cref="MobilityOptionSet"/>.</summary>
internal static class MobilityOptionSetReader
{
    /// <summary>Reads every option of <paramref name="region"/> into <paramref name="set"/>, which begins as default.</summary>
    public static WireStatus TryRead(ReadOnlySpan<byte> region, ref IpPrefixList prefixes, ref MobilityOptionSet set)
    {
        var reader = new MobilityOptionReader(region);
        var vendor = default(ThreeGppOptionSetReader);
        while (reader.TryNext(out MobilityOption option))
        {
            WireStatus status;
            if (option.Type == MobilityOptionType.HomeNetworkPrefix)
            {
                status = ReadHomeNetworkPrefix(option.Data, ref prefixes, ref set);
            }
            else if (option.Type == MobilityOptionType.VendorSpecific)
            {
                status = vendor.TryRead(option.Data, ref set);
            }
            else
            {
                status = ReadOne(option.Type, option.Data, ref set);
            }

            if (status != WireStatus.Ok)
            {
                return status;
            }
        }

        return reader.Status;
    }

    /// <summary>
    /// Reads <c>| reserved | prefix length | prefix (16) |</c>. A prefix length over 128 is refused, and so is an IPv4-mapped
    /// prefix: no mobile node has one, and our own type would take its length for one of IPv4.
    /// </summary>
    public static WireStatus TryReadPrefix(ReadOnlySpan<byte> data, out IpPrefix prefix)
    {
        prefix = default;
        if (data.Length != 18 || data[1] > 128)
        {
            return WireStatus.BadLength;
        }

        var address = IpAddress.Read(data[2..]);
        if (address.IsIPv4)
        {
            return WireStatus.BadHeader;
        }

        prefix = new IpPrefix(address, data[1]);
        return WireStatus.Ok;
    }

    private static WireStatus ReadHomeNetworkPrefix(ReadOnlySpan<byte> data, ref IpPrefixList prefixes, ref MobilityOptionSet set)
    {
        WireStatus status = TryReadPrefix(data, out IpPrefix prefix);
        if (status == WireStatus.Ok && !prefixes.TryAdd(prefix))
        {
            set.ExcessPrefixCount++;
        }

        return status;
    }

    private static WireStatus ReadOne(MobilityOptionType type, ReadOnlySpan<byte> data, ref MobilityOptionSet set)
    {
        switch (type)
        {
            case MobilityOptionType.MobileNodeIdentifier:
                if (!IsNew(data.Length >= 1, ref set.HasIdentifier, ref set, out WireStatus status))
                {
                    return status;
                }

                set.IdentifierSubtype = (MobileNodeIdentifierSubtype)data[0];
                set.Identifier = data[1..];
                return WireStatus.Ok;

            case MobilityOptionType.ServiceSelection:
                if (!IsNew(data.Length >= 1, ref set.HasServiceSelection, ref set, out status))
                {
                    return status;
                }

                set.ServiceSelection = data;
                return WireStatus.Ok;

            case MobilityOptionType.HandoffIndicator:
                if (!IsNew(data.Length == 2, ref set.HasHandoffIndicator, ref set, out status))
                {
                    return status;
                }

                set.HandoffIndicator = (HandoffIndicator)data[1];
                return WireStatus.Ok;

            case MobilityOptionType.AccessTechnologyType:
                if (!IsNew(data.Length == 2, ref set.HasAccessTechnologyType, ref set, out status))
                {
                    return status;
                }

                set.AccessTechnologyType = (AccessTechnologyType)data[1];
                return WireStatus.Ok;

            case MobilityOptionType.MobileNodeLinkLayerIdentifier:
                if (!IsNew(data.Length >= 2, ref set.HasLinkLayerIdentifier, ref set, out status))
                {
                    return status;
                }

                set.LinkLayerIdentifier = data[2..];
                return WireStatus.Ok;

            case MobilityOptionType.LinkLocalAddress:
                if (!IsNew(data.Length == 16, ref set.HasLinkLocalAddress, ref set, out status))
                {
                    return status;
                }

                set.LinkLocalAddress = IpAddress.Read(data);
                return WireStatus.Ok;

            case MobilityOptionType.Timestamp:
                if (!IsNew(data.Length == 8, ref set.HasTimestamp, ref set, out status))
                {
                    return status;
                }

                set.Timestamp = BinaryPrimitives.ReadUInt64BigEndian(data);
                return WireStatus.Ok;

            case MobilityOptionType.GreKey:
                if (!IsNew(data.Length is 2 or 6, ref set.HasGreKeyOption, ref set, out status))
                {
                    return status;
                }

                set.HasGreKey = data.Length == 6;
                set.GreKey = data.Length == 6 ? new GreKey(BinaryPrimitives.ReadUInt32BigEndian(data[2..])) : GreKey.None;
                return WireStatus.Ok;

            default:
                return ReadRarer(type, data, ref set);
        }
    }

    private static WireStatus ReadRarer(MobilityOptionType type, ReadOnlySpan<byte> data, ref MobilityOptionSet set)
    {
        WireStatus status;
        switch (type)
        {
            case MobilityOptionType.Ipv4HomeAddressRequest:
                if (data.Length != 6 || data[0] >> 2 > 32)
                {
                    return WireStatus.BadLength;
                }

                if (set.Ipv4HomeAddressRequestCount++ == 0)
                {
                    set.Ipv4HomeAddressRequest = new Ipv4HomeAddress(IpAddress.ReadIPv4(data[2..]), (byte)(data[0] >> 2));
                }

                return WireStatus.Ok;

            case MobilityOptionType.Ipv4HomeAddressReply:
                if (!IsNew(data.Length == 6 && data[1] >> 2 <= 32, ref set.HasIpv4HomeAddressReply, ref set, out status))
                {
                    return status;
                }

                set.Ipv4HomeAddressReply = new Ipv4HomeAddressReply(
                    (Ipv4HomeAddressStatus)data[0], (byte)(data[1] >> 2), IpAddress.ReadIPv4(data[2..]));
                return WireStatus.Ok;

            case MobilityOptionType.Ipv4DefaultRouterAddress:
                if (!IsNew(data.Length == 6, ref set.HasIpv4DefaultRouter, ref set, out status))
                {
                    return status;
                }

                set.Ipv4DefaultRouter = IpAddress.ReadIPv4(data[2..]);
                return WireStatus.Ok;

            case MobilityOptionType.Ipv4DhcpSupportMode:
                if (!IsNew(data.Length == 2, ref set.HasDhcpSupportMode, ref set, out status))
                {
                    return status;
                }

                set.DhcpServerMode = (data[1] & 1) != 0;
                return WireStatus.Ok;

            case MobilityOptionType.AlternateCareOfAddress:
                if (!IsNew(data.Length == 16, ref set.HasAlternateCareOfAddress, ref set, out status))
                {
                    return status;
                }

                set.AlternateCareOfAddress = IpAddress.Read(data);
                return WireStatus.Ok;

            case MobilityOptionType.BindingRefreshAdvice:
                if (!IsNew(data.Length == 2, ref set.HasRefreshAdvice, ref set, out status))
                {
                    return status;
                }

                set.RefreshIntervalUnits = BinaryPrimitives.ReadUInt16BigEndian(data);
                return WireStatus.Ok;

            case MobilityOptionType.NatDetection:
                if (!IsNew(data.Length == 6, ref set.HasNatDetection, ref set, out status))
                {
                    return status;
                }

                set.NatForceUdp = (data[0] & 0x80) != 0;
                set.NatRefreshSeconds = BinaryPrimitives.ReadUInt32BigEndian(data[2..]);
                return WireStatus.Ok;

            case MobilityOptionType.RestartCounter:
                if (!IsNew(data.Length == 4, ref set.HasRestartCounter, ref set, out status))
                {
                    return status;
                }

                set.RestartCounter = BinaryPrimitives.ReadUInt32BigEndian(data);
                return WireStatus.Ok;

            case MobilityOptionType.LmaControlledMagParameters:
                status = LmaControlledMagParameters.TryRead(data, out LmaControlledMagParameters parameters);
                if (status != WireStatus.Ok || !IsNew(true, ref set.HasLmaControlledParameters, ref set, out status))
                {
                    return status;
                }

                set.LmaControlledParameters = parameters;
                return WireStatus.Ok;

            default:
                status = LegacyOptionSetCodec.TryRead(type, data, ref set.Legacy, out bool isDuplicate);
                set.DuplicateCount += isDuplicate ? 1 : 0;
                return status == WireStatus.Unsupported ? WireStatus.Ok : status; // Unknown options are skipped (RFC 6275 6.2.1).
        }
    }

    // False when the option is malformed or one of its kind was read before; otherwise it is marked as present.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsNew(bool isWellFormed, ref bool isPresent, ref MobilityOptionSet set, out WireStatus status)
    {
        status = isWellFormed ? WireStatus.Ok : WireStatus.BadLength;
        if (!isWellFormed)
        {
            return false;
        }

        if (isPresent)
        {
            set.DuplicateCount++;
            return false;
        }

        isPresent = true;
        return true;
    }
}
