using System;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;

namespace Pmip.Appliance.Control;

/// <summary>An operator's wish to attach a node, with what is known beforehand of its connection to one access point (R16).</summary>
public readonly ref struct OperatorAttach
{
    /// <summary>Name of the access interface.</summary>
    public ReadOnlySpan<byte> Interface { get; init; }

    /// <summary>Link-layer address of the node.</summary>
    public MacAddress Node { get; init; }

    /// <summary>The access point that the rest is about; empty when nothing is known.</summary>
    public ReadOnlySpan<byte> AccessPoint { get; init; }

    /// <summary>The uplink key, or none.</summary>
    public GreKey UplinkKey { get; init; }

    /// <summary>The home network prefix; unspecified for unknown.</summary>
    public IpPrefix HomeNetworkPrefix { get; init; }

    /// <summary>The IPv4 home address with the length of its subnet; unspecified for unknown.</summary>
    public IpPrefix HomeAddress4 { get; init; }

    /// <summary>The default router of that subnet, or unspecified.</summary>
    public IpAddress DefaultRouter4 { get; init; }

    /// <summary>How the node came here; null for unknown.</summary>
    public HandoffIndicator? HandoffIndicator { get; init; }
}
