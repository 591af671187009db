using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;

namespace Pmip.Wire.Dissection;

/// <summary>
/// Options of the extensions of PMIPv6 that have one layout of fixed fields: redirection (RFC 6463), fast handover (RFC 5949),
/// transient bindings (RFC 6058), user-plane addresses (RFC 7389), prefix delegation (RFC 7148), multipath (RFC 8278),
/// LMA-controlled parameters (RFC 8127).
/// </summary>
internal static class ExtensionOptionDissector
{
    /// <summary>Writes the fields; false when the type is none of these or the length not one of the type's.</summary>
    public static bool TryDissect(MobilityOptionType type, ReadOnlySpan<byte> data, DissectionWriter writer)
    {
        switch (type)
        {
            case MobilityOptionType.RedirectCapability:
                return data.Length == 2;
            case MobilityOptionType.Redirect:
                return TryRedirect(data, writer);
            case MobilityOptionType.LoadInformation:
                return TryLoad(data, writer);
            case MobilityOptionType.LmaUserPlaneAddress:
                return TryUserPlaneAddress(data, writer);
            case MobilityOptionType.DelegatedMobileNetworkPrefix:
                return TryDelegatedPrefix(data, writer);
            case MobilityOptionType.TransientBinding:
                return TryTransient(data, writer);
            case MobilityOptionType.LocalMobilityAnchorAddress:
                return TryAnchorAddress(data, writer);
            case MobilityOptionType.MobileNodeLinkLocalAddressInterfaceIdentifier when data.Length == 10:
                writer.Octets("interfaceIdentifier"u8, data[2..]);
                return true;
            case MobilityOptionType.MagMultipathBinding:
                return TryMultipath(data, writer);
            case MobilityOptionType.MagIdentifier when data.Length >= 2:
                writer.Number("subtype"u8, data[0]);
                writer.Text("identifier"u8, data[2..]);
                return true;
            case MobilityOptionType.LmaControlledMagParameters:
                return TryParameters(data, writer);
            default:
                return false;
        }
    }

    /// <summary>True for the types whose layout is known here.</summary>
    public static bool Knows(MobilityOptionType type) => type is MobilityOptionType.RedirectCapability or MobilityOptionType.Redirect
        or MobilityOptionType.LoadInformation or MobilityOptionType.LmaUserPlaneAddress
        or MobilityOptionType.DelegatedMobileNetworkPrefix or MobilityOptionType.TransientBinding
        or MobilityOptionType.LocalMobilityAnchorAddress or MobilityOptionType.MobileNodeLinkLocalAddressInterfaceIdentifier
        or MobilityOptionType.MagMultipathBinding or MobilityOptionType.MagIdentifier
        or MobilityOptionType.LmaControlledMagParameters;

    // | K N reserved (2) | address (16 or 4) |
    private static bool TryRedirect(ReadOnlySpan<byte> data, DissectionWriter writer)
    {
        bool isIpv6 = data.Length == 18 && (data[0] & 0xC0) == 0x80;
        bool isIpv4 = data.Length == 6 && (data[0] & 0xC0) == 0x40;
        if (!isIpv6 && !isIpv4)
        {
            return false;
        }

        writer.Address("r2LmaAddress"u8, isIpv6 ? IpAddress.Read(data[2..]) : IpAddress.ReadIPv4(data[2..]));
        return true;
    }

    private static bool TryLoad(ReadOnlySpan<byte> data, DissectionWriter writer)
    {
        if (data.Length != 18)
        {
            return false;
        }

        writer.Number("priority"u8, Half(data));
        writer.Number("sessionsInUse"u8, Word(data[2..]));
        writer.Number("maximumSessions"u8, Word(data[6..]));
        writer.Number("usedCapacity"u8, Word(data[10..]), "KB/s"u8);
        writer.Number("maximumCapacity"u8, Word(data[14..]), "KB/s"u8);
        return true;
    }

