using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Options;

/// <summary>Writes the 3GPP options: those of every connection first, in the order error, charging, connection, configuration.</summary>
internal static class ThreeGppOptionSetWriter
{
    /// <summary>Writes every option that is there.</summary>
    public static void Write(ref MobilityOptionWriter writer, in ThreeGppOptionSet set)
    {
        if (set.HasPmipErrorCode)
        {
            WriteOctet(ref writer, ThreeGppSubtype.PmipErrorCode, (byte)set.PmipErrorCode);
        }

        if (set.HasChargingId && TryOpen(ref writer, ThreeGppSubtype.ChargingId, 4, false, out Span<byte> charging))
        {
            BinaryPrimitives.WriteUInt32BigEndian(charging, set.ChargingId);
        }

        if (set.HasPdnConnectionId)
        {
            WriteOctet(ref writer, ThreeGppSubtype.PdnConnectionId, set.PdnConnectionId);
        }

        if (!set.ProtocolConfigurationOptions.IsEmpty)
        {
            WriteWhole(ref writer, ThreeGppSubtype.ProtocolConfigurationOptions, set.ProtocolConfigurationOptions);
        }

        if (set.HasPdnGatewayAddress)
        {
            WriteGateway(ref writer, set.PdnGatewayAddress);
        }

        if (set.HasDhcpv4AllocationIndication)
        {
            WriteOctet(ref writer, ThreeGppSubtype.Dhcpv4AllocationIndication, set.Dhcpv4AllocationIndication);
        }

        if (!set.FirstFqCsid.IsEmpty)
        {
            WriteWhole(ref writer, ThreeGppSubtype.FqCsid, set.FirstFqCsid);
        }

        if (!set.SecondFqCsid.IsEmpty)
        {
            WriteWhole(ref writer, ThreeGppSubtype.FqCsid, set.SecondFqCsid);
        }

        if (set.HasPdnTypeIndication && TryOpen(ref writer, ThreeGppSubtype.PdnTypeIndication, 2, false, out Span<byte> type))
        {
            type[0] = set.PdnType;
            type[1] = set.PdnTypeCause;
        }

        if (set.HasSelectionMode)
        {
            WriteOctet(ref writer, ThreeGppSubtype.SelectionMode, set.SelectionMode);
        }

        if (!set.IWlanAccessPointName.IsEmpty)
        {
            WriteWhole(ref writer, ThreeGppSubtype.IWlanAccessPointName, set.IWlanAccessPointName);
        }

        if (set.HasChargingCharacteristics
            && TryOpen(ref writer, ThreeGppSubtype.ChargingCharacteristics, 2, false, out Span<byte> characteristics))
        {
            BinaryPrimitives.WriteUInt16BigEndian(characteristics, set.ChargingCharacteristics);
        }

        if (!set.MobileEquipmentIdentity.IsEmpty)
        {
            WriteWhole(ref writer, ThreeGppSubtype.MobileEquipmentIdentity, set.MobileEquipmentIdentity);
        }

        if (!set.Msisdn.IsEmpty)
        {
            WriteWhole(ref writer, ThreeGppSubtype.Msisdn, set.Msisdn);
        }

        if (set.HasServingNetwork && TryOpen(ref writer, ThreeGppSubtype.ServingNetwork, 3, false, out Span<byte> network))
        {
            set.ServingNetwork.Write(network);
        }

        if (set.HasApnRestriction)
        {
            WriteOctet(ref writer, ThreeGppSubtype.ApnRestriction, set.ApnRestriction);
        }

        if (set.HasMaximumApnRestriction)
        {
            WriteOctet(ref writer, ThreeGppSubtype.MaximumApnRestriction, set.MaximumApnRestriction);
        }

        if (!set.UnauthenticatedImsi.IsEmpty)
        {
            WriteWhole(ref writer, ThreeGppSubtype.UnauthenticatedImsi, set.UnauthenticatedImsi);
        }

        if (set.HasBackOffTime)
        {
            WriteOctet(ref writer, ThreeGppSubtype.BackOffTime, set.BackOffTime.Value);
        }

        if (set.HasSignallingPriority)
        {
            WriteOctet(ref writer, ThreeGppSubtype.SignallingPriority, set.SignallingPriority);
        }

        WriteTimes(ref writer, set);
        if (!set.AdditionalProtocolConfigurationOptions.IsEmpty)
        {
            WriteWhole(ref writer, ThreeGppSubtype.AdditionalProtocolConfigurationOptions, set.AdditionalProtocolConfigurationOptions);
        }
    }

