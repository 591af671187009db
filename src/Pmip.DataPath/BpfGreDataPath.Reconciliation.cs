using Pmip.Foundation.Time;

namespace Pmip.DataPath;

/// <content>
/// The sessions of the process before carry packets until they are claimed. What nobody has claimed when the time is over is nobody's, and
/// goes a few in each turn.
/// </content>
public sealed partial class BpfGreDataPath
{
    private const int PlacesPerTurn = 4096;

    // The last one is to be gone ten seconds after the start.
    private static readonly Duration s_patience = Duration.FromSeconds(9);

    // How often a kernel that does not do so by itself is made to look whether its neighbours are still there.
    private static readonly Duration s_probeInterval = Duration.FromSeconds(10);

    private Instant _probeAt = Instant.Never;
    private Instant _reconcileAt = Instant.Never;
    private int _reconciled;

    /// <inheritdoc/>
    public SessionAdoption Adoption => _sessions.Adoption;

    /// <inheritdoc/>
    public Instant NextDeadline(Instant now)
    {
        _probeAt = !_nextHops.NeedsProbes ? Instant.Never : _probeAt == Instant.Never ? now.Plus(s_probeInterval) : _probeAt;
        return _sessions.IsFollowing
            ? now
            : Instant.Earliest(_mirror.Until, Instant.Earliest(_probeAt, NextReconciliation(now), _slowPath?.NextDeadline(now) ?? Instant.Never));
    }

    private Instant NextReconciliation(Instant now)
    {
        if (_sessions.Adoption.Unclaimed == 0)
        {
            return Instant.Never;
        }

        _reconcileAt = _reconcileAt == Instant.Never ? now.Plus(s_patience) : _reconcileAt;
        return _reconcileAt;
    }

    /// <inheritdoc/>
    public void Maintain(Instant now)
    {
        _slowPath?.Maintain(now);
        if (_probeAt <= now)
        {
            _probeAt = now.Plus(s_probeInterval);
            _nextHops.KeepAlive();
        }

        if (_mirror.IsOn && _mirror.Until <= now)
        {
            _ = Mirror(-1, Instant.Never);
        }

        _sessions.FollowNode(PlacesPerTurn);
        if (NextReconciliation(now) <= now && !_sessions.RemoveUnclaimed(ref _reconciled, PlacesPerTurn))
        {
            _reconcileAt = Instant.Never;
        }
    }
}
