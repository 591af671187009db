using System;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Packets;

namespace Pmip.Access;

/// <summary>Timers: periodic advertisements, probing of silent nodes, and the ends of waits.</summary>
public sealed partial class AccessLinks
{
    /// <summary>Does the most overdue thing; false when nothing is due at <paramref name="now"/>.</summary>
    public bool Expire(Instant now, AccessOutbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        if (!_timers.TryPop(now, out int timer))
        {
            return Review(now, outbox);
        }

        if (timer >= _slots.Capacity * TimerKinds)
        {
            LinkLost(timer - (_slots.Capacity * TimerKinds), now, outbox);
            return true;
        }

        int node = timer / TimerKinds;
        switch ((NodeTimer)(timer % TimerKinds))
        {
            case NodeTimer.Advertisement:
                Advertise(node, now, outbox);
                break;
            case NodeTimer.Presence:
                Silent(node, now, outbox);
                break;
            case NodeTimer.Wait:
                WaitEnded(node, now, outbox);
                break;
        }

        return true;
    }

    /// <summary>One node of a lost link leaves; the others follow one step each.</summary>
    private void LinkLost(int link, Instant now, AccessOutbox outbox)
    {
        for (int node = _nodesOfLink.First(link); node != SlotLists.None; node = _nodesOfLink.Next(node))
        {
            if (_nodes[node].State is AccessNodeState.Registering or AccessNodeState.Served)
            {
                Leave(node, LeaveReason.LinkDown, now, outbox);
                _timers.Arm(LinkTimer(link), now);
                return;
            }
        }
    }

    private void WaitEnded(int node, Instant now, AccessOutbox outbox)
    {
        if (_nodes[node].State == AccessNodeState.Leaving)
        {
            Left(node, now, outbox);
        }
        else if (_nodes[node].State == AccessNodeState.Served)
        {
            RetryServed(node, now, outbox);
        }
        else if (_nodes[node].RetriesAlone)
        {
            RetryRested(node, now, outbox);
        }
        else
        {
            Invariant.Require(_nodes[node].State == AccessNodeState.Resting);
            Release(node);
        }
    }

    /// <summary>
    /// Somebody must know whether the node is there: it is probed at once, and the next that is heard of it makes a
    /// <see cref="AccessEffectKind.NodePresent"/>. False when there is no such node.
    /// </summary>
    public bool AskPresence(int node, AccessOutbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        if (!_slots.IsTaken(node) || _nodes[node].State != AccessNodeState.Served)
        {
            return false;
        }

        _nodes[node].IsPresenceWanted = true;
        Probe(node, outbox);
        return true;
    }

    /// <summary>The connections that failed while others are up are tried for again.</summary>
    private void RetryServed(int node, Instant now, AccessOutbox outbox)
    {
        _nodes[node].RetriesAlone = false;
        if (MissingConnections(node) != 0)
        {
            Counters.Increment(AccessCounter.Retries);
            Register(node, AttachTrigger.Retry, outbox);
        }

        if ((ConnectionsOf(node) & _nodes[node].Releasing) != 0)
        {
            RetryReleased(node, now);
        }
    }

    private void Silent(int node, Instant now, AccessOutbox outbox)
    {
        ref AccessNode row = ref _nodes[node];
        Instant due = row.LastHeard.Plus(_configuration.ProbeAfter);
        if (due > now)
        {
            _timers.Arm(TimerOf(node, NodeTimer.Presence), due);
        }
        else if (!row.IsTrafficAsked)
        {
            row.IsTrafficAsked = true;
            outbox.Add(Effect(AccessEffectKind.NodeSilent, node, row.Up, 0));
            _timers.Arm(TimerOf(node, NodeTimer.Presence), now);
        }
        else if (row.ProbesUnanswered >= _configuration.Probes)
        {
            Leave(node, LeaveReason.Unreachable, now, outbox);
        }
        else if (Probe(node, outbox))
        {
            row.ProbesUnanswered++;
            _timers.Arm(TimerOf(node, NodeTimer.Presence), now.Plus(_configuration.ProbeInterval));
        }
        else
        {
            // Nobody told us an address to ask for: it stays until its link goes down or its binding ends.
            _timers.Arm(TimerOf(node, NodeTimer.Presence), now.Plus(_configuration.ProbeAfter));
        }
    }

