using System.Collections.Generic;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;

namespace Pmip.Unit.Engine.Lma;

/// <summary>The effects of one step, in a form that assertions can read.</summary>
public sealed record Answer
{
    public bool IsSilent { get; init; } = true;

    public SignallingPath Path { get; init; }

    public MobilityHeaderType Type { get; init; }

    /// <summary>The message, when it is no acknowledgement.</summary>
    public byte[] Octets { get; init; } = [];

    public BindingStatus Status { get; init; }

    public BindingAcknowledgementFlags Flags { get; init; }

    /// <summary>The F bit of the NAT Detection option; null for no option.</summary>
    public bool? NatForceUdp { get; init; }

    public ushort Sequence { get; init; }

    public ushort Lifetime { get; init; }

    public string Identifier { get; init; } = "";

    public IReadOnlyList<string> Prefixes { get; init; } = [];

    public string? Ipv4 { get; init; }

    public Ipv4HomeAddressStatus Ipv4Status { get; init; }

    public byte Ipv4PrefixLength { get; init; }

    public string? Router { get; init; }

    public HandoffIndicator Handoff { get; init; }

    public AccessTechnologyType Technology { get; init; }

    public byte[]? LinkLayerIdentifier { get; init; }

    public string? LinkLocal { get; init; }

    public ulong? Timestamp { get; init; }

    public GreKey? Key { get; init; }

    public byte? PdnConnectionId { get; init; }

    public byte? ErrorCode { get; init; }

    public uint? ChargingId { get; init; }

    /// <summary>Type and cause of the PDN Type Indication.</summary>
    public (PdnType Type, byte Cause)? PdnType { get; init; }

    /// <summary>The DHCPv4 Address Allocation Procedure Indication.</summary>
    public byte? DhcpAllocation { get; init; }

    public uint? BackOffSeconds { get; init; }

    /// <summary>Protocol Configuration Options.</summary>
    public byte[] Pco { get; init; } = [];

    public byte[] AdditionalPco { get; init; } = [];

    public TunnelSession? Installed { get; set; }

    public TunnelSession? Removed { get; set; }

    public IReadOnlyList<EngineNotice> Notices { get; init; } = [];

    public IReadOnlyList<SentRevocation> Revocations { get; init; } = [];

    public IReadOnlyList<EffectKind> Kinds { get; init; } = [];
}
