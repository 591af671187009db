using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Options;

/// <summary>Reads vendor-specific options one after another; remembers whether the next one continues the one before.</summary>
internal ref struct ThreeGppOptionSetReader
{
    private ThreeGppSubtype _continued; // Zero: the next option of any subtype is a new one.

    /// <summary>Reads the data of one option of type 19. Options of other vendors are passed over.</summary>
    public WireStatus TryRead(ReadOnlySpan<byte> optionData, ref MobilityOptionSet set)
    {
        WireStatus status = VendorSpecificOption.TryRead(optionData, out VendorSpecificOption option);
        if (status != WireStatus.Ok || !option.IsThreeGpp)
        {
            return status;
        }

        var subtype = (ThreeGppSubtype)option.Subtype;
        set.ThreeGpp.OptionCount++;
        bool isFragment = subtype == _continued;
        _continued = option.IsContinued ? subtype : default;
        if (isFragment)
        {
            return WireStatus.Ok;
        }

        status = ReadOne(subtype, option, ref set.ThreeGpp, out bool isDuplicate);
        set.DuplicateCount += isDuplicate ? 1 : 0;
        return status;
    }

    private static WireStatus ReadOne(
        ThreeGppSubtype subtype, scoped in VendorSpecificOption option, ref ThreeGppOptionSet set, out bool isDuplicate)
    {
        ReadOnlySpan<byte> data = option.Data;
        switch (subtype)
        {
            case ThreeGppSubtype.ProtocolConfigurationOptions:
                return Keep(
                    data,
                    option.IsContinued,
                    ref set.ProtocolConfigurationOptions,
                    ref set.ProtocolConfigurationOptionsContinue,
                    out isDuplicate);
            case ThreeGppSubtype.AdditionalProtocolConfigurationOptions:
                return Keep(
                    data,
                    option.IsContinued,
                    ref set.AdditionalProtocolConfigurationOptions,
                    ref set.AdditionalProtocolConfigurationOptionsContinue,
                    out isDuplicate);
            case ThreeGppSubtype.FqCsid:
                return KeepEither(data, ref set, out isDuplicate);
            case ThreeGppSubtype.IWlanAccessPointName:
                return Keep(data, ref set.IWlanAccessPointName, out isDuplicate);
            case ThreeGppSubtype.MobileEquipmentIdentity:
                return Keep(data, ref set.MobileEquipmentIdentity, out isDuplicate);
            case ThreeGppSubtype.Msisdn:
                return Keep(data, ref set.Msisdn, out isDuplicate);
            case ThreeGppSubtype.UnauthenticatedImsi:
                return Keep(data, ref set.UnauthenticatedImsi, out isDuplicate);
            case ThreeGppSubtype.PmipErrorCode:
                if (IsNew(data.Length >= 1, ref set.HasPmipErrorCode, out isDuplicate, out WireStatus status))
                {
                    set.PmipErrorCode = (PmipErrorCode)data[0];
                }

                return status;
            case ThreeGppSubtype.Dhcpv4AllocationIndication:
                return Keep(data, ref set.HasDhcpv4AllocationIndication, ref set.Dhcpv4AllocationIndication, out isDuplicate);
            case ThreeGppSubtype.SelectionMode:
                return Keep(data, ref set.HasSelectionMode, ref set.SelectionMode, out isDuplicate);
            case ThreeGppSubtype.ApnRestriction:
                return Keep(data, ref set.HasApnRestriction, ref set.ApnRestriction, out isDuplicate);
            case ThreeGppSubtype.MaximumApnRestriction:
                return Keep(data, ref set.HasMaximumApnRestriction, ref set.MaximumApnRestriction, out isDuplicate);
            case ThreeGppSubtype.PdnConnectionId:
                return Keep(data, ref set.HasPdnConnectionId, ref set.PdnConnectionId, out isDuplicate);
            case ThreeGppSubtype.SignallingPriority:
                return Keep(data, ref set.HasSignallingPriority, ref set.SignallingPriority, out isDuplicate);
            case ThreeGppSubtype.StaticIpAddressAllocationIndication:
                return Keep(data, ref set.HasStaticAddressAllocation, ref set.StaticAddressAllocation, out isDuplicate);
            default:
                return ReadWider(subtype, data, ref set, out isDuplicate);
        }
    }

    private static WireStatus ReadWider(
        ThreeGppSubtype subtype, ReadOnlySpan<byte> data, ref ThreeGppOptionSet set, out bool isDuplicate)
    {
        WireStatus status;
        switch (subtype)
        {
            case ThreeGppSubtype.PdnGatewayAddress:
                if (IsNew(data.Length is 4 or 16, ref set.HasPdnGatewayAddress, out isDuplicate, out status))
                {
                    set.PdnGatewayAddress = data.Length == 4 ? IpAddress.ReadIPv4(data) : IpAddress.Read(data);
                }

                return status;
            case ThreeGppSubtype.PdnTypeIndication:
                if (IsNew(data.Length >= 2, ref set.HasPdnTypeIndication, out isDuplicate, out status))
                {
                    set.PdnType = data[0];
                    set.PdnTypeCause = data[1];
                }

                return status;
            case ThreeGppSubtype.ChargingId:
                if (IsNew(data.Length >= 4, ref set.HasChargingId, out isDuplicate, out status))
                {
                    set.ChargingId = BinaryPrimitives.ReadUInt32BigEndian(data);
                }

                return status;
            case ThreeGppSubtype.ChargingCharacteristics:
                if (IsNew(data.Length >= 2, ref set.HasChargingCharacteristics, out isDuplicate, out status))
                {
                    set.ChargingCharacteristics = BinaryPrimitives.ReadUInt16BigEndian(data);
                }

                return status;
            case ThreeGppSubtype.ServingNetwork:
                if (IsNew(data.Length >= PublicLandMobileNetwork.Length, ref set.HasServingNetwork, out isDuplicate, out status))
                {
                    set.ServingNetwork = PublicLandMobileNetwork.Read(data);
                }

                return status;
            case ThreeGppSubtype.BackOffTime:
                if (IsNew(data.Length >= 1, ref set.HasBackOffTime, out isDuplicate, out status))
                {
                    set.BackOffTime = new BackOffTime(data[0]);
                }

                return status;
            case ThreeGppSubtype.UeTimeZone:
                if (IsNew(data.Length >= 2, ref set.HasUeTimeZone, out isDuplicate, out status))
                {
                    set.UeTimeZone = data[0];
                    set.UeDaylightSaving = data[1];
                }

                return status;
            case ThreeGppSubtype.AniTimestamp:
                if (IsNew(data.Length >= 4, ref set.HasAniTimestamp, out isDuplicate, out status))
                {
                    set.AniTimestamp = BinaryPrimitives.ReadUInt32BigEndian(data);
                }

                return status;
            case ThreeGppSubtype.OriginationTimeStamp:
                if (IsNew(data.Length >= 8, ref set.HasOriginationTimeStamp, out isDuplicate, out status))
                {
                    set.OriginationTimeStamp = BinaryPrimitives.ReadUInt64BigEndian(data);
                }

                return status;
            case ThreeGppSubtype.MaximumWaitTime:
                if (IsNew(data.Length >= 2, ref set.HasMaximumWaitTime, out isDuplicate, out status))
                {
                    set.MaximumWaitTime = BinaryPrimitives.ReadUInt16BigEndian(data);
                }

                return status;
            default:
                isDuplicate = false;
                return WireStatus.Ok; // Carried whole in the region of options.
        }
    }

    private static bool IsNew(bool isWellFormed, ref bool isPresent, out bool isDuplicate, out WireStatus status)
    {
        isDuplicate = isWellFormed && isPresent;
        status = isWellFormed ? WireStatus.Ok : WireStatus.BadLength;
        if (!isWellFormed || isDuplicate)
        {
            return false;
        }

        isPresent = true;
        return true;
    }

    private static WireStatus Keep(ReadOnlySpan<byte> data, ref bool isPresent, ref byte value, out bool isDuplicate)
    {
        if (IsNew(data.Length >= 1, ref isPresent, out isDuplicate, out WireStatus status))
        {
            value = data[0];
        }

        return status;
    }

    private static WireStatus Keep(ReadOnlySpan<byte> data, ref ReadOnlySpan<byte> value, out bool isDuplicate)
    {
        isDuplicate = !value.IsEmpty;
        if (!isDuplicate)
        {
            value = data;
        }

        return WireStatus.Ok;
    }

    private static WireStatus Keep(
        ReadOnlySpan<byte> data, bool isContinued, ref ReadOnlySpan<byte> value, ref bool continues, out bool isDuplicate)
    {
        WireStatus status = Keep(data, ref value, out isDuplicate);
        if (!isDuplicate)
        {
            continues = isContinued;
        }

        return status;
    }

    private static WireStatus KeepEither(ReadOnlySpan<byte> data, ref ThreeGppOptionSet set, out bool isDuplicate) =>
        set.FirstFqCsid.IsEmpty ? Keep(data, ref set.FirstFqCsid, out isDuplicate) : Keep(data, ref set.SecondFqCsid, out isDuplicate);
}
