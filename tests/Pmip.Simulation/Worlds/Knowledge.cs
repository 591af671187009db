using System.Collections.Generic;

namespace Pmip.Simulation.Worlds;

/// <summary>
/// What a node may know of its peers, kept apart from its engine: updates that wait, and whatever gives it the right to end bindings of others
/// than the one that a message is about.
/// </summary>
public sealed class Knowledge(int peers)
{
    private const int MissingHeartbeatsAllowed = 3;
    private const long WaitMax = 60 * World.Second;
    private readonly List<(MessageFacts Update, int Peer, long Time)> _waiting = [];
    private readonly uint?[] _counters = new uint?[peers];
    private readonly uint[] _asked = new uint[peers];
    private readonly int[] _unanswered = new int[peers];
    private readonly long[] _lossAt = new long[peers];
    private readonly List<(int Peer, int Sequence)> _exchanges = [];

    /// <summary>Sessions that are revoked, whole.</summary>
    public HashSet<int> Revoked { get; } = [];

    /// <summary>Sessions that lose their IPv4 home address.</summary>
    public HashSet<int> Ipv4Revoked { get; } = [];

    /// <summary>Sessions that another configuration ends.</summary>
    public HashSet<int> Contradicted { get; } = [];

    /// <summary>Sessions whose traffic an administrative revocation stopped.</summary>
    public HashSet<int> Stopped { get; } = [];

    /// <summary>Connections of a MAG that their own LMA revoked, or called in question.</summary>
    public HashSet<int> Doubted { get; } = [];

    /// <summary>True when bindings with the peer that were registered before <paramref name="registeredAt"/> may end.</summary>
    public bool HasLost(int peer, long registeredAt) => _lossAt[peer] >= registeredAt && _lossAt[peer] > 0;

    public void NoteLoss(int peer, long now) => _lossAt[peer] = now;

    /// <summary>The operator ends everything with a peer: as long as that message is not answered, and then.</summary>
    public void BeginExchange(int peer, int sequence) => _exchanges.Add((peer, sequence));

    /// <summary>What came from a peer of ours.</summary>
    public void NoteReceived(int peer, MessageFacts message, long now)
    {
        if (message.IsIndication && message.IsGlobal)
        {
            NoteLoss(peer, now);
        }

        if (message.IsRevocationAnswer && _exchanges.Remove((peer, message.Sequence)))
        {
            NoteLoss(peer, now);
        }

        bool isAnswer = message.IsHeartbeatResponse && !message.IsUnsolicited && message.HeartbeatSequence == _asked[peer] && _unanswered[peer] > 0;
        if (isAnswer)
        {
            _unanswered[peer] = 0;
        }

        // The first counter is only kept.
        if (message.HasRestartCounter && (isAnswer || (message.IsHeartbeatResponse && message.IsUnsolicited)))
        {
            if (_counters[peer] is uint last && last != message.RestartCounter)
            {
                NoteLoss(peer, now);
            }

            _counters[peer] = message.RestartCounter;
        }
    }

    /// <summary>What goes out to a peer.</summary>
    public void NoteSent(int peer, MessageFacts message, long now)
    {
        if (message.IsHeartbeatRequest)
        {
            _asked[peer] = message.HeartbeatSequence;
            _unanswered[peer]++;
            if (_unanswered[peer] > MissingHeartbeatsAllowed + 1)
            {
                NoteLoss(peer, now);
            }
        }
    }

    /// <summary>At the end of each step; a sweep that has begun ends what the operator's messages wait for.</summary>
    public void NoteTime(long now, bool hasSweepBegun)
    {
        foreach ((int peer, int _) in _exchanges)
        {
            NoteLoss(peer, now);
        }

        if (hasSweepBegun)
        {
            _exchanges.Clear();
        }

        _waiting.RemoveAll(waiting => now - waiting.Time > WaitMax);
    }

    public void Wait(MessageFacts update, int peer, long now) => _waiting.Add((update, peer, now));

    /// <summary>The update that an answer is for, which then waits no more.</summary>
    public MessageFacts? Resume(MessageFacts answer, int peer)
    {
        int found = _waiting.FindLastIndex(
            waiting => waiting.Peer == peer && waiting.Update.Sequence == answer.Sequence && waiting.Update.Identifier == answer.Identifier);
        if (found < 0)
        {
            return null;
        }

        MessageFacts update = _waiting[found].Update;
        _waiting.RemoveAt(found);
        return update;
    }
}
