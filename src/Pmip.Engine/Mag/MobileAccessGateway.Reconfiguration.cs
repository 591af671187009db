using System.Threading;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Mag;

/// <content>
/// Another configuration for a running MAG. It is prepared on any thread, and comes into force on the MAG's own in one step
/// that allocates nothing; bindings that it contradicts are de-registered afterwards, at the pace of a sweep.
/// </content>
public sealed partial class MobileAccessGateway
{
    /// <summary>
    /// Makes what <paramref name="next"/> needs. May be called on any thread, also while the MAG works. Null unless
    /// <see cref="ReconfigurationStatus.Ready"/>.
    /// </summary>
    public ReconfigurationStatus Prepare(MagConfiguration next, out PreparedGatewayConfiguration? prepared)
    {
        MagConfiguration previous = Volatile.Read(ref _configuration);
        prepared = null;
        if (next.Limits != previous.Limits || next.Mode != previous.Mode || next.Ipv6 != previous.Ipv6 || next.Ipv4 != previous.Ipv4)
        {
            return ReconfigurationStatus.FixedForLife;
        }

        prepared = new PreparedGatewayConfiguration(next, previous);
        return ReconfigurationStatus.Ready;
    }

    /// <summary>Counts the bindings that a prepared configuration would end, and changes nothing. One pass over the bindings.</summary>
    public AffectedBindings CountAffected(PreparedGatewayConfiguration prepared)
    {
        AffectedBindings affected = default;
        for (int slot = 0; slot < Capacity; slot++)
        {
            if (_list.IsTaken(slot))
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
    public ReconfigurationStatus Reconfigure(PreparedGatewayConfiguration prepared, Instant now)
    {
        if (!ReferenceEquals(prepared.Previous, _configuration))
        {
            return ReconfigurationStatus.Superseded;
        }

        Volatile.Write(ref _configuration, prepared.Configuration);
        return ReconfigurationStatus.Ready;
    }
}
