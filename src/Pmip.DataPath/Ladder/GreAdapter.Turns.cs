using System;
using Pmip.DataPath.Offload;
using Pmip.Foundation.Time;
using Pmip.Linux.Netlink;

namespace Pmip.DataPath.Ladder;

/// <content>
/// What the control loop does for the offloads, a bounded part in each turn: sessions are offered, the devices' counters and events read, and
/// once after the start what an earlier process left is cleared away.
/// </content>
public sealed partial class GreAdapter
{
    private const int OffersPerTurn = 16;
    private const int EventsPerTurn = 64;
    private const int PlacesPerTurn = 256;

    private static readonly Duration s_walkInterval = Duration.FromSeconds(1);

    /// <summary>How long a device without room is not offered anything.</summary>
    private static readonly Duration s_fullPause = Duration.FromSeconds(10);

    /// <summary>How long after the start what no session has claimed is cleared away.</summary>
    private static readonly Duration s_claimTime = Duration.FromSeconds(10);

    private readonly int _capacity;
    private readonly int[] _queue = new int[1024];
    private readonly int[] _batch = new int[OffloadLimits.Batch];
    private int _queueFirst;
    private int _queueCount;
    private int _place = int.MaxValue;
    private bool _looksAgain;
    private bool _checks;
    private Instant _nextWalk;
    private Instant _clearAt;
    private Instant _fullUntil;
    private bool _isCleared;

    /// <inheritdoc/>
    public Instant NextDeadline(Instant now)
    {
        Instant ground = _ground.NextDeadline(now);
        if (_ledger is null)
        {
            return ground;
        }

        bool isBusy = _queueCount > 0 || _looksAgain || _place < _capacity;
        return isBusy ? now : Instant.Earliest(ground, _nextWalk);
    }

    /// <inheritdoc/>
    public void Maintain(Instant now)
    {
        _ground.Maintain(now);
        if (_ledger is null)
        {
            return;
        }

        for (int i = 0; i < _offloads.Length; i++)
        {
            TakeEvents(i, now);
        }

        OfferQueued(now);
        Walk(now);
        Clear(now);
    }

    // A session that finds the queue full is found by the next walk.
    private void Queue(int session)
    {
        if (_queueCount < _queue.Length)
        {
            _queue[(_queueFirst + _queueCount++) % _queue.Length] = session;
        }
    }

    private void LookAgain() => _looksAgain = true;

    private void TakeEvents(int offload, Instant now)
    {
        for (int i = 0; i < EventsPerTurn && _offloads[offload].TryTakeEvent(out OffloadEvent happened); i++)
        {
            switch (happened.Kind)
            {
                case OffloadEventKind.Installed:
                    _ledger!.InForce(happened.Number, offload);
                    break;
                case OffloadEventKind.Refused:
                case OffloadEventKind.Evicted:
                    _ledger!.Lost(happened.Number, offload, happened.Kind == OffloadEventKind.Evicted, happened.Last);
                    break;
                case OffloadEventKind.TableFull:
                    _fullUntil = now.Plus(s_fullPause);
                    break;
                case OffloadEventKind.PortGone:
                    _ports.Probe(_links);
                    _looksAgain = true;
                    break;
            }
        }
    }

    private void OfferQueued(Instant now)
    {
        for (int i = 0; i < OffersPerTurn && _queueCount > 0; i++)
        {
            int session = _queue[_queueFirst];
            _queueFirst = (_queueFirst + 1) % _queue.Length;
            _queueCount--;
            Offer(session, now);
        }
    }

    private void Offer(int session, Instant now)
    {
        if (now < _fullUntil || !_ports.HasOffloads || !_ledger!.IsFree(session) || !_ground.TryReadSession(session, out GreSession offered)
            || !offered.IsForwarding || NeedsPrograms(offered) || !_routes.TryLookup(offered.RemoteEndpoint, out RouteLookup route).IsOk || route.IsLocal)
        {
            return;
        }

        PortPair wanted = new(offered.AccessInterface, route.InterfaceIndex, offered.AtLma, !offered.RemoteEndpoint.IsIPv4);
        int offload = _ports.Choose(wanted, _ledger.RefusedBy(session), out PortPair ports);
        if (offload < 0)
        {
            _ledger.GiveUp(session);
        }
        else if (_ledger.Offer(offered, offload, ports) == OffloadAnswer.Full)
        {
            _fullUntil = now.Plus(s_fullPause);
        }
    }

    // What a device is not told: another DSCP, a rate, and that somebody looks.
    private bool NeedsPrograms(in GreSession session) =>
        session.NeedsPrograms || _ground.ChangesDscp || (_ground.Mirrored is { IsOn: true } mirror && mirror.Session == session.Index);

    // Once a second over all sessions, a part in each turn.
    private void Walk(Instant now)
    {
        if (_place >= _capacity)
        {
            if (now < _nextWalk && !_looksAgain)
            {
                return;
            }

            _checks = _looksAgain;
            _looksAgain = false;
            _nextWalk = now.Plus(s_walkInterval);
            _place = 0;
        }

        int end = Math.Min(_place + PlacesPerTurn, _capacity);
        for (int i = 0; i < _offloads.Length; i++)
        {
            LookAt(_place, end, i);
        }

        int offers = 0;
        for (; _place < end && offers < OffersPerTurn; _place++)
        {
            offers += Tend(_place, now) ? 1 : 0;
        }
    }

    private void LookAt(int first, int end, int offload)
    {
        int count = 0;
        for (int session = first; session < end; session++)
        {
            if (_ledger!.HolderOf(session) == offload)
            {
                _batch[count++] = session;
            }

            if (count == _batch.Length || (session == end - 1 && count > 0))
            {
                _ledger.Look(_batch.AsSpan(0, count));
                count = 0;
            }
        }
    }

    // True when it cost a request to a device.
    private bool Tend(int session, Instant now)
    {
        if (_ledger!.IsFree(session))
        {
            if (_checks)
            {
                _ledger.Forgive(session);
            }

            if (_ledger.IsHopeless(session) || !_ports.HasOffloads || now < _fullUntil || _ground.PlacementOf(session) == Placement.None)
            {
                return false;
            }

            Offer(session, now);
            return true;
        }

        if (_ledger.IsLeaving(session))
        {
            _ = _ledger.Release(session);
            return true;
        }

        if (!_checks)
        {
            return false;
        }

        // A route or a port may have moved, or the configuration taken the rung away.
        PortPair ports = _ledger.PortsOf(session);
        bool isRight = _ports.IsStillUsable(ports, _ledger.HolderOf(session)) && _ground.TryReadSession(session, out GreSession held)
            && _routes.TryLookup(held.RemoteEndpoint, out RouteLookup route).IsOk && route.InterfaceIndex == ports.Transport;
        if (!isRight)
        {
            _ = _ledger.Release(session);
            _ledger.Forgive(session);
            Queue(session);
        }

        return true;
    }

    private void Clear(Instant now)
    {
        _clearAt = _clearAt == default ? now.Plus(s_claimTime) : _clearAt;
        if (_isCleared || now < _clearAt)
        {
            return;
        }

        bool isMore = false;
        foreach (ISessionOffload offload in _offloads)
        {
            isMore |= offload.ClearUnclaimed();
        }

        _isCleared = !isMore;
    }
}
