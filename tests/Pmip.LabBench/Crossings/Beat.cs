using System;

namespace Pmip.LabBench.Crossings;

/// <summary>Spreads the packets of many devices evenly over the interval: says whose turn it is, and how late the latest was.</summary>
internal sealed class Beat(int devices)
{
    private long _start;
    private long _next;

    /// <summary>By how much the latest packet was late.</summary>
    public long LatestMicroseconds { get; private set; }

    public void Begin(long now)
    {
        _start = now;
        _next = 0;
    }

    /// <summary>Gives the next device whose time has come; false when it has not.</summary>
    public bool TryTake(long now, out int device)
    {
        long due = _start + (_next * CrowdPlan.IntervalMicroseconds / devices);
        device = (int)(_next % devices);
        if (now < due)
        {
            return false;
        }

        LatestMicroseconds = Math.Max(LatestMicroseconds, now - due);
        _next++;
        return true;
    }
}
