using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Access;

/// <summary>What the host reports about registrations.</summary>
public sealed partial class AccessLinks
{
    /// <summary>A connection is registered, or its grant changed: the node gets its prefixes and its address.</summary>
    public void ConnectionUp(int node, int connection, in ConnectionGrant grant, Instant now, AccessOutbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        if (!Has(node, connection) || ((_nodes[node].Pending | _nodes[node].Up) & Bit(connection)) == 0)
        {
            Counters.Increment(AccessCounter.StaleReport);
            return;
        }

        ref AccessNode row = ref _nodes[node];
        if ((row.Up & Bit(connection)) != 0)
        {
            RetireMissing(node, GrantOf(node, connection).Prefixes, grant.Prefixes);
        }

        bool first = row.Up == 0;
        row.Pending &= AllBut(connection);
        row.Up |= Bit(connection);
        GrantOf(node, connection) = grant;
        if (first)
        {
            row.State = AccessNodeState.Served;
            row.ProbesUnanswered = 0;
            _timers.Arm(TimerOf(node, NodeTimer.Presence), now.Plus(_configuration.ProbeAfter));
            outbox.Add(Effect(AccessEffectKind.NodeServed, node, 0, 0));
        }

        if (row.Pending == 0 && MissingConnections(node) == 0)
        {
            row.BackOff = _configuration.RetryAfter;
        }

        row.IsIpv4Asked = false;
        if (first && row.RetriesAlone)
        {
            ArmRetry(node);
        }

        Advertise(node, now, outbox);
        AnswerHeldDhcp(node, now, outbox);
    }

    /// <summary>
    /// A connection is gone: its prefixes are withdrawn. A node without any connection is served no more. One that was asked whether it
    /// is here, and was silent, has gone elsewhere: it is served as soon as it shows itself again.
    /// </summary>
    public void ConnectionDown(int node, int connection, Instant now, AccessOutbox outbox, AfterLoss after = AfterLoss.Wait)
    {
        Invariant.Require(outbox.Count == 0);
        if (!Has(node, connection) || ((_nodes[node].Pending | _nodes[node].Up | _nodes[node].Releasing) & Bit(connection)) == 0)
        {
            Counters.Increment(AccessCounter.StaleReport);
            return;
        }

        ref AccessNode row = ref _nodes[node];
        bool wasUp = (row.Up & Bit(connection)) != 0;
        if (wasUp)
        {
            RetireMissing(node, GrantOf(node, connection).Prefixes, default);
        }

        row.RetriesAlone |= after == AfterLoss.Retry && row.State != AccessNodeState.Leaving;
        Duration rest = row.IsPresenceWanted ? Duration.Zero : row.BackOff;
        Settle(node, connection, rest, now, outbox);
        if (wasUp && row.State == AccessNodeState.Served)
        {
            Quieten(node, rest, now);
            Advertise(node, now, outbox);
        }

        if (row.State == AccessNodeState.Served && row.RetriesAlone)
        {
            ArmRetry(node);
        }
    }

    /// <summary>
    /// A connection could not be registered; the node may try again after a while that doubles, and not before
    /// <paramref name="quiet"/> is over.
    /// </summary>
    public void ConnectionRefused(
        int node, int connection, Instant now, AccessOutbox outbox, AfterLoss after = AfterLoss.Wait, Duration quiet = default)
    {
        Invariant.Require(outbox.Count == 0);
        if (!Has(node, connection) || ((_nodes[node].Pending | _nodes[node].Releasing) & Bit(connection)) == 0)
        {
            Counters.Increment(AccessCounter.StaleReport);
            return;
        }

        Counters.Increment(AccessCounter.Refusals);
        ref AccessNode row = ref _nodes[node];
        Duration wait = quiet > row.BackOff ? quiet : row.BackOff;
        Quieten(node, wait, now);
        row.RetriesAlone |= after == AfterLoss.Retry && row.State != AccessNodeState.Leaving;
        Settle(node, connection, wait, now, outbox);
        if (row.State == AccessNodeState.Served && row.RetriesAlone)
        {
            ArmRetry(node);
        }

        if (row.State is AccessNodeState.Served or AccessNodeState.Resting)
        {
            row.BackOff = row.BackOff.DoubledUpTo(_configuration.RetryAfterMax);
        }
    }

    /// <summary>A wait that is under way already is never cut short.</summary>
    private void Quieten(int node, Duration wait, Instant now)
    {
        Instant until = now.Plus(wait);
        _nodes[node].QuietUntil = until > _nodes[node].QuietUntil ? until : _nodes[node].QuietUntil;
    }

    private void ArmRetry(int node)
    {
        ref readonly AccessNode row = ref _nodes[node];
        Invariant.Require(row.State == AccessNodeState.Served);
        _timers.Arm(TimerOf(node, NodeTimer.Wait), row.QuietUntil.Plus(RetryJitter(node, row.BackOff)));
    }

    private bool Has(int node, int connection) => _slots.IsTaken(node) && connection is >= 0 and < ConnectionsPerNodeMax;

    /// <summary>The connection is in no set any more; what becomes of its node follows from the others.</summary>
    private void Settle(int node, int connection, Duration rest, Instant now, AccessOutbox outbox)
    {
        ref AccessNode row = ref _nodes[node];
        byte others = AllBut(connection);
        row.Pending &= others;
        row.Up &= others;
        row.Releasing &= others;
        if (row.State == AccessNodeState.Leaving)
        {
            if (row.Releasing == 0)
            {
                Left(node, now, outbox);
            }
        }
        else if (row.Up == 0)
        {
            if (row.State == AccessNodeState.Served)
            {
                Advertise(node, now, outbox);
                outbox.Add(Effect(AccessEffectKind.NodeForgotten, node, 0, 0));
                CancelTimers(node);
                row.State = AccessNodeState.Registering;
            }

            if ((row.Pending | row.Releasing) == 0)
            {
                row.Reason = default;
                Rest(node, rest, now);
            }
        }
    }

    /// <summary>Remembers the prefixes of <paramref name="before"/> that are not in <paramref name="after"/> for withdrawal.</summary>
    private void RetireMissing(int node, in IpPrefixList before, in IpPrefixList after)
    {
        ref AccessNode row = ref _nodes[node];
        for (int i = 0; i < before.Count; i++)
        {
            if (!after.Contains(before[i]) && !row.Retired.Contains(before[i]) && row.Retired.TryAdd(before[i]))
            {
                row.RetiredRepeats = RetiredAdvertisements;
            }
        }
    }
}