    // | reserved (2) | address (0, 4 or 16) |
    private static bool TryUserPlaneAddress(ReadOnlySpan<byte> data, DissectionWriter writer)
    {
        switch (data.Length)
        {
            case 2:
                writer.Flag("hasAddress"u8, false);
                return true;
            case 6:
                writer.Address("address"u8, IpAddress.ReadIPv4(data[2..]));
                return true;
            case 18:
                writer.Address("address"u8, IpAddress.Read(data[2..]));
                return true;
            default:
                return false;
        }
    }

    // | V reserved | prefix length | prefix (4 or 16) |
    private static bool TryDelegatedPrefix(ReadOnlySpan<byte> data, DissectionWriter writer)
    {
        bool isIpv4 = data.Length == 6 && (data[0] & 0x80) != 0;
        bool isIpv6 = data.Length == 18 && (data[0] & 0x80) == 0;
        if ((!isIpv4 && !isIpv6) || data[1] > (isIpv4 ? 32 : 128))
        {
            return false;
        }

        writer.Number("prefixLength"u8, data[1]);
        writer.Address("prefix"u8, isIpv4 ? IpAddress.ReadIPv4(data[2..]) : IpAddress.Read(data[2..]));
        return true;
    }

    private static bool TryTransient(ReadOnlySpan<byte> data, DissectionWriter writer)
    {
        if (data.Length != 2)
        {
            return false;
        }

        writer.Flag("lateActivation"u8, (data[0] & 1) != 0);
        writer.Number("lifetime"u8, data[1] * 100UL, "ms"u8);
        return true;
    }

    // | code | reserved | address (16 with code 1, 4 with code 2) |
    private static bool TryAnchorAddress(ReadOnlySpan<byte> data, DissectionWriter writer)
    {
        bool isIpv6 = data.Length == 18 && data[0] == 1;
        bool isIpv4 = data.Length == 6 && data[0] == 2;
        if (!isIpv6 && !isIpv4)
        {
            return false;
        }

        writer.Number("optionCode"u8, data[0]);
        writer.Address("address"u8, isIpv6 ? IpAddress.Read(data[2..]) : IpAddress.ReadIPv4(data[2..]));
        return true;
    }

    // | access technology | label | binding identifier | B O reserved ... |
    private static bool TryMultipath(ReadOnlySpan<byte> data, DissectionWriter writer)
    {
        if (data.Length != 6)
        {
            return false;
        }

        var technology = (AccessTechnologyType)data[0];
        writer.Enumerated("interfaceAccessTechnologyType"u8, data[0], AccessTechnologyTypeNames.Of(technology));
        writer.Number("interfaceLabel"u8, data[1]);
        writer.Number("bindingIdentifier"u8, data[2]);
        writer.Flag("bulkReregistration"u8, (data[3] & 0x80) != 0);
        writer.Flag("bindingOverwrite"u8, (data[3] & 0x40) != 0);
        return true;
    }

    private static bool TryParameters(ReadOnlySpan<byte> data, DissectionWriter writer)
    {
        if (LmaControlledMagParameters.TryRead(data, out LmaControlledMagParameters parameters) != WireStatus.Ok)
        {
            return false;
        }

        if (parameters.HasReregistrationControl)
        {
            writer.Number("reregistrationStartTime"u8, parameters.ReregistrationStartUnits * 4UL, "s"u8);
            writer.Number("initialRetransmissionTime"u8, parameters.InitialRetransmissionSeconds, "s"u8);
            writer.Number("maximumRetransmissionTime"u8, parameters.MaximumRetransmissionSeconds, "s"u8);
        }

        if (parameters.HasHeartbeatControl)
        {
            writer.Number("heartbeatInterval"u8, parameters.HeartbeatIntervalSeconds, "s"u8);
            writer.Number("heartbeatRetransmissionDelay"u8, parameters.HeartbeatRetransmissionDelaySeconds, "s"u8);
            writer.Number("heartbeatMaxRetransmissions"u8, parameters.HeartbeatRetransmissionsMax);
        }

        return true;
    }

    private static ushort Half(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt16BigEndian(data);

    private static uint Word(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt32BigEndian(data);
}
