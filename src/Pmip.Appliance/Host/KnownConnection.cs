using Pmip.Engine.Mag;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;

namespace Pmip.Appliance.Host;

/// <summary>
/// What another source than the LMA tells of a connection before it is registered, such as the MME at a relocation (R16): the
/// uplink key, the addresses, how the node came here.
/// </summary>
internal readonly struct KnownConnection
{
    /// <summary>Nothing is known of any connection.</summary>
    public static KnownConnection None => new() { AccessPoint = -1 };

    /// <summary>Number of the access point that it is to; -1 for nothing known.</summary>
    public required int AccessPoint { get; init; }

    /// <summary>The uplink key, or none.</summary>
    public GreKey UplinkKey { get; init; }

    /// <summary>The home network prefix; unspecified for unknown.</summary>
    public IpPrefix HomeNetworkPrefix { get; init; }

    /// <summary>The IPv4 home address with the length of its subnet; unspecified for unknown.</summary>
    public IpPrefix HomeAddress4 { get; init; }

    /// <summary>The default router of that subnet, or unspecified.</summary>
    public IpAddress DefaultRouter4 { get; init; }

    /// <summary>How the node came; null for unknown.</summary>
    public HandoffIndicator? HandoffIndicator { get; init; }

    /// <summary>Puts what is known into the request, if it is about this connection.</summary>
    public void Complete(ref AttachRequest request)
    {
        if (request.AccessPoint != AccessPoint)
        {
            return;
        }

        request.UplinkKey = UplinkKey;
        request.HandoffIndicator = HandoffIndicator ?? request.HandoffIndicator;
        if (!HomeNetworkPrefix.Address.IsUnspecified)
        {
            request.HomeNetworkPrefixes.TryAdd(HomeNetworkPrefix);
        }

        if (!HomeAddress4.Address.IsUnspecified)
        {
            request.HomeAddress4 = HomeAddress4.Address;
            request.HomeAddress4PrefixLength = HomeAddress4.Length;
            request.DefaultRouter4 = DefaultRouter4;
        }
    }
}
