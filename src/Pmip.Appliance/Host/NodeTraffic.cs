using Pmip.DataPath;

namespace Pmip.Appliance.Host;

/// <summary>Whether the data path has carried packets from a node since it was last asked: a busy node need not be probed.</summary>
internal sealed class NodeTraffic(IGreDataPath dataPath, int firstSession, int slots)
{
    private readonly Seen[] _seen = new Seen[slots];

    /// <summary>True when the session of the connection in an engine's slot has sent packets into the tunnel since the last call.</summary>
    public bool HasSent(int slot, int sessionIndex)
    {
        if (!dataPath.TryReadCounters(firstSession + sessionIndex, out SessionCounters counters))
        {
            return false;
        }

        // Another session in the slot starts to count anew.
        ref Seen seen = ref _seen[slot];
        bool hasSent = counters.PacketsOut != 0 && (seen.Session != sessionIndex || seen.Packets != counters.PacketsOut);
        seen = new Seen(sessionIndex, counters.PacketsOut);
        return hasSent;
    }

    private readonly record struct Seen(int Session, ulong Packets);
}
