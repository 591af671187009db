using System;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Tunnels;

/// <summary>
/// Looks at the counters of supervised tunnels once a second, a bounded number in each turn of the loop, so that a million of them
/// hold nothing up (R6).
/// </summary>
internal sealed class TunnelSupervision
{
    /// <summary>Tunnels that one turn looks at.</summary>
    public const int PlacesPerTurn = 256;

    /// <summary>Time between the beginnings of two walks.</summary>
    public static readonly Duration Interval = Duration.FromSeconds(1);

    private readonly StaticTunnels? _tunnels;
    private readonly IdleConnections[] _connections;
    private readonly int _capacity;
    private Instant _nextWalk;
    private int _place;

    /// <summary>Makes the supervision of the static tunnels, unless none is supervised, and of the connections.</summary>
    public TunnelSupervision(StaticTunnels tunnels, IdleConnections[] connections)
        : this(tunnels, tunnels.IsSupervised, connections)
    {
    }

    /// <summary>The same, where the static tunnels are not yet those that will be supervised.</summary>
    public TunnelSupervision(StaticTunnels tunnels, bool watchesTunnels, IdleConnections[] connections)
    {
        _tunnels = watchesTunnels ? tunnels : null;
        _connections = connections;
        _capacity = _tunnels?.Capacity ?? 0;
        foreach (IdleConnections some in connections)
        {
            _capacity += some.Capacity;
        }

        _place = _capacity;
    }

    /// <summary>The connections that it watches over.</summary>
    public IdleConnections[] Connections => _connections;

    /// <summary>When <see cref="Turn"/> has something to do.</summary>
    public Instant NextDeadline(Instant now) => _capacity == 0 ? Instant.Never : _place < _capacity ? now : _nextWalk;

    /// <summary>Does one turn's part; gives how many tunnels it looked at.</summary>
    public int Turn(Instant now)
    {
        if (_place >= _capacity)
        {
            if (_capacity == 0 || now < _nextWalk)
            {
                return 0;
            }

            _nextWalk = now.Plus(Interval);
            _place = 0;
        }

        int first = _place;
        for (int end = Math.Min(first + PlacesPerTurn, _capacity); _place < end; _place++)
        {
            Look(_place, now);
        }

        return _place - first;
    }

    private void Look(int place, Instant now)
    {
        if (_tunnels is not null)
        {
            if (place < _tunnels.Capacity)
            {
                _tunnels.Supervise(place);
                return;
            }

            place -= _tunnels.Capacity;
        }

        foreach (IdleConnections some in _connections)
        {
            if (place < some.Capacity)
            {
                some.Supervise(place, now);
                return;
            }

            place -= some.Capacity;
        }
    }
}
