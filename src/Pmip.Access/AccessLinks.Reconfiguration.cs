using System.Threading;
using Pmip.Foundation.Time;

namespace Pmip.Access;

/// <content>
/// Another configuration for running access links: prepared on any thread, brought into force in one step that allocates nothing.
/// Nodes whose profile lost something are told in later calls of <see cref="Expire"/>.
/// </content>
public sealed partial class AccessLinks
{
    /// <summary>Makes what <paramref name="next"/> needs. May be called on any thread. Null unless <see cref="AccessReconfiguration.Ready"/>.</summary>
    public AccessReconfiguration Prepare(AccessConfiguration next, out PreparedAccessConfiguration? prepared)
    {
        AccessConfiguration previous = Volatile.Read(ref _configuration);
        prepared = null;
        if (next.NodesMax != previous.NodesMax)
        {
            return AccessReconfiguration.FixedForLife;
        }

        prepared = new PreparedAccessConfiguration(next, previous);
        return AccessReconfiguration.Ready;
    }

    /// <summary>Counts the nodes that a prepared configuration would detach, wholly or in part, and changes nothing.</summary>
    public int CountAffected(PreparedAccessConfiguration prepared)
    {
        int affected = 0;
        for (int node = 0; node < Capacity; node++)
        {
            int profile = _slots.IsTaken(node) ? _nodes[node].Profile : -1;
            affected += profile >= prepared.Configuration.ProfileConnections.Count ? 1 : 0;
        }

        return affected;
    }

    /// <summary>Brings a prepared configuration into force. Unless <see cref="AccessReconfiguration.Ready"/> nothing has changed.</summary>
    public AccessReconfiguration Reconfigure(PreparedAccessConfiguration prepared, Instant now)
    {
        if (!ReferenceEquals(prepared.Previous, _configuration))
        {
            return AccessReconfiguration.Superseded;
        }

        Volatile.Write(ref _configuration, prepared.Configuration);
        return AccessReconfiguration.Ready;
    }
}
