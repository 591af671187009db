using System.Collections.Generic;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Configuration;

/// <summary>Within what a MAG's downlink key is unique (R14).</summary>
public enum DownlinkKeyScope : byte
{
    /// <summary>Unique within the whole MAG: the place of the session is in the key (edition A, and the fastest).</summary>
    Node,

    /// <summary>Unique for a given LMA address only (edition B): two LMAs may be given the same value.</summary>
    Lma,
}

/// <summary>What a MAG is told at start. Checked by the configuration room; the engine requires it to be right.</summary>
public sealed record MagConfiguration
{
    /// <summary>Table sizes.</summary>
    public EngineLimits Limits { get; init; } = new();

    /// <summary>Whose rules hold.</summary>
    public SpecificationMode Mode { get; init; } = SpecificationMode.ThreeGpp;

    /// <summary>The LMAs, in the order by which <c>AttachRequest.Lma</c> names them.</summary>
    public IReadOnlyList<PeerConfiguration> Lmas { get; init; } = [];

    /// <summary>Our own component, which stands for all bindings (FQ-CSID, TS 23.007); null does without partial failure.</summary>
    public ConnectionSetIdentifier? OwnComponent { get; init; }

    /// <summary>How we watch over the LMAs.</summary>
    public SupervisionConfiguration Supervision { get; init; } = new();

    /// <summary>Our IPv6 address (Proxy-CoA), or unspecified.</summary>
    public IpAddress Ipv6 { get; init; }

    /// <summary>Our IPv4 address (IPv4-Proxy-CoA) in mapped form, or unspecified.</summary>
    public IpAddress Ipv4 { get; init; }

    /// <summary>Access point names that profiles refer to, by index, dotted text in lower case.</summary>
    public IReadOnlyList<string> AccessPoints { get; init; } = [];

    /// <summary>Lifetime asked for. A multiple of 4 seconds.</summary>
    public Duration Lifetime { get; init; } = Duration.FromSeconds(3600);

    /// <summary>TimestampBasedApproachInUse (RFC 5213 9.3): Timestamp option, else sequence numbers order the messages.</summary>
    public bool UseTimestamps { get; init; } = true;

    /// <summary>INITIAL_BINDACK_TIMEOUT (RFC 6275 12).</summary>
    public Duration InitialBindAckTimeout { get; init; } = Duration.FromMilliseconds(1000);

    /// <summary>MAX_BINDACK_TIMEOUT (RFC 6275 12).</summary>
    public Duration MaxBindAckTimeout { get; init; } = Duration.FromMilliseconds(32_000);

    /// <summary>Transmissions of one registration before the node is told that there is no service; the first one counts.</summary>
    public int TransmissionsMax { get; init; } = 5;

    /// <summary>
    /// How long the access side has to say that a node is on its link; silence means that it is gone. Less than the second after
    /// which an LMA repeats a revocation.
    /// </summary>
    public Duration PresenceTimeout { get; init; } = Duration.FromMilliseconds(800);

    /// <summary>Our identity in a global revocation (RFC 5846 9.2); without one there is none.</summary>
    public string Identity { get; init; } = "";

    /// <summary>Receive keys that something else on this node has, such as a static tunnel (R7): none is ever our downlink key.</summary>
    public IReadOnlyList<GreKey> ExcludedKeys { get; init; } = [];

    /// <summary>How long a released key stays unused (R17).</summary>
    public Duration Quarantine { get; init; } = Duration.FromSeconds(60);

    /// <summary>Within what the downlink key is unique.</summary>
    public DownlinkKeyScope DownlinkKeyScope { get; init; } = DownlinkKeyScope.Node;

    /// <summary>FixedMAGLinkLocalAddressOnAllAccessLinks (RFC 5213 9.3); unspecified asks the LMA for one.</summary>
    public IpAddress FixedLinkLocalAddress { get; init; } = new(0xFE80_0000_0000_0000, 0x0200_5EFF_FE00_5213);
}
