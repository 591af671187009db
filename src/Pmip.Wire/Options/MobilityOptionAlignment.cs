namespace Pmip.Wire.Options;

/// <summary>Where an option's type octet must lie: at <c>Multiple * n + Remainder</c> octets from the start of the message.</summary>
/// <param name="Multiple">1, 2, 4 or 8.</param>
/// <param name="Remainder">Less than <paramref name="Multiple"/>.</param>
public readonly record struct MobilityOptionAlignment(int Multiple, int Remainder)
{
    /// <summary>The alignment that the option's specification asks for.</summary>
    public static MobilityOptionAlignment Of(MobilityOptionType type) => type switch
    {
        MobilityOptionType.AlternateCareOfAddress or MobilityOptionType.LinkLocalAddress => new(8, 6),
        MobilityOptionType.MobileNetworkPrefix or MobilityOptionType.HomeNetworkPrefix
            or MobilityOptionType.MagIpv6Address => new(8, 4),
        MobilityOptionType.Timestamp or MobilityOptionType.DelegatedMobileNetworkPrefix
            or MobilityOptionType.LmaUserPlaneAddress => new(8, 2),
        MobilityOptionType.VendorSpecific or MobilityOptionType.RestartCounter
            or MobilityOptionType.AlternateIpv4CareOfAddress or MobilityOptionType.LmaControlledMagParameters => new(4, 2),
        MobilityOptionType.Ipv4HomeAddress or MobilityOptionType.Ipv4AddressAcknowledgement
            or MobilityOptionType.NatDetection or MobilityOptionType.Ipv4CareOfAddress or MobilityOptionType.GreKey
            or MobilityOptionType.Ipv4HomeAddressRequest or MobilityOptionType.Ipv4HomeAddressReply
            or MobilityOptionType.Ipv4DefaultRouterAddress or MobilityOptionType.RedirectCapability
            or MobilityOptionType.Redirect or MobilityOptionType.LoadInformation
            or MobilityOptionType.MobileNodeGroupIdentifier or MobilityOptionType.AccessNetworkIdentifier
            or MobilityOptionType.QualityOfService => new(4, 0),
        MobilityOptionType.BindingRefreshAdvice or MobilityOptionType.BindingIdentifier => new(2, 0),
        _ => new(1, 0),
    };

    /// <summary>Octets of padding needed before an option that would otherwise lie at <paramref name="position"/>.</summary>
    public int PaddingAt(int position) => unchecked(Remainder - position) & (Multiple - 1);
}
