using System.Runtime.CompilerServices;
using System.Threading;

namespace Pmip.DataPath.Tables;

/// <content>What a session's packets get on the way: an outer DSCP, a rate, and whether a capture sees them.</content>
internal sealed partial class SessionTable
{
    /// <summary>What this keeps of each place: the session as it was installed, its next hop, and two marks.</summary>
    public static int OctetsPerPlace => Unsafe.SizeOf<GreSession>() + sizeof(int) + (2 * sizeof(bool));

    private int _rewritten = int.MaxValue;

    /// <summary>The map of sessions that have none of their own; those that are installed follow in <see cref="FollowNode"/>.</summary>
    public byte DscpMapOfNode
    {
        get;
        set
        {
            _rewritten = field == value ? _rewritten : 0;
            field = value;
        }
    } = DscpMap.Copy;

    /// <summary>The one session whose packets XDP leaves to tc; -1 for none.</summary>
    public int Sampled
    {
        get => _sampled;
        set
        {
            int before = _sampled;
            _sampled = value;
            SetState(before);
            SetState(value);
        }
    }

    /// <summary>True when there is something for <see cref="FollowNode"/> to do.</summary>
    public bool IsFollowing => _rewritten < _isInstalled.Length;

    /// <summary>Brings a new map of the node to sessions that were installed before it, <paramref name="budget"/> places of them.</summary>
    public void FollowNode(int budget)
    {
        for (; budget > 0 && IsFollowing; budget--, _rewritten++)
        {
            if (!_isInstalled[_rewritten])
            {
                continue;
            }

            ref readonly GreSession session = ref _installed[_rewritten];
            for (int i = 0; i < NodeAddress.CountOf(session); i++)
            {
                int place = slots.Find(NodeAddress.Of(session, i), session.AtLma);
                if (place >= 0 && tables.Send[place].Session == _rewritten)
                {
                    Volatile.Write(ref tables.Send[place].Dscp, DscpOf(session));
                }
            }
        }
    }

    /// <summary>Interface that an installed session sends to; 0 for none.</summary>
    public int InterfaceTowards(int index) => Volatile.Read(ref tables.NextHops[_nextHop[index]].Interface);

    private void SetState(int index)
    {
        if (index < 0 || !_isInstalled[index])
        {
            return;
        }

        ref readonly GreSession session = ref _installed[index];
        Set(ref tables.Receive[index].State, StateOf(session, session.ReceiveRate));
        for (int i = 0; i < NodeAddress.CountOf(session); i++)
        {
            int place = slots.Find(NodeAddress.Of(session, i), session.AtLma);
            if (place >= 0 && tables.Send[place].Session == index)
            {
                Set(ref tables.Send[place].State, StateOf(session, session.SendRate));
            }
        }
    }

    private uint DscpOf(in GreSession session)
    {
        byte map = session.DscpMap == DscpMap.OfNode ? DscpMapOfNode : session.DscpMap;
        return map == DscpMap.Copy ? 0u : map;
    }

    private static SessionRate RateOf(in BucketEntry bucket) => new(bucket.Cost, bucket.Depth);

    // What has been charged and dropped stays over a change.
    private static void SetRate(ref BucketEntry bucket, SessionRate rate)
    {
        Volatile.Write(ref bucket.Cost, rate.Cost);
        Volatile.Write(ref bucket.Depth, rate.Depth);
    }
}
