using System.Collections.Generic;
using Pmip.Engine.Sessions;
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

    /// <summary>Our own component, which stands for all bindings (FQ-CSID, TS 23.007); null does without partial failure.</summary>
    public ConnectionSetIdentifier? OwnComponent { get; init; }

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

    /// <summary>Receive keys that something else on this node has, such as a static tunnel (R7): none is ever our uplink key.</summary>
    public IReadOnlyList<GreKey> ExcludedKeys { get; init; } = [];

    /// <summary>How long a released key and a released address stay unused (R17).</summary>
    public Duration Quarantine { get; init; } = Duration.FromSeconds(60);

    /// <summary>InitMINDelayBRIs (RFC 5846 11): time before the first retransmission of a revocation, at least 0.5 s.</summary>
    public Duration InitMinDelayBris { get; init; } = Duration.FromMilliseconds(1000);

    /// <summary>MAX_BRACK_TIMEOUT (RFC 5846 11): longest time before a retransmission.</summary>
    public Duration MaxBrackTimeout { get; init; } = Duration.FromMilliseconds(2000);

    /// <summary>BRIMaxRetriesNumber (RFC 5846 11): retransmissions before the bindings end without an answer.</summary>
    public int BriMaxRetriesNumber { get; init; } = 1;

    /// <summary>True: after a handover the old MAG is told by a revocation with trigger 2, 3 or 4 (RFC 5846 7.1).</summary>
    public bool RevokeAtOldMag { get; init; } = true;

    /// <summary>True: a MAG may revoke all its bindings, or those of a realm, with one message (RFC 5846 9.2); else status 130.</summary>
    public bool AcceptGlobalRevocation { get; init; } = true;

    /// <summary>What becomes of an update with handoff indicator 4 while the node has a binding at another MAG.</summary>
    public UnknownHandoffRule UnknownHandoff { get; init; }

    /// <summary>MaxDelayBeforeNewBCEAssign (RFC 5213 9.1).</summary>
    public Duration MaxDelayBeforeNewBceAssign { get; init; } = Duration.FromMilliseconds(1500);

    /// <summary>
    /// True: a node may have several connections to one APN, told apart by the PDN connection ID when its MAG sends one. False:
    /// the option is passed over and not answered, so there is one at most (TS 29.275 5.1.1).
    /// </summary>
    public bool SupportsPdnConnectionId { get; init; } = true;

    /// <summary>True: an update without a Timestamp is refused in 3GPP mode (error code 220); false: its sequence number orders it.</summary>
    public bool RequireTimestamp { get; init; }
}
