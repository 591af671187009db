using Pmip.Foundation.Time;

namespace Pmip.Engine.Configuration;

/// <summary>How an engine watches over its peers (RFC 5847), and what it says of itself.</summary>
public sealed record SupervisionConfiguration
{
    /// <summary>HEARTBEAT_INTERVAL; zero sends no requests. The RFC wants 30 s to an hour.</summary>
    public Duration HeartbeatInterval { get; init; }

    /// <summary>MISSING_HEARTBEATS_ALLOWED: with one more the peer is unreachable.</summary>
    public int MissingHeartbeatsAllowed { get; init; } = 3;

    /// <summary>Our restart counter: changes when, and only when, a start has lost the bindings.</summary>
    public uint RestartCounter { get; init; }

    /// <summary>True: tell all configured peers at start that the bindings are lost (RFC 5847 3.4).</summary>
    public bool AnnouncesRestart { get; init; }
}
