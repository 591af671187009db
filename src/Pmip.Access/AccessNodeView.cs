using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Access;

/// <summary>Where a node stands.</summary>
public enum AccessNodeState : byte
{
    /// <summary>Noticed; the host registers its connections.</summary>
    Registering,

    /// <summary>At least one connection is up.</summary>
    Served,

    /// <summary>Gone; the host de-registers its connections.</summary>
    Leaving,

    /// <summary>Refused or detached; a trigger after a while registers it again.</summary>
    Resting,
}

/// <summary>What is known of a node.</summary>
public readonly record struct AccessNodeView
{
    /// <summary>Where it stands.</summary>
    public AccessNodeState State { get; init; }

    /// <summary>Its link-layer address.</summary>
    public MacAddress LinkLayerAddress { get; init; }

    /// <summary>Its link.</summary>
    public int Link { get; init; }

    /// <summary>Its profile.</summary>
    public int Profile { get; init; }

    /// <summary>How it was noticed.</summary>
    public AttachTrigger Trigger { get; init; }

    /// <summary>Its link-local address, unspecified until it is known.</summary>
    public IpAddress LinkLocalAddress { get; init; }

    /// <summary>Connections that are up, bit n for connection n.</summary>
    public byte ConnectionsUp { get; init; }

    /// <summary>Connections that the host works on.</summary>
    public byte ConnectionsPending { get; init; }

    /// <summary>When it was last heard.</summary>
    public Instant LastHeard { get; init; }

    /// <summary>Probes that it has not answered yet.</summary>
    public int ProbesUnanswered { get; init; }
}
