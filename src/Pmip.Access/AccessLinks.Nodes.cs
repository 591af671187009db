using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;

namespace Pmip.Access;

/// <summary>Arrival and departure of nodes.</summary>
public sealed partial class AccessLinks
{
    /// <summary>How long a departure waits for the reports of its connections; an engine answers within two seconds.</summary>
    private static readonly Duration LeaveGrace = Duration.FromSeconds(5);

    /// <summary>How long a node that may come again, but does not, keeps its slot.</summary>
    private static readonly Duration RestingMax = Duration.FromSeconds(30);

    private enum NodeTimer
    {
        Advertisement,
        Presence,
        Wait,
    }

    private const int TimerKinds = 3;

    private static int TimerOf(int node, NodeTimer kind) => (node * TimerKinds) + (int)kind;

    private int LinkTimer(int link) => (_slots.Capacity * TimerKinds) + link;

    /// <summary>
    /// Something came from a node: finds it, or makes it arrive. Gives -1 when it is not to be answered: it has no profile, no
    /// slot, or must wait.
    /// </summary>
    private int Note(int link, MacAddress address, AttachTrigger trigger, Instant now, AccessOutbox outbox)
    {
        int node = FindNode(address, link);
        if (node < 0)
        {
            return Arrive(link, address, trigger, now, outbox);
        }

        Heard(node, now);
        if (_nodes[node].IsPresenceWanted)
        {
            _nodes[node].IsPresenceWanted = false;
            outbox.Add(Effect(AccessEffectKind.NodePresent, node, _nodes[node].Up, (byte)trigger));
        }

        switch (_nodes[node].State)
        {
            case AccessNodeState.Leaving:
                if (MayReturn(node, trigger))
                {
                    _nodes[node].CameBack = true;
                    _nodes[node].Trigger = trigger;
                }

                return -1;
            case AccessNodeState.Resting:
                return Return(node, trigger, now, outbox);
            default:
                Reaffirm(node, trigger, now, outbox);
                RetryMissing(node, trigger, now, outbox);
                return node;
        }
    }

    /// <summary>What a node does on purpose, unlike packets that its other programs go on sending.</summary>
    private static bool IsDeliberate(AttachTrigger trigger) => trigger is AttachTrigger.RouterSolicitation or AttachTrigger.Dhcp or AttachTrigger.Association;

    /// <summary>True when a node that leaves is not held back by the reason for which it leaves.</summary>
    private bool MayReturn(int node, AttachTrigger trigger) => _nodes[node].Reason switch
    {
        LeaveReason.Operator or LeaveReason.Moved => false,
        LeaveReason.DhcpRelease => IsDeliberate(trigger),
        _ => true,
    };

    private int Arrive(int link, MacAddress address, AttachTrigger trigger, Instant now, AccessOutbox outbox)
    {
        int profile = _links[link].IsUsed ? ProfileFor(address) : -1;
        if (profile < 0)
        {
            Counters.Increment(AccessCounter.UnknownProfile);
            return -1;
        }

        if (_slots.Count == _slots.Capacity)
        {
            Counters.Increment(AccessCounter.TableFull);
            return -1;
        }

        if (!_attaches[link].TryTake(now, _attachInterval, _configuration.AttachBurst))
        {
            Counters.Increment(AccessCounter.AttachLimited);
            return -1;
        }

        LeaveOtherLinks(link, address, now, outbox);
        bool taken = _slots.TryTake(out SlotId id);
        Invariant.Require(taken);
        int node = id.Index;
        _nodes[node] = new AccessNode
        {
            Address = address,
            Link = link,
            Profile = profile,
            LastHeard = now,
            BackOff = _configuration.RetryAfter,
            LinkLocal = IpAddress.Unspecified,
            Global = IpAddress.Unspecified,
        };
        _index.Add(_hash.Hash(address.Value, (ulong)link), node);
        _nodesOfLink.Append(link, node);
        Register(node, trigger, outbox);
        return node;
    }

