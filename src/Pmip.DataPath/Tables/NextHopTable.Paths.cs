using System;
using System.Threading;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.DataPath.Tables;

/// <content>
/// How much the paths to remote ends carry: what the route says, or less when a router on the way has said so, which is believed for a
/// while only (RFC 8201 4, RFC 1191 6.3).
/// </content>
internal sealed partial class NextHopTable
{
    private readonly int[] _routeMtu;
    private readonly int[] _learntMtu;
    private readonly Instant[] _believedUntil;

    private static Duration Belief => Duration.FromSeconds(600);

    /// <summary>When the first of what routers have said is to be forgotten.</summary>
    public Instant NextPathExpiry { get; private set; } = Instant.Never;

    /// <summary>Remote ends whose path is known to carry less than the route says.</summary>
    public int NarrowPathCount { get; private set; }

    /// <summary>The entry in use of this pair of ends, or -1.</summary>
    public int Find(IpAddress local, IpAddress remote) => Find(local, remote, HashOf(local, remote));

    /// <summary>What the path carries; 0 when nothing is known of it.</summary>
    public int PathMtu(int index) => _learntMtu[index] == 0 ? _routeMtu[index]
        : _routeMtu[index] == 0 ? _learntMtu[index]
        : Math.Min(_learntMtu[index], _routeMtu[index]);

    /// <summary>A router has said that the path carries only so much.</summary>
    public void LearnPath(int index, int mtu, Instant now)
    {
        NarrowPathCount += _learntMtu[index] == 0 ? 1 : 0;
        _learntMtu[index] = mtu;
        _believedUntil[index] = now.Plus(Belief);
        NextPathExpiry = Instant.Earliest(NextPathExpiry, _believedUntil[index]);
        WritePath(index);
    }

    /// <summary>Forgets what was said too long ago: the next packet that is too big brings a new message.</summary>
    public void ExpirePaths(Instant now)
    {
        if (now < NextPathExpiry)
        {
            return;
        }

        NextPathExpiry = Instant.Never;
        for (int i = 0; i < _learntMtu.Length && NarrowPathCount > 0; i++)
        {
            if (_learntMtu[i] != 0 && _believedUntil[i] <= now)
            {
                ForgetPath(i);
                WritePath(i);
            }
            else if (_learntMtu[i] != 0)
            {
                NextPathExpiry = Instant.Earliest(NextPathExpiry, _believedUntil[i]);
            }
        }
    }

    private void SetRouteMtu(int index, int mtu)
    {
        _routeMtu[index] = mtu;
        WritePath(index);
    }

    private void ForgetPath(int index)
    {
        NarrowPathCount -= _learntMtu[index] == 0 ? 0 : 1;
        _learntMtu[index] = 0;
    }

    private void WritePath(int index) => Volatile.Write(ref _tables.NextHops[index].Mtu, PathMtu(index));
}
