using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;

namespace Pmip.Wire.Options;

/// <summary>
/// Writes typed options in one canonical order, the same in every message: who the node is, what it wants, what it gets, how
/// it is attached, when, the tunnel, vendors. RFC 6275 leaves the order free but for the Mobile Node Identifier before
/// Service Selection (RFC 5149).
/// </summary>
internal static class MobilityOptionSetWriter
{
    // Everything, and the padding at the end.
    private static void Write(ref MobilityOptionWriter writer, in IpPrefixList prefixes, in MobilityOptionSet set)
    {
        WriteIdentity(ref writer, set);
        for (int i = 0; i < prefixes.Count; i++)
        {
            writer.WritePrefix(MobilityOptionType.HomeNetworkPrefix, prefixes[i]);
        }

        WriteIpv4(ref writer, set);
        WriteAttachment(ref writer, set);
        if (set.HasGreKeyOption && writer.TryOpen(MobilityOptionType.GreKey, set.HasGreKey ? 6 : 2, out var gre))
        {
            gre[..2].Clear();
            if (set.HasGreKey)
            {
                BinaryPrimitives.WriteUInt32BigEndian(gre[2..], set.GreKey.Value);
            }
        }

        WriteBinding(ref writer, set);
        LegacyOptionSetCodec.Write(ref writer, set.Legacy);
        ThreeGppOptionSetWriter.Write(ref writer, set.ThreeGpp);
        if (!writer.WriteAll(set.AdditionalOptions))
        {
            writer.Refuse();
        }

        writer.Finish();
    }

    // The writer's status, or BadLength when the message became too long for a Mobility Header.
    private static WireStatus StatusOf(in MobilityOptionWriter writer) =>
        writer.Status == WireStatus.Ok && writer.Position > MobilityHeader.LengthMax ? WireStatus.BadLength : writer.Status;

    /// <summary>Octets of a message with these options, the first of them at <paramref name="optionsAt"/>.</summary>
    public static int LengthOf(int optionsAt, in IpPrefixList prefixes, in MobilityOptionSet set)
    {
        var writer = new MobilityOptionWriter(default, optionsAt);
        Write(ref writer, prefixes, set);
        return writer.Position;
    }

    /// <summary>
    /// Writes the common header, with a checksum of zero, and the options; what stands between them is the caller's. On failure
    /// <paramref name="written"/> is zero.
    /// </summary>
    public static WireStatus WriteMessage(
        MobilityHeaderType type, int optionsAt, in IpPrefixList prefixes, in MobilityOptionSet set, Span<byte> room, out int written)
    {
        var writer = new MobilityOptionWriter(room, optionsAt);
        Write(ref writer, prefixes, set);
        WireStatus status = StatusOf(writer);
        written = status == WireStatus.Ok ? writer.Position : 0;
        if (status == WireStatus.Ok)
        {
            MobilityHeader.WriteStart(room[..written], type);
        }

        return status;
    }

    private static void WriteIdentity(ref MobilityOptionWriter writer, in MobilityOptionSet set)
    {
        if (set.HasIdentifier && writer.TryOpen(MobilityOptionType.MobileNodeIdentifier, 1 + set.Identifier.Length, out var identifier))
        {
            identifier[0] = (byte)set.IdentifierSubtype;
            set.Identifier.CopyTo(identifier[1..]);
        }

        if (set.HasServiceSelection)
        {
            if (set.ServiceSelection.IsEmpty)
            {
                writer.Refuse(); // RFC 5149 3: one octet at least.
                return;
            }

            writer.Write(MobilityOptionType.ServiceSelection, set.ServiceSelection);
        }
    }

    private static void WriteIpv4(ref MobilityOptionWriter writer, in MobilityOptionSet set)
    {
        if (set.Ipv4HomeAddressRequestCount > 0)
        {
            Ipv4HomeAddress request = set.Ipv4HomeAddressRequest;
            writer.WriteIpv4(
                MobilityOptionType.Ipv4HomeAddressRequest, (ushort)((request.PrefixLength & 63) << 10), request.Address.IPv4);
        }

        if (set.HasIpv4HomeAddressReply)
        {
            Ipv4HomeAddressReply reply = set.Ipv4HomeAddressReply;
            writer.WriteIpv4(
                MobilityOptionType.Ipv4HomeAddressReply,
                (ushort)((int)reply.Status << 8 | (reply.PrefixLength & 63) << 2),
                reply.Address.IPv4);
        }

        if (set.HasIpv4DefaultRouter)
        {
            writer.WriteIpv4(MobilityOptionType.Ipv4DefaultRouterAddress, 0, set.Ipv4DefaultRouter.IPv4);
        }

        if (set.HasDhcpSupportMode)
        {
            writer.WriteOctet(MobilityOptionType.Ipv4DhcpSupportMode, set.DhcpServerMode ? (byte)1 : (byte)0);
        }
    }

    private static void WriteAttachment(ref MobilityOptionWriter writer, in MobilityOptionSet set)
    {
        if (set.HasHandoffIndicator)
        {
            writer.WriteOctet(MobilityOptionType.HandoffIndicator, (byte)set.HandoffIndicator);
        }

        if (set.HasAccessTechnologyType)
        {
            writer.WriteOctet(MobilityOptionType.AccessTechnologyType, (byte)set.AccessTechnologyType);
        }

        if (set.HasLinkLayerIdentifier
            && writer.TryOpen(MobilityOptionType.MobileNodeLinkLayerIdentifier, 2 + set.LinkLayerIdentifier.Length, out var linkLayer))
        {
            linkLayer[..2].Clear();
            set.LinkLayerIdentifier.CopyTo(linkLayer[2..]);
        }

        if (set.HasTimestamp && writer.TryOpen(MobilityOptionType.Timestamp, 8, out var timestamp))
        {
            BinaryPrimitives.WriteUInt64BigEndian(timestamp, set.Timestamp);
        }

        if (set.HasLinkLocalAddress)
        {
            writer.WriteAddress(MobilityOptionType.LinkLocalAddress, set.LinkLocalAddress);
        }
    }

    private static void WriteBinding(ref MobilityOptionWriter writer, in MobilityOptionSet set)
    {
        if (set.HasAlternateCareOfAddress)
        {
            writer.WriteAddress(MobilityOptionType.AlternateCareOfAddress, set.AlternateCareOfAddress);
        }

        if (set.HasRefreshAdvice && writer.TryOpen(MobilityOptionType.BindingRefreshAdvice, 2, out var advice))
        {
            BinaryPrimitives.WriteUInt16BigEndian(advice, set.RefreshIntervalUnits);
        }

        if (set.HasNatDetection)
        {
            writer.WriteIpv4(MobilityOptionType.NatDetection, set.NatForceUdp ? (ushort)0x8000 : (ushort)0, set.NatRefreshSeconds);
        }

        if (set.HasRestartCounter && writer.TryOpen(MobilityOptionType.RestartCounter, 4, out var counter))
        {
            BinaryPrimitives.WriteUInt32BigEndian(counter, set.RestartCounter);
        }

        LmaControlledMagParameters parameters = set.LmaControlledParameters;
        if (set.HasLmaControlledParameters
            && writer.TryOpen(MobilityOptionType.LmaControlledMagParameters, parameters.EncodedLength, out var controlled))
        {
            parameters.Write(controlled);
        }
    }
}
