using System;
using Pmip.Engine.Configuration;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Mag;

/// <summary>A PDN connection that the access side wants for a node.</summary>
public ref struct AttachRequest
{
    /// <summary>Network access identifier of the node, UTF-8.</summary>
    public ReadOnlySpan<byte> Identifier;

    /// <summary>Index into <see cref="MagConfiguration.AccessPoints"/>.</summary>
    public int AccessPoint;

    /// <summary>Index into <see cref="MagConfiguration.Lmas"/>.</summary>
    public int Lma;

    /// <summary>Families wanted.</summary>
    public PdnType Type;

    /// <summary>Tells connections of one node to one APN apart (R2); zero for "not used".</summary>
    public byte PdnConnectionId;

    /// <summary>Access technology of the link.</summary>
    public AccessTechnologyType AccessTechnology;

    /// <summary>What is known of a handover; <see cref="HandoffIndicator.Unknown"/> unless it is sure (RFC 5213 6.9.1.1).</summary>
    public HandoffIndicator HandoffIndicator;

    /// <summary>Link-layer address of the node, zero when unknown.</summary>
    public MacAddress LinkLayerAddress;

    /// <summary>The host's number for the node on the access link, handed back in effects.</summary>
    public int AccessNode;
}
