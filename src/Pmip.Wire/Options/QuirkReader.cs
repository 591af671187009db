using System;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;

namespace Pmip.Wire.Options;

/// <summary>
/// Reads options with <see cref="PeerQuirks"/> allowed: first the region is mended, then it is read as strictly as ever, then
/// what was read is mended. Every quirk that made a difference is reported.
/// </summary>
internal static class QuirkReader
{
    private const byte MobilePrefixLength = 64;

    /// <summary>The region to read: with or without the octets after the header length, cut before an option that runs over.</summary>
    public static ReadOnlySpan<byte> RegionOf(scoped in MobilityHeader header, PeerQuirks allowed, scoped ref PeerQuirks hit)
    {
        ReadOnlySpan<byte> region = header.Options;
        if ((allowed & PeerQuirks.OctetsAfterHeaderLength) != 0 && header.HasOctetsAfter)
        {
            region = header.OptionsAndOctetsAfter;
            hit |= PeerQuirks.OctetsAfterHeaderLength;
        }

        if ((allowed & PeerQuirks.TruncatedLastOption) == 0)
        {
            return region;
        }

        var reader = new MobilityOptionReader(region);
        while (reader.TryNext(out _))
        {
        }

        if (reader.Status == WireStatus.Ok)
        {
            return region;
        }

        hit |= PeerQuirks.TruncatedLastOption;
        return region[..reader.Position];
    }

    /// <summary>Mends what was read.</summary>
    public static void Mend(PeerQuirks allowed, ref IpPrefixList prefixes, ref MobilityOptionSet set, ref PeerQuirks hit)
    {
        if ((allowed & PeerQuirks.HostPrefixLength) != 0)
        {
            MendPrefixes(ref prefixes, ref hit);
        }

        if ((allowed & PeerQuirks.NullIdentity) != 0 && set.HasIdentifier && IsNull(set.Identifier))
        {
            MendIdentity(ref set, ref hit);
        }

        if ((allowed & PeerQuirks.LegacyIpv4Options) != 0)
        {
            MendIpv4(ref set, ref hit);
        }
    }

    private static void MendPrefixes(ref IpPrefixList prefixes, ref PeerQuirks hit)
    {
        IpPrefixList mended = default;
        bool isChanged = false;
        for (int i = 0; i < prefixes.Count; i++)
        {
            IpPrefix prefix = prefixes[i];
            bool isHost = prefix.Length == 128;
            isChanged |= isHost;
            byte length = !isHost ? prefix.Length : prefix.Address == IpAddress.Unspecified ? (byte)0 : MobilePrefixLength;
            mended.TryAdd(new IpPrefix(prefix.Address, length));
        }

        if (isChanged)
        {
            prefixes = mended;
            hit |= PeerQuirks.HostPrefixLength;
        }
    }

    private static void MendIdentity(ref MobilityOptionSet set, ref PeerQuirks hit)
    {
        ReadOnlySpan<byte> linkLayer = set.LinkLayerIdentifier;
        if (!set.HasLinkLayerIdentifier || IsNull(linkLayer))
        {
            return; // Nothing tells the node from another; the message is judged with the identifier that it has.
        }

        set.Identifier = linkLayer;
        set.IdentifierSubtype = linkLayer.Length == 6 ? MobileNodeIdentifierSubtype.Eui48 : MobileNodeIdentifierSubtype.Eui64;
        hit |= PeerQuirks.NullIdentity;
    }

    private static void MendIpv4(ref MobilityOptionSet set, ref PeerQuirks hit)
    {
        if (set.Legacy.HasIpv4HomeAddress && set.Ipv4HomeAddressRequestCount == 0)
        {
            set.Ipv4HomeAddressRequestCount = 1;
            set.Ipv4HomeAddressRequest = new Ipv4HomeAddress(set.Legacy.Ipv4HomeAddress, set.Legacy.Ipv4HomeAddressPrefixLength);
            hit |= PeerQuirks.LegacyIpv4Options;
        }

        if (set.Legacy.HasIpv4AddressAcknowledgement && !set.HasIpv4HomeAddressReply)
        {
            set.HasIpv4HomeAddressReply = true;
            set.Ipv4HomeAddressReply = new Ipv4HomeAddressReply(
                (Ipv4HomeAddressStatus)set.Legacy.Ipv4AddressAcknowledgementStatus,
                set.Legacy.Ipv4AddressAcknowledgementPrefixLength,
                set.Legacy.Ipv4AddressAcknowledgementAddress);
            hit |= PeerQuirks.LegacyIpv4Options;
        }
    }

    private static bool IsNull(ReadOnlySpan<byte> octets) => !octets.IsEmpty && octets.IndexOfAnyExcept((byte)0) < 0;
}
