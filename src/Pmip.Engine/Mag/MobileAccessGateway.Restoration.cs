using System;
using Pmip.Engine.Restoration;
using Pmip.Engine.Sessions;
using Pmip.Foundation;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Mag;

/// <content>
/// Connections that outlive a restart of the process (TS 23.007 clause 19: with nothing lost, the restart counter stays). The host keeps
/// each that a step changed, and gives all of them to a new engine before its first step.
/// </content>
public sealed partial class MobileAccessGateway
{
    // What is overdue after a restart is done within this time, and not all at once.
    private const int OverdueMillisecondsMax = 2000;

    /// <summary>How long keys and addresses of what has ended rest.</summary>
    public Duration Quarantine => _configuration.Quarantine;

    /// <summary>The connections that the last step changed.</summary>
    public ChangedSlots Changes { get; } = new();

    /// <summary>
    /// True while connections are on their way out together, which no single one of them shows: a restart now would bring back what a
    /// peer, or the operator, has ended. Such a restart loses all.
    /// </summary>
    public bool IsSweeping => _sweep.IsActive || _revocations.Timers.Count > 0;

    /// <summary>
    /// The connection in a slot as it is to be kept; false when there is none, or one that never was up. It points into the tables: use it
    /// before the next step.
    /// </summary>
    public bool TryKeep(int slot, out KeptConnection kept)
    {
        kept = default;
        if (!_list.IsTaken(slot) || _list[slot].State == BindingUpdateState.Registering)
        {
            return false;
        }

        // A family that is being given back is gone, as it is when no answer comes.
        BindingUpdateListEntry entry = _list[slot];
        FinishDrop(ref entry);
        if (!entry.HasAddress && entry.IsUp)
        {
            return false;
        }

        ComponentIndex components = _partialFailure.Components;
        Instant due = DeadlineOf(slot, BindingUpdateTimer.Update);
        kept.IsDeregistering = entry.State == BindingUpdateState.Deregistering;
        kept.IsHeld = entry.IsHeld;
        kept.MayHaveMoved = entry.MayHaveMoved;
        kept.AlwaysSendsKey = entry.AlwaysSendsKey;
        kept.Type = entry.Type;
        kept.AttachIndicator = entry.AttachIndicator;
        kept.AsksForNameServers = entry.AsksForNameServers;
        kept.Transmissions = kept.IsDeregistering ? (byte)Math.Min(entry.Transmissions, byte.MaxValue) : (byte)0;
        kept.Identifier = _list.IdentifierOf(slot);
        kept.AccessPoint = KeptName.Of(_accessPoints.Names[entry.AccessPoint]);
        kept.PdnConnectionId = entry.PdnConnectionId;
        kept.Path = _paths[entry.Lma];
        kept.SessionIndex = entry.SessionIndex;
        kept.KeyIndex = entry.KeyIndex;
        kept.DownlinkKey = entry.DownlinkKey;
        kept.UplinkKey = entry.UplinkKey;
        kept.Encapsulation = entry.Encapsulation;
        kept.LastSequence = entry.LastSequence;
        kept.Timestamp = entry.Timestamp;

        // A refresh that waits for its answer, or for word of the node's presence, is overdue after a restart.
        kept.UpdateAt = entry.State == BindingUpdateState.Registered ? due : default;
        kept.ExpiresAt = entry.IsUp ? DeadlineOf(slot, BindingUpdateTimer.Expiry) : default;
        kept.LifetimeGranted = entry.LifetimeGranted;
        kept.RefreshBeforeEnd = entry.RefreshBeforeEnd;
        kept.HomeNetworkPrefixes = entry.HomeNetworkPrefixes;
        kept.HomeAddress4 = entry.HomeAddress4;
        kept.HomeAddress4PrefixLength = entry.HomeAddress4PrefixLength;
        kept.DefaultRouter4 = entry.DefaultRouter4;
        kept.IsDhcpServer = entry.IsDhcpServer;
        kept.IsIpv4Deferred = entry.IsIpv4Deferred;
        kept.HasChargingId = entry.HasChargingId;
        kept.ChargingId = entry.ChargingId;
        kept.NameServers = entry.NameServers;
        kept.LinkLocalAddress = entry.LinkLocalAddress;
        kept.FirstComponent = components.First(slot) == ComponentIndex.None ? null : components[components.First(slot)];
        kept.SecondComponent = components.Second(slot) == ComponentIndex.None ? null : components[components.Second(slot)];
        kept.AccessTechnology = entry.AccessTechnology;
        kept.LinkLayerAddress = entry.LinkLayerAddress;
        kept.AccessNode = entry.AccessNode;
        return true;
    }

