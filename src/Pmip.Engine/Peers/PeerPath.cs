using Pmip.Foundation.Time;

namespace Pmip.Engine.Peers;

/// <summary>What supervision knows of one peer. It stands in the peer's slot and goes with it.</summary>
internal struct PeerPath
{
    public PeerPathState State;

    /// <summary>A request waits for its response.</summary>
    public bool IsWaiting;
    public bool HasRoundTrip;
    public bool HasRestartCounter;

    /// <summary>The peer has named a component of its own.</summary>
    public bool KnowsComponents;

    /// <summary>What the peer said it does not know.</summary>
    public PeerFeatures Lacking;

    /// <summary>What it was sent and has not answered.</summary>
    public PeerFeatures Asked;

    /// <summary>The last of these.</summary>
    public PeerFeatures LastAsked;

    /// <summary>Requests in a row that got no response.</summary>
    public int Missed;
    public uint Sequence;
    public uint RestartCounter;
    public Instant SentAt;

    /// <summary>The interval that the peer wants; zero leaves it to us.</summary>
    public Duration ImposedInterval;
    public Duration RoundTrip;
}
