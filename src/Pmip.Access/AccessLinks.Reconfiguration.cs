using System;
using System.Threading;
using Pmip.Foundation;
using Pmip.Foundation.Time;

namespace Pmip.Access;

/// <content>
/// Another configuration for running access links: prepared on any thread, brought into force in one step that allocates nothing.
/// Nodes keep the connections that their profile still has as they were; the others are released, and new ones asked for, one node
/// a step in later calls of <see cref="Expire"/>.
/// </content>
public sealed partial class AccessLinks
{
    private const int NodesPerStep = 64;
    private int _reviewed; // nodes of the round that was begun last

    /// <summary>Makes what <paramref name="next"/> needs. May be called on any thread. Null unless <see cref="AccessReconfiguration.Ready"/>.</summary>
    public AccessReconfiguration Prepare(AccessConfiguration next, out PreparedAccessConfiguration? prepared)
    {
        AccessRules previous = Volatile.Read(ref _rules);
        prepared = null;
        if (next.NodesMax != previous.Configuration.NodesMax || next.Links.Count > previous.Links.Length)
        {
            return AccessReconfiguration.FixedForLife;
        }

        prepared = new PreparedAccessConfiguration(new AccessRules(next, previous.Links.Length, _hash), previous);
        return AccessReconfiguration.Ready;
    }

    /// <summary>
    /// Counts the nodes that a prepared configuration would take a connection from, or all, and changes nothing. One pass over the
    /// nodes.
    /// </summary>
    public int CountAffected(PreparedAccessConfiguration prepared)
    {
        int affected = 0;
        for (int node = 0; node < Capacity; node++)
        {
            if (_slots.IsTaken(node))
            {
                affected += LostBy(node, prepared.Rules) != 0 ? 1 : 0;
            }
        }

        return affected;
    }

    /// <summary>Brings a prepared configuration into force. Unless <see cref="AccessReconfiguration.Ready"/> nothing has changed.</summary>
    public AccessReconfiguration Reconfigure(PreparedAccessConfiguration prepared)
    {
        if (!ReferenceEquals(prepared.Previous, _rules))
        {
            return AccessReconfiguration.Superseded;
        }

        AccessRules next = prepared.Rules;
        for (int link = 0; link < _links.Length; link++)
        {
            if (_nodesOfLink.Count(link) > 0 && next.Links[link].IsUsed && !next.Circuits[link].AsSpan().SequenceEqual(_circuits[link]))
            {
                return AccessReconfiguration.LinkNotEmpty;
            }
        }

        bool hasOtherServers = !next.Dns.AsSpan().SequenceEqual(_dns);
        for (int node = 0; node < Capacity; node++)
        {
            if (_slots.IsTaken(node))
            {
                Carry(node, next, hasOtherServers);
            }
        }

        Volatile.Write(ref _rules, next);
        TakeRules();
        _reviewed = 0;
        Counters.Increment(AccessCounter.Reconfigurations);
        return AccessReconfiguration.Ready;
    }

    private byte LostBy(int node, AccessRules next)
    {
        ref readonly AccessNode row = ref _nodes[node];
        int had = row.Up | row.Pending;
        return (byte)(had & ~_rules.Kept(row.Profile, next, ProfileOf(row, next)));
    }

    // On a link that is there no more nobody has a profile.
    private static int ProfileOf(in AccessNode row, AccessRules rules) => rules.Links[row.Link].IsUsed ? rules.ProfileFor(row.Address) : -1;

    // Nobody is told anything yet; a node that only rests and has no profile any more is forgotten at once.
    private void Carry(int node, AccessRules next, bool hasOtherServers)
    {
        ref AccessNode row = ref _nodes[node];
        row.Lost |= LostBy(node, next);
        row.IsChanged = true;
        row.IsAdvertisementDue |= hasOtherServers;
        row.Profile = ProfileOf(row, next);
        if (row.Profile < 0 && row.State == AccessNodeState.Resting)
        {
            Release(node);
        }
    }

