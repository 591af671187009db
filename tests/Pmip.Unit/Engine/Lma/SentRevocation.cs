using System.Collections.Generic;
using Pmip.Engine.Signalling;
using Pmip.Wire.Mobility;

namespace Pmip.Unit.Engine.Lma;

/// <summary>A Binding Revocation message as the anchor sent it, in a form that assertions can read.</summary>
public sealed record SentRevocation
{
    public SignallingPath Path { get; init; }

    public BindingRevocationType Type { get; init; }

    public RevocationTrigger Trigger { get; init; }

    public RevocationStatus Status { get; init; }

    public ushort Sequence { get; init; }

    public RevocationFlags Flags { get; init; }

    public string? Identifier { get; init; }

    public IReadOnlyList<string> Prefixes { get; init; } = [];

    public string? Ipv4 { get; init; }

    public string? AlternateCareOf { get; init; }

    public byte[]? Service { get; init; }

    public byte? PdnConnectionId { get; init; }

    public byte[] Octets { get; init; } = [];
}
