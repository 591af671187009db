using System;
using System.Buffers.Binary;

namespace Pmip.Wire.Options;

/// <summary>Writes the 3GPP options: those of every connection first, in the order error, charging, connection, configuration.</summary>
internal static class ThreeGppOptionSetWriter
{
    /// <summary>Writes every option that is there.</summary>
    public static void Write(ref MobilityOptionWriter writer, in ThreeGppOptionSet set)
    {
        WriteOctet(ref writer, ThreeGppSubtype.PmipErrorCode, set.HasPmipErrorCode, set.PmipErrorCode);
        if (set.HasChargingId && TryOpen(ref writer, ThreeGppSubtype.ChargingId, 4, false, out Span<byte> charging))
        {
            BinaryPrimitives.WriteUInt32BigEndian(charging, set.ChargingId);
        }

        WriteOctet(ref writer, ThreeGppSubtype.PdnConnectionId, set.HasPdnConnectionId, set.PdnConnectionId);
        WriteWhole(ref writer, ThreeGppSubtype.ProtocolConfigurationOptions, set.ProtocolConfigurationOptions);
        WriteGateway(ref writer, set);
        WriteWhole(ref writer, ThreeGppSubtype.FqCsid, set.FirstFqCsid);
        WriteWhole(ref writer, ThreeGppSubtype.FqCsid, set.SecondFqCsid);
        if (set.HasPdnTypeIndication && TryOpen(ref writer, ThreeGppSubtype.PdnTypeIndication, 2, false, out Span<byte> type))
        {
            type[0] = set.PdnType;
            type[1] = set.PdnTypeCause;
        }

        WriteOctet(ref writer, ThreeGppSubtype.SelectionMode, set.HasSelectionMode, set.SelectionMode);
        WriteWhole(ref writer, ThreeGppSubtype.IWlanAccessPointName, set.IWlanAccessPointName);
        if (set.HasChargingCharacteristics
            && TryOpen(ref writer, ThreeGppSubtype.ChargingCharacteristics, 2, false, out Span<byte> characteristics))
        {
            BinaryPrimitives.WriteUInt16BigEndian(characteristics, set.ChargingCharacteristics);
        }

        WriteWhole(ref writer, ThreeGppSubtype.MobileEquipmentIdentity, set.MobileEquipmentIdentity);
        WriteWhole(ref writer, ThreeGppSubtype.Msisdn, set.Msisdn);
        if (set.HasServingNetwork && TryOpen(ref writer, ThreeGppSubtype.ServingNetwork, 3, false, out Span<byte> network))
        {
            set.ServingNetwork.Write(network);
        }

        WriteOctet(ref writer, ThreeGppSubtype.ApnRestriction, set.HasApnRestriction, set.ApnRestriction);
        WriteOctet(ref writer, ThreeGppSubtype.MaximumApnRestriction, set.HasMaximumApnRestriction, set.MaximumApnRestriction);
        WriteWhole(ref writer, ThreeGppSubtype.UnauthenticatedImsi, set.UnauthenticatedImsi);
        WriteOctet(ref writer, ThreeGppSubtype.BackOffTime, set.HasBackOffTime, set.BackOffTime.Value);
        WriteOctet(ref writer, ThreeGppSubtype.SignallingPriority, set.HasSignallingPriority, set.SignallingPriority);
        WriteWhole(
            ref writer, ThreeGppSubtype.AdditionalProtocolConfigurationOptions, set.AdditionalProtocolConfigurationOptions);
    }

    private static void WriteGateway(ref MobilityOptionWriter writer, in ThreeGppOptionSet set)
    {
        bool isIpv4 = set.PdnGatewayAddress.IsIPv4;
        if (set.HasPdnGatewayAddress
            && TryOpen(ref writer, ThreeGppSubtype.PdnGatewayAddress, isIpv4 ? 4 : 16, false, out Span<byte> gateway))
        {
            if (isIpv4)
            {
                set.PdnGatewayAddress.WriteIPv4(gateway);
            }
            else
            {
                set.PdnGatewayAddress.Write(gateway);
            }
        }

        WriteOctet(
            ref writer, ThreeGppSubtype.Dhcpv4AllocationIndication, set.HasDhcpv4AllocationIndication, set.Dhcpv4AllocationIndication);
    }

    private static void WriteOctet(ref MobilityOptionWriter writer, ThreeGppSubtype subtype, bool isPresent, byte value)
    {
        if (isPresent && TryOpen(ref writer, subtype, 1, false, out Span<byte> data))
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
