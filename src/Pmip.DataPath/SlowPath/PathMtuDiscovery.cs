using Pmip.DataPath.Tables;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.DataPath.SlowPath;

/// <summary>
/// Believes what routers say of the paths to remote ends when they quote a packet that a session has sent (RFC 8201 4, RFC 5927 7): to
/// its remote end, with its key. Nothing leads from such a key to its session, so all sessions are looked through, some in each turn.
/// </summary>
internal sealed class PathMtuDiscovery(SessionTable sessions, NextHopTable nextHops)
{
    private const int QuestionsMax = 8;
    private const int PlacesPerTurn = 4096;
    private const int Ipv6MtuMin = 1280;
    private const int Ipv4MtuMin = 576;

    private readonly Question[] _questions = new Question[QuestionsMax];
    private int _count;
    private int _place;

    /// <summary>True while <see cref="Walk"/> has something to do.</summary>
    public bool IsBusy => _count > 0;

    /// <summary>
    /// Takes in what was said about a packet from <paramref name="local"/>; false when it cannot be true or there is too much of it already.
    /// </summary>
    public bool TryAsk(IpAddress local, IpAddress remote, GreKey key, int mtu)
    {
        int hop = nextHops.Find(local, remote);
        int before = hop < 0 ? 0 : nextHops.PathMtu(hop);
        if (hop < 0 || mtu < (remote.IsIPv4 ? 68 : Ipv6MtuMin))
        {
            return false; // RFC 791 3.2, RFC 8201 4: no path carries less.
        }

        if (before != 0 && mtu >= before)
        {
            return true; // Said again about packets that were under way.
        }

        for (int i = 0; i < _count; i++)
        {
            if (_questions[i].Hop == hop && _questions[i].Key == key && _questions[i].Mtu <= mtu)
            {
                return true;
            }
        }

        if (_count == QuestionsMax)
        {
            return false;
        }

        int believed = remote.IsIPv4 && mtu < Ipv4MtuMin ? Ipv4MtuMin : mtu;
        _questions[_count++] = new Question(hop, remote, key, believed, sessions.Capacity);
        return true;
    }

    /// <summary>Looks through a part of the sessions. Gives how many questions nothing was found for.</summary>
    public int Walk(Instant now)
    {
        int unbelieved = 0;
        for (int seen = 0; seen < PlacesPerTurn && _count > 0; seen++)
        {
            _place = _place + 1 < sessions.Capacity ? _place + 1 : 0;
            for (int i = _count - 1; i >= 0; i--)
            {
                ref Question question = ref _questions[i];
                if (sessions.SendsWith(_place, question.Key, question.Remote))
                {
                    nextHops.LearnPath(sessions.NextHopOf(_place), question.Mtu, now);
                    Remove(i);
                }
                else if (--question.Left == 0)
                {
                    unbelieved++;
                    Remove(i);
                }
            }
        }

        return unbelieved;
    }

    private void Remove(int number) => _questions[number] = _questions[--_count];

    private record struct Question(int Hop, IpAddress Remote, GreKey Key, int Mtu, int Left);
}
