using Pmip.Foundation.Time;

namespace Pmip.DataPath.SlowPath;

/// <summary>So many in a second, and some at once.</summary>
internal struct SlowPathBudget(long perSecond, long atOnce)
{
    private readonly long _cost = 1_000_000 / perSecond;
    private readonly long _depth = 1_000_000 / perSecond * atOnce;
    private long _paidUntil;

    /// <summary>True for one more.</summary>
    public bool TryTake(Instant now)
    {
        long paid = long.Max(_paidUntil, now.Microseconds - _depth);
        if (paid + _cost > now.Microseconds)
        {
            return false;
        }

        _paidUntil = paid + _cost;
        return true;
    }
}
