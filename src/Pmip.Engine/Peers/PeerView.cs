using Pmip.Engine.Signalling;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Peers;

/// <summary>What is known of a peer, for the console.</summary>
/// <param name="Name">Name in the configuration; nodes of one trusted prefix share it.</param>
/// <param name="Path">The path of its last message, or of our last message to it when it was never heard.</param>
/// <param name="Bindings">Bindings with it.</param>
/// <param name="Received">Messages received from it.</param>
/// <param name="Sent">Messages sent to it.</param>
/// <param name="LastHeard">When its last message came; meaningless while <paramref name="Received"/> is zero.</param>
public readonly record struct PeerView(
    string Name,
    SignallingPath Path,
    int Bindings,
    long Received,
    long Sent,
    Instant LastHeard)
{
    /// <summary>What heartbeats say.</summary>
    public PeerPathState State { get; init; }

    /// <summary>Whether a heartbeat was answered.</summary>
    public bool HasRoundTrip { get; init; }

    /// <summary>Time between the last request that was answered and its response.</summary>
    public Duration RoundTrip { get; init; }

    /// <summary>Requests in a row that got no response.</summary>
    public int Missed { get; init; }

    /// <summary>Whether its restart counter is known.</summary>
    public bool HasRestartCounter { get; init; }

    /// <summary>Its restart counter.</summary>
    public uint RestartCounter { get; init; }

    /// <summary>True when it is not in the configuration any more, and goes with its last binding.</summary>
    public bool IsLeaving { get; init; }

    /// <summary>Departures from the RFCs that are tolerated of it.</summary>
    public PeerQuirks Quirks { get; init; }

    /// <summary>What it said it does not know.</summary>
    public PeerFeatures Lacking { get; init; }
}