    /// <summary>
    /// Brings a connection of the process before back into its slot; its access node is that of this process. Nothing is asked for yet:
    /// <see cref="Reinstate"/> does that. Before the first step only, in the order of the slots; <see cref="EndRestoration"/> comes after
    /// the last.
    /// </summary>
    public RestoreStatus TryRestore(int slot, scoped in KeptConnection kept, Instant now)
    {
        if (slot < 0 || slot >= Capacity || _list.IsTaken(slot))
        {
            return RestoreStatus.SlotTaken;
        }

        if (kept.Identifier.IsEmpty || kept.Identifier.Length > _list.IdentifierOctetsMax)
        {
            return RestoreStatus.Malformed;
        }

        int lma = FindLma(kept);
        int accessPoint = FindAccessPoint(kept.AccessPoint);
        if (lma < 0 || accessPoint < 0)
        {
            return lma < 0 ? RestoreStatus.PeerGone : RestoreStatus.ServiceGone;
        }

        if (Find(kept.Identifier, accessPoint, kept.PdnConnectionId, out _))
        {
            return RestoreStatus.AddressGone;
        }

        if (!_keys.TryRestore(lma, kept.SessionIndex, kept.KeyIndex, kept.DownlinkKey))
        {
            return RestoreStatus.KeyGone;
        }

        _list.AddAt(slot, EntryOf(kept, lma, accessPoint), kept.Identifier);
        Peers.RestorePath(lma, kept.Path);
        Peers.AddBinding(lma);
        RestoreTimers(slot, kept, now);
        if (_configuration.OwnComponent is not null)
        {
            _partialFailure.Restore(slot, lma, kept.FirstComponent, kept.SecondComponent);
        }

        Counters.Increment(MagCounter.ConnectionsKept);
        return RestoreStatus.Restored;
    }

    /// <summary>Lets the key of a connection that ended before the restart rest as long as it would have rested (R17).</summary>
    public void RestoreRest(scoped in KeptRest rest) => _keys.RestoreRest(rest.SessionIndex, rest.Key, rest.Until);

    /// <summary>All is restored: steps may follow.</summary>
    public void EndRestoration() => _keys.EndRestoration();

    /// <summary>Asks for the session of a connection that was restored, and for its node to be served.</summary>
    public void Reinstate(int slot, Outbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        if (_list.IsTaken(slot) && _list[slot].IsUp)
        {
            AnnounceChange(slot, outbox);
        }
    }

    private Instant DeadlineOf(int slot, BindingUpdateTimer timer)
    {
        int number = BindingUpdateList.TimerOf(slot, timer);
        return _list.Timers.IsArmed(number) ? _list.Timers.DeadlineOf(number) : default;
    }

    // With another path to it an LMA would take us for another MAG.
    private int FindLma(scoped in KeptConnection kept)
    {
        for (int lma = 0; lma < _paths.Count; lma++)
        {
            if (_paths.IsUsable(lma) && _paths[lma] == kept.Path)
            {
                return lma;
            }
        }

        return -1;
    }

    private int FindAccessPoint(ulong name)
    {
        for (int number = 0; number < _accessPoints.Names.Length; number++)
        {
            if (_accessPoints.Places[number] >= 0 && KeptName.Of(_accessPoints.Names[number]) == name)
            {
                return number;
            }
        }

        return -1;
    }

    private static BindingUpdateListEntry EntryOf(scoped in KeptConnection kept, int lma, int accessPoint) => new()
    {
        State = kept.IsDeregistering ? BindingUpdateState.Deregistering : BindingUpdateState.Registered,
        Type = kept.Type,
        AccessTechnology = kept.AccessTechnology,
        AttachIndicator = kept.AttachIndicator,
        AsksForNameServers = kept.AsksForNameServers,
        PdnConnectionId = kept.PdnConnectionId,
        Transmissions = kept.IsDeregistering ? kept.Transmissions : 0,
        MayHaveMoved = kept.MayHaveMoved,
        AlwaysSendsKey = kept.AlwaysSendsKey,
        IsHeld = kept.IsHeld,
        LastSequence = kept.LastSequence,
        Sequence = kept.LastSequence,
        Lma = lma,
        AccessPoint = accessPoint,
        AccessNode = kept.AccessNode,
        SessionIndex = kept.SessionIndex,
        KeyIndex = kept.KeyIndex,
        DownlinkKey = kept.DownlinkKey,
        UplinkKey = kept.UplinkKey,
        Encapsulation = kept.Encapsulation,
        LinkLayerAddress = kept.LinkLayerAddress,
        Timestamp = kept.Timestamp,
        LifetimeGranted = kept.LifetimeGranted,
        RefreshBeforeEnd = kept.RefreshBeforeEnd,
        HomeAddress4PrefixLength = kept.HomeAddress4PrefixLength,
        IsDhcpServer = kept.IsDhcpServer,
        IsIpv4Deferred = kept.IsIpv4Deferred,
        HasChargingId = kept.HasChargingId,
        ChargingId = kept.ChargingId,
        NameServers = kept.NameServers,
        HomeAddress4 = kept.HomeAddress4,
        DefaultRouter4 = kept.DefaultRouter4,
        LinkLocalAddress = kept.LinkLocalAddress,
        HomeNetworkPrefixes = kept.HomeNetworkPrefixes,
    };

    private void RestoreTimers(int slot, scoped in KeptConnection kept, Instant now)
    {
        // What was under way may have been sent just now: it is not sent again before an answer can be there.
        Duration jitter = Duration.FromMilliseconds(_jitter.Below(OverdueMillisecondsMax));
        Instant soonest = kept.UpdateAt.Microseconds == 0 ? now.Plus(_configuration.InitialBindAckTimeout) : now;
        Instant update = kept.UpdateAt > now ? kept.UpdateAt : soonest.Plus(jitter);
        if (!kept.IsDeregistering)
        {
            _list.Timers.Arm(BindingUpdateList.TimerOf(slot, BindingUpdateTimer.Expiry), kept.ExpiresAt);
        }
        else
        {
            _list[slot].RetransmitAfter = _configuration.InitialBindAckTimeout;
        }

        _list.Timers.Arm(BindingUpdateList.TimerOf(slot, BindingUpdateTimer.Update), update);
    }
}