    /// <summary>A node is at one place: where it was heard last. At most one other link can have it.</summary>
    private void LeaveOtherLinks(int link, MacAddress address, Instant now, AccessOutbox outbox)
    {
        for (int other = 0; other < _links.Length; other++)
        {
            int node = other == link ? -1 : FindNode(address, other);
            if (node >= 0 && _nodes[node].State is AccessNodeState.Registering or AccessNodeState.Served)
            {
                Leave(node, LeaveReason.Moved, now, outbox);
                return;
            }
        }
    }

    /// <summary>Asks the host to register every connection that is not up nor on its way.</summary>
    private void Register(int node, AttachTrigger trigger, AccessOutbox outbox)
    {
        ref AccessNode row = ref _nodes[node];
        byte missing = MissingConnections(node);
        Invariant.Require(missing != 0);
        _timers.Cancel(TimerOf(node, NodeTimer.Wait));
        row.State = row.Up == 0 ? AccessNodeState.Registering : AccessNodeState.Served;
        row.Trigger = trigger;
        row.CameBack = false;
        row.RetriesAlone = false;
        row.Pending |= missing;
        Counters.Increment(AccessCounter.Arrivals);
        outbox.Add(new AccessEffect(
            AccessEffectKind.NodeArrived, row.Link, node, row.Profile, missing, (byte)trigger, 0, 0));
    }

    private byte MissingConnections(int node)
    {
        ref readonly AccessNode row = ref _nodes[node];
        return (byte)(ConnectionsOf(node) & ~(row.Up | row.Pending | row.Releasing));
    }

    private int Return(int node, AttachTrigger trigger, Instant now, AccessOutbox outbox)
    {
        ref AccessNode row = ref _nodes[node];
        bool released = row.Reason == LeaveReason.DhcpRelease && IsDeliberate(trigger);
        if (row.Profile < 0)
        {
            Release(node);
            return -1;
        }

        if (now < row.QuietUntil && !released)
        {
            Counters.Increment(AccessCounter.QuietPeriod);
            return -1;
        }

        if (!_attaches[row.Link].TryTake(now, _attachInterval, _configuration.AttachBurst))
        {
            Counters.Increment(AccessCounter.AttachLimited);
            return -1;
        }

        Register(node, trigger, outbox);
        return node;
    }

    /// <summary>
    /// An access point announces a station only when it has just come, and a host looks for routers only when its link came up. One
    /// that we still serve may have been at another MAG meanwhile, without our probing having missed it.
    /// </summary>
    private void Reaffirm(int node, AttachTrigger trigger, Instant now, AccessOutbox outbox)
    {
        ref readonly AccessNode row = ref _nodes[node];
        if (row.State == AccessNodeState.Served && row.Up != 0
            && trigger is AttachTrigger.Association or AttachTrigger.RouterSolicitation
            && _attaches[row.Link].TryTake(now, _attachInterval, _configuration.AttachBurst))
        {
            Counters.Increment(AccessCounter.Reaffirmations);
            outbox.Add(new AccessEffect(AccessEffectKind.NodeReaffirmed, row.Link, node, row.Profile, row.Up, (byte)trigger, 0, 0));
        }
    }

    /// <summary>A served node that asks again gets another try for the connections that were refused.</summary>
    private void RetryMissing(int node, AttachTrigger trigger, Instant now, AccessOutbox outbox)
    {
        ref readonly AccessNode row = ref _nodes[node];
        if (row.State == AccessNodeState.Served && IsDeliberate(trigger) && now >= row.QuietUntil && MissingConnections(node) != 0)
        {
            Register(node, trigger, outbox);
        }
    }

    /// <summary>Up to a quarter of the wait, lest all nodes of an LMA that was lost come back in one moment.</summary>
    private Duration RetryJitter(int node, Duration quiet)
    {
        ulong draw = _hash.Hash(_nodes[node].Address.Value, (ulong)_nodes[node].QuietUntil.Microseconds);
        return new Duration((long)(draw % (ulong)((quiet.Microseconds / 4) + 1)));
    }

