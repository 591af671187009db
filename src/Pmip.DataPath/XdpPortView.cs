using System;

namespace Pmip.DataPath;

/// <summary>Whether an interface has an XDP program, to be looked at.</summary>
public readonly ref struct XdpPortView
{
    /// <summary>Name of the interface.</summary>
    public ReadOnlySpan<byte> Interface { get; init; }

    /// <summary>Why it has one, or has none.</summary>
    public XdpReason Reason { get; init; }
}