    // One node of the round; false when the round is over.
    private bool Review(Instant now, AccessOutbox outbox)
    {
        if (_reviewed >= Capacity)
        {
            return false;
        }

        for (int looked = 0; looked < NodesPerStep && _reviewed < Capacity; looked++)
        {
            int node = _reviewed++;
            if (_slots.IsTaken(node) && _nodes[node].IsChanged)
            {
                Adapt(node, now, outbox);
                break;
            }
        }

        return true;
    }

    private void Adapt(int node, Instant now, AccessOutbox outbox)
    {
        ref AccessNode row = ref _nodes[node];
        byte lost = (byte)(row.Lost & (row.Up | row.Pending));
        bool isAdvertisementDue = row.IsAdvertisementDue;
        row.Lost = 0;
        row.IsChanged = false;
        row.IsAdvertisementDue = false;
        if (row.State == AccessNodeState.Resting && row.Profile < 0)
        {
            Release(node);
            return;
        }

        if (row.State is not (AccessNodeState.Registering or AccessNodeState.Served))
        {
            return;
        }

        bool keepsOne = row.State == AccessNodeState.Served ? (row.Up & ~lost) != 0 : (row.Pending & ~lost) != 0;
        if (row.Profile < 0 || (lost != 0 && !keepsOne))
        {
            Leave(node, LeaveReason.Reconfigured, now, outbox);
            row.CameBack = row.Profile >= 0;
            row.Trigger = AttachTrigger.Retry;
            return;
        }

        if (lost != 0)
        {
            Withdraw(node, lost, outbox);
        }

        if (MissingConnections(node) != 0 && !row.RetriesAlone && now >= row.QuietUntil)
        {
            Register(node, AttachTrigger.Retry, outbox);
        }

        if ((ConnectionsOf(node) & row.Releasing) != 0)
        {
            RetryReleased(node, now);
        }

        if (row.State == AccessNodeState.Served && (isAdvertisementDue || lost != 0))
        {
            Advertise(node, now, outbox);
        }
    }

    private void Withdraw(int node, byte lost, AccessOutbox outbox)
    {
        ref AccessNode row = ref _nodes[node];
        for (int connection = 0; connection < ConnectionsPerNodeMax; connection++)
        {
            if ((lost & row.Up & Bit(connection)) != 0)
            {
                RetireMissing(node, GrantOf(node, connection).Prefixes, default);
            }
        }

        row.Up &= (byte)(0xFF ^ lost);
        row.Pending &= (byte)(0xFF ^ lost);
        row.Releasing |= lost;
        Counters.Increment(AccessCounter.Withdrawals);
        outbox.Add(Effect(AccessEffectKind.ConnectionsReleased, node, lost, (byte)LeaveReason.Reconfigured));
    }

    // A connection that takes the number of one that is being released comes when that has gone.
    private void RetryReleased(int node, Instant now)
    {
        ref AccessNode row = ref _nodes[node];
        row.RetriesAlone = true;
        if (row.State == AccessNodeState.Served)
        {
            _timers.Arm(TimerOf(node, NodeTimer.Wait), now.Plus(_configuration.ProbeInterval));
        }
    }

    // Fields are read with each frame, so the parts of the rules stand beside each other here.
    private void TakeRules()
    {
        _configuration = _rules.Configuration;
        _links = _rules.Links;
        _circuits = _rules.Circuits;
        _gatewayAddresses = _rules.GatewayAddresses;
        _dns = _rules.Dns;
        _attachInterval = _rules.AttachInterval;
    }

    private byte ConnectionsOf(int node) => _rules.ConnectionsOf(_nodes[node].Profile);

    private void VerifyReview(int node)
    {
        ref readonly AccessNode row = ref _nodes[node];
        Invariant.Require(!row.IsChanged || node >= _reviewed);
        Invariant.Require(row.IsChanged || row.Lost == 0);
        Invariant.Require(row.Profile >= 0 || row.IsChanged || row.State == AccessNodeState.Leaving);
    }
}