    /// <summary>Asks for an address of the node, in a frame for its MAC, in each family that it is known to have.</summary>
    private bool Probe(int node, AccessOutbox outbox)
    {
        ref readonly AccessNode row = ref _nodes[node];
        AccessLinkConfiguration link = _links[row.Link];
        IpAddress target = row.LinkLocal.IsUnspecified ? row.Global : row.LinkLocal;
        bool sent = false;
        if (!target.IsUnspecified)
        {
            Span<byte> frame = outbox.Begin(NeighborFrameLengthMax);
            EthernetHeader.Emit(frame, row.Address, link.GatewayLinkLayerAddress, EtherType.Ipv6, out int header);
            WireStatus status = NeighborDiscoveryEmitter.EmitNeighborSolicitation(
                frame[header..], link.FixedLinkLocalAddress, target, target, link.GatewayLinkLayerAddress, out int packet);
            Invariant.Require(status == WireStatus.Ok);
            Sent(node, header + packet, AccessCounter.Probes, outbox);
            sent = true;
        }

        int connection = FirstIpv4Connection(node);
        if (connection >= 0)
        {
            ref readonly ConnectionGrant grant = ref GrantOf(node, connection);
            IpAddress router = grant.DefaultRouter4.IsIPv4 ? grant.DefaultRouter4 : IpAddress.FromIPv4(0);
            WireStatus status = ArpPacket.EmitFrame(
                outbox.Begin(ArpFrameLength),
                ArpOperation.Request,
                link.GatewayLinkLayerAddress,
                router,
                row.Address,
                grant.HomeAddress4,
                out int length);
            Invariant.Require(status == WireStatus.Ok);
            Sent(node, length, AccessCounter.Probes, outbox);
            sent = true;
        }

        return sent;
    }

    /// <summary>Walks the tables and requires that they agree. Costs a pass over all nodes.</summary>
    public void Verify()
    {
        _slots.Verify();
        _timers.Verify();
        int onLinks = 0;
        for (int link = 0; link < _links.Length; link++)
        {
            onLinks += _nodesOfLink.Count(link);
        }

        Invariant.Require(onLinks == _slots.Count && _index.Count == _slots.Count);
        for (int node = 0; node < _slots.Capacity; node++)
        {
            VerifyNode(node);
        }
    }

    private void VerifyNode(int node)
    {
        bool waits = _timers.IsArmed(TimerOf(node, NodeTimer.Wait));
        bool probes = _timers.IsArmed(TimerOf(node, NodeTimer.Presence));
        bool advertises = _timers.IsArmed(TimerOf(node, NodeTimer.Advertisement));
        if (!_slots.IsTaken(node))
        {
            Invariant.Require(!waits && !probes && !advertises);
            return;
        }

        VerifyReview(node);
        ref readonly AccessNode row = ref _nodes[node];
        Invariant.Require(FindNode(row.Address, row.Link) == node && _nodesOfLink.ListOf(node) == row.Link);
        Invariant.Require((row.Up & row.Pending) == 0 && (row.Up & row.Releasing) == 0 && (row.Pending & row.Releasing) == 0);
        Invariant.Require(waits == (row.State is AccessNodeState.Leaving or AccessNodeState.Resting
            || (row.State == AccessNodeState.Served && row.RetriesAlone)));
        Invariant.Require(probes == (row.State == AccessNodeState.Served));
        Invariant.Require((row.Up != 0) == (row.State == AccessNodeState.Served));
        Invariant.Require(!advertises || row.State == AccessNodeState.Served);
        Invariant.Require(row.State != AccessNodeState.Registering || (row.Pending | row.Releasing) != 0);
        Invariant.Require(row.State != AccessNodeState.Leaving || row.Pending == 0);
        Invariant.Require(row.State != AccessNodeState.Resting || (row.Pending | row.Releasing) == 0);
    }
}
