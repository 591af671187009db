using Pmip.Appliance.State;
using Pmip.Engine.Peers;

namespace Pmip.Appliance.Host;

/// <summary>The restart counters of the peers, which a process that goes on must know to notice their restarts.</summary>
internal static class KeptCounters
{
    /// <summary>Keeps the counter of the peer that a step has heard one of, if there is one.</summary>
    public static void Note(KeptBindings kept, PathSupervision supervision, PeerTable peers)
    {
        int peer = supervision.TakePeerHeard();
        if (peer >= 0 && peers.TryRead(peer, out PeerView view))
        {
            kept.WritePeer(peer, view.Path.OuterRemote, view.RestartCounter);
        }
    }
}
