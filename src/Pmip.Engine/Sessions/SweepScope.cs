using System;
using Pmip.Foundation.Addressing;

namespace Pmip.Engine.Sessions;

/// <summary>Which bindings a sweep is about: those that agree with everything that is given here.</summary>
/// <param name="cause">Why.</param>
/// <param name="peer">Slot of the peer, or -1 for any.</param>
public readonly ref struct SweepScope(SweepCause cause, int peer)
{
    /// <summary>Why.</summary>
    public SweepCause Cause { get; } = cause;

    /// <summary>Slot of the peer, or -1 for any.</summary>
    public int Peer { get; } = peer;

    /// <summary>Realm of the node's identifier, what follows the last '@'; empty for any.</summary>
    public ReadOnlySpan<byte> Realm { get; init; }

    /// <summary>The Proxy-CoA, or unspecified for any.</summary>
    public IpAddress CareOfAddress { get; init; }

    /// <summary>Place of the component in the engine's <see cref="ComponentIndex"/>, or -1 when it does not matter.</summary>
    public int Component { get; init; } = ComponentIndex.None;

    /// <summary>True when nothing but the peer is given.</summary>
    public bool IsWholePeer => Peer >= 0 && Component == ComponentIndex.None && Realm.IsEmpty && CareOfAddress.IsUnspecified;
}