    private static void WriteTimes(ref MobilityOptionWriter writer, in ThreeGppOptionSet set)
    {
        if (set.HasStaticAddressAllocation)
        {
            WriteOctet(ref writer, ThreeGppSubtype.StaticIpAddressAllocationIndication, set.StaticAddressAllocation);
        }

        if (set.HasUeTimeZone && TryOpen(ref writer, ThreeGppSubtype.UeTimeZone, 2, false, out Span<byte> zone))
        {
            zone[0] = set.UeTimeZone;
            zone[1] = set.UeDaylightSaving;
        }

        if (set.HasAniTimestamp && TryOpen(ref writer, ThreeGppSubtype.AniTimestamp, 4, false, out Span<byte> learned))
        {
            BinaryPrimitives.WriteUInt32BigEndian(learned, set.AniTimestamp);
        }

        if (set.HasOriginationTimeStamp && TryOpen(ref writer, ThreeGppSubtype.OriginationTimeStamp, 8, false, out Span<byte> origin))
        {
            BinaryPrimitives.WriteUInt64BigEndian(origin, set.OriginationTimeStamp);
        }

        if (set.HasMaximumWaitTime && TryOpen(ref writer, ThreeGppSubtype.MaximumWaitTime, 2, false, out Span<byte> wait))
        {
            BinaryPrimitives.WriteUInt16BigEndian(wait, set.MaximumWaitTime);
        }
    }

    private static void WriteGateway(ref MobilityOptionWriter writer, IpAddress address)
    {
        if (!TryOpen(ref writer, ThreeGppSubtype.PdnGatewayAddress, address.IsIPv4 ? 4 : 16, false, out Span<byte> gateway))
        {
            return;
        }

        if (address.IsIPv4)
        {
            address.WriteIPv4(gateway);
        }
        else
        {
            address.Write(gateway);
        }
    }

    private static void WriteOctet(ref MobilityOptionWriter writer, ThreeGppSubtype subtype, byte value)
    {
        if (TryOpen(ref writer, subtype, 1, false, out Span<byte> data))
        {
            data[0] = value;
        }
    }

    // A value longer than one option takes is cut, M set in all pieces but the last.
    private static void WriteWhole(ref MobilityOptionWriter writer, ThreeGppSubtype subtype, ReadOnlySpan<byte> value)
    {
        while (!value.IsEmpty)
        {
            int length = Math.Min(value.Length, VendorSpecificOption.ThreeGppDataLengthMax);
            if (TryOpen(ref writer, subtype, length, length < value.Length, out Span<byte> data))
            {
                value[..length].CopyTo(data);
            }

            value = value[length..];
        }
    }

    private static bool TryOpen(
        ref MobilityOptionWriter writer, ThreeGppSubtype subtype, int length, bool isContinued, out Span<byte> data)
    {
        if (!writer.TryOpen(MobilityOptionType.VendorSpecific, 6 + length, out data))
        {
            return false;
        }

        BinaryPrimitives.WriteUInt32BigEndian(data, VendorSpecificOption.ThreeGppVendor);
        data[4] = (byte)subtype;
        data[5] = isContinued ? (byte)1 : (byte)0;
        data = data[6..];
        return true;
    }
}
