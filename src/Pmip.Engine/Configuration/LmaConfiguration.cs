using System.Collections.Generic;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Configuration;

/// <summary>What an LMA is told at start. Checked by the configuration room; the engine requires it to be right.</summary>
public sealed record LmaConfiguration
{
    /// <summary>Table sizes.</summary>
    public EngineLimits Limits { get; init; } = new();

    /// <summary>Whose rules hold.</summary>
    public SpecificationMode Mode { get; init; } = SpecificationMode.ThreeGpp;

    /// <summary>Our IPv6 address, or unspecified.</summary>
    public IpAddress Ipv6 { get; init; }

    /// <summary>Our IPv4 address in mapped form, or unspecified.</summary>
    public IpAddress Ipv4 { get; init; }

    /// <summary>How we watch over the MAGs.</summary>
    public SupervisionConfiguration Supervision { get; init; } = new();

    /// <summary>The MAGs that may register.</summary>
    public IReadOnlyList<PeerConfiguration> Peers { get; init; } = [];

    /// <summary>The APNs served.</summary>
    public IReadOnlyList<AccessPointConfiguration> AccessPoints { get; init; } = [];

    /// <summary>Known subscribers.</summary>
    public IReadOnlyList<SubscriberConfiguration> Subscribers { get; init; } = [];

    /// <summary>True: a node that is no known subscriber is served from the pools. False: status 153.</summary>
    public bool AcceptUnknownSubscribers { get; init; } = true;

    /// <summary>
    /// AcceptForcedIPv4UDPEncapsulationRequest (RFC 5844 4.4.2): true lets a MAG that asks for it put GRE behind UDP and the TLV header.
    /// </summary>
    public bool AcceptForcedUdp { get; init; }

    /// <summary>Longest lifetime granted; a longer request is cut to it. A multiple of 4 seconds.</summary>
    public Duration LifetimeMax { get; init; } = Duration.FromSeconds(3600);

    /// <summary>MinDelayBeforeBCEDelete (RFC 5213 9.1).</summary>
    public Duration MinDelayBeforeBceDelete { get; init; } = Duration.FromMilliseconds(10_000);

    /// <summary>TimestampValidityWindow (RFC 5213 9.1), in either direction.</summary>
    public Duration TimestampValidityWindow { get; init; } = Duration.FromMilliseconds(300);

    /// <summary>How long a released key and a released address stay unused (R17).</summary>
    public Duration Quarantine { get; init; } = Duration.FromSeconds(60);
}