    /// <summary>A node that rests after a failure is tried again when it was heard a moment ago, or answers a probe.</summary>
    private void RetryRested(int node, Instant now, AccessOutbox outbox)
    {
        ref AccessNode row = ref _nodes[node];
        if (row.Profile < 0)
        {
            Release(node);
        }
        else if (row.LastHeard.Plus(_configuration.ProbeAfter) > now)
        {
            if (_attaches[row.Link].TryTake(now, _attachInterval, _configuration.AttachBurst))
            {
                Counters.Increment(AccessCounter.Retries);
                Register(node, AttachTrigger.Retry, outbox);
            }
            else
            {
                Counters.Increment(AccessCounter.AttachLimited);
                _timers.Arm(TimerOf(node, NodeTimer.Wait), now.Plus(_configuration.ProbeInterval));
            }
        }
        else if (row.ProbesUnanswered < _configuration.Probes && Probe(node, outbox))
        {
            row.ProbesUnanswered++;
            _timers.Arm(TimerOf(node, NodeTimer.Wait), now.Plus(_configuration.ProbeInterval));
        }
        else
        {
            Release(node);
        }
    }

    private void Heard(int node, Instant now)
    {
        _nodes[node].LastHeard = now;
        _nodes[node].ProbesUnanswered = 0;
        _nodes[node].IsTrafficAsked = false;
    }

    private void Leave(int node, LeaveReason reason, Instant now, AccessOutbox outbox)
    {
        ref AccessNode row = ref _nodes[node];
        Invariant.Require(row.State is AccessNodeState.Registering or AccessNodeState.Served);
        byte connections = (byte)(row.Up | row.Pending);
        if (row.State == AccessNodeState.Served)
        {
            outbox.Add(Effect(AccessEffectKind.NodeForgotten, node, 0, 0));
        }

        Counters.Increment(AccessCounter.Departures);
        outbox.Add(Effect(AccessEffectKind.NodeLeft, node, connections, (byte)reason));
        CancelTimers(node);
        row.State = AccessNodeState.Leaving;
        row.Reason = reason;
        row.CameBack = false;
        row.RetriesAlone = false;
        row.IsPresenceWanted = false;
        row.IsIpv4Asked = false;
        row.Releasing |= connections;
        row.Up = 0;
        row.Pending = 0;
        row.HeldDhcpLength = 0;
        row.Retired = default;
        row.RetiredRepeats = 0;
        _timers.Arm(TimerOf(node, NodeTimer.Wait), now.Plus(LeaveGrace));
    }

    /// <summary>Every connection of a leaving node is reported down, or the reports are overdue.</summary>
    private void Left(int node, Instant now, AccessOutbox outbox)
    {
        ref AccessNode row = ref _nodes[node];
        row.Releasing = 0;
        if (row.Profile < 0)
        {
            Release(node);
        }
        else if (row.CameBack)
        {
            Register(node, row.Trigger, outbox);
        }
        else if (row.Reason is LeaveReason.Operator or LeaveReason.DhcpRelease)
        {
            Rest(node, _configuration.QuietAfterDetach, now);
        }
        else
        {
            Release(node);
        }
    }

    private void Rest(int node, Duration quiet, Instant now)
    {
        ref AccessNode row = ref _nodes[node];
        CancelTimers(node);
        row.State = AccessNodeState.Resting;
        row.HeldDhcpLength = 0;
        row.Retired = default;
        row.RetiredRepeats = 0;
        row.IsPresenceWanted = false;
        row.QuietUntil = now.Plus(quiet);
        _timers.Arm(
            TimerOf(node, NodeTimer.Wait), row.RetriesAlone ? row.QuietUntil.Plus(RetryJitter(node, quiet)) : row.QuietUntil.Plus(RestingMax));
    }

    private void Release(int node)
    {
        CancelTimers(node);
        _index.Remove(_hash.Hash(_nodes[node].Address.Value, (ulong)_nodes[node].Link), node);
        _nodesOfLink.Remove(node);
        _slots.Release(_slots.IdOf(node));
        _nodes[node] = default;
    }

    private void CancelTimers(int node)
    {
        _timers.Cancel(TimerOf(node, NodeTimer.Advertisement));
        _timers.Cancel(TimerOf(node, NodeTimer.Presence));
        _timers.Cancel(TimerOf(node, NodeTimer.Wait));
    }

    private AccessEffect Effect(AccessEffectKind kind, int node, byte connections, byte code) =>
        new(kind, _nodes[node].Link, node, _nodes[node].Profile, connections, code, 0, 0);
}
