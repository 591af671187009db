using System.Threading;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Lma;

/// <content>
/// Another configuration for a running anchor. It is prepared on any thread, and comes into force on the anchor's own in one step
/// that allocates nothing; bindings that it contradicts are revoked afterwards, at the pace of a sweep.
/// </content>
public sealed partial class LocalMobilityAnchor
{
    /// <summary>
    /// Makes what <paramref name="next"/> needs. May be called on any thread, also while the anchor works. Null unless
    /// <see cref="ReconfigurationStatus.Ready"/>.
    /// </summary>
    public ReconfigurationStatus Prepare(LmaConfiguration next, out PreparedAnchorConfiguration? prepared)
    {
        LmaConfiguration previous = Volatile.Read(ref _configuration);
        prepared = null;
        if (next.Limits != previous.Limits || next.Mode != previous.Mode || next.Ipv6 != previous.Ipv6 || next.Ipv4 != previous.Ipv4)
        {
            return ReconfigurationStatus.FixedForLife;
        }

        prepared = new PreparedAnchorConfiguration(next, previous);
        return ReconfigurationStatus.Ready;
    }

    /// <summary>Counts the bindings that a prepared configuration would end, and changes nothing. One pass over the bindings.</summary>
    public AffectedBindings CountAffected(PreparedAnchorConfiguration prepared)
    {
        AffectedBindings affected = default;
        for (int slot = 0; slot < Capacity; slot++)
        {
            if (_cache.IsTaken(slot))
            {
                affected.Add(BindingContradiction.None);
            }
        }

        return affected;
    }

    /// <summary>
    /// Brings a prepared configuration into force. Unless <see cref="ReconfigurationStatus.Ready"/> nothing has changed. What it
    /// ends is left to later calls of <see cref="Expire"/>.
    /// </summary>
    public ReconfigurationStatus Reconfigure(PreparedAnchorConfiguration prepared, Instant now)
    {
        if (!ReferenceEquals(prepared.Previous, _configuration))
        {
            return ReconfigurationStatus.Superseded;
        }

        Volatile.Write(ref _configuration, prepared.Configuration);
        return ReconfigurationStatus.Ready;
    }
}
