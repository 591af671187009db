using Pmip.DataPath;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Tunnels;

/// <summary>Notices that a tunnel has carried nothing, in either direction, for a time (R6).</summary>
internal struct TrafficWatch
{
    private ulong _packets;

    /// <summary>Since when nothing was carried, as far as it was looked at.</summary>
    public Instant QuietSince { get; private set; }

    /// <summary>A tunnel was set up: its time begins.</summary>
    public void Begin(Instant now)
    {
        _packets = 0;
        QuietSince = now;
    }

    /// <summary>Looks at the counters; true when they have stood still for <paramref name="limit"/>.</summary>
    public bool IsIdle(in SessionCounters counters, Duration limit, Instant now)
    {
        ulong packets = unchecked(counters.PacketsIn + counters.PacketsOut);
        if (packets != _packets)
        {
            _packets = packets;
            QuietSince = now;
        }

        return now >= QuietSince.Plus(limit);
    }
}
