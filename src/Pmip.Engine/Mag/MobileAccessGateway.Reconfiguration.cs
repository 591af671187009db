using System;
using System.Text;
using System.Threading;
using Pmip.Engine.Configuration;
using Pmip.Engine.Peers;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Mag;

/// <content>
/// Another configuration for a running MAG. It is prepared on any thread, and comes into force on the MAG's own in one step that
/// allocates nothing: one pass over the connections, which are de-registered afterwards, at the pace of a sweep, where it contradicts
/// them, and registered again where their LMA is reached by another path.
/// </content>
public sealed partial class MobileAccessGateway
{
    private static Duration ContradictionRetry => Duration.FromMilliseconds(100);

    /// <summary>
    /// Makes what <paramref name="next"/> needs. May be called on any thread, also while the MAG works. Null unless
    /// <see cref="ReconfigurationStatus.Ready"/>.
    /// </summary>
    public ReconfigurationStatus Prepare(MagConfiguration next, out PreparedGatewayConfiguration? prepared)
    {
        // The configuration is written last, so the access points are those that go with it, or later ones: then the swap refuses.
        MagConfiguration previous = Volatile.Read(ref _configuration);
        GatewayAccessPoints known = Volatile.Read(ref _accessPoints);
        prepared = null;
        if (next.Limits != previous.Limits || next.Mode != previous.Mode || next.Ipv6 != previous.Ipv6 || next.Ipv4 != previous.Ipv4
            || next.DownlinkKeyScope != previous.DownlinkKeyScope)
        {
            return ReconfigurationStatus.FixedForLife;
        }

        LmaPaths.LmaPath[] paths = LmaPaths.Of(next);
        PeerRules rules = new(next.Lmas, LmaPaths.Announced(paths), _hash);
        if (rules.Named.Length > Peers.Capacity)
        {
            return ReconfigurationStatus.PeersTooMany;
        }

        GatewayAccessPoints accessPoints = new(next.AccessPoints, known);
        Instant[] backOffUntil = new Instant[Peers.Capacity * accessPoints.Names.Length];
        Array.Fill(backOffUntil, new Instant(long.MinValue));
        prepared = new PreparedGatewayConfiguration(next, previous, new PeerChange(rules, Peers.Capacity), accessPoints)
        {
            Paths = paths,
            Composer = new UpdateComposer(next, accessPoints),
            Identity = Encoding.UTF8.GetBytes(next.Identity),
            BackOffUntil = backOffUntil,
            Spaces = _keys.SpacesFor(next),
            Barred = SessionKeys.Barring(next.ExcludedKeys),
            References = new int[accessPoints.Names.Length],
            OwnComponent = PartialFailure.OctetsOf(next.OwnComponent),
        };
        return ReconfigurationStatus.Ready;
    }

    /// <summary>Counts the connections that a prepared configuration would end, and changes nothing. One pass over the connections.</summary>
    public AffectedBindings CountAffected(PreparedGatewayConfiguration prepared)
    {
        AffectedBindings affected = default;
        Peers.Match(prepared.Peers);
        for (int slot = 0; slot < Capacity; slot++)
        {
            if (_list.IsTaken(slot))
            {
                affected.Add(Judge(slot, prepared));
            }
        }

        return affected;
    }

    /// <summary>
    /// Brings a prepared configuration into force. Unless <see cref="ReconfigurationStatus.Ready"/> nothing has changed. What it
    /// ends is left to later calls of <see cref="Expire"/>.
    /// </summary>
    public ReconfigurationStatus Reconfigure(PreparedGatewayConfiguration prepared, Instant now)
    {
        if (!ReferenceEquals(prepared.Previous, _configuration))
        {
            return ReconfigurationStatus.Superseded;
        }

        Peers.Match(prepared.Peers);
        if (!Peers.HasRoomFor(prepared.Peers, now))
        {
            return ReconfigurationStatus.PeerTableFull;
        }

        CarryBackOffs(prepared);
        bool hasWork = CarryConnections(prepared);
        NewLmas(prepared, now);
        for (int number = 0; number < prepared.References.Length; number++)
        {
            prepared.AccessPoints.NoteReferences(number, prepared.References[number]);
        }

        Supervision.Reconfigure(prepared.Configuration.Supervision, prepared.Peers, now);
        _partialFailure.Reconfigure(prepared.Configuration.OwnComponent, prepared.OwnComponent);
        _keys.Reconfigure(prepared.Barred, prepared.Configuration.Quarantine);
        _composer = prepared.Composer;
        _identity = prepared.Identity;
        _backOffUntil = prepared.BackOffUntil;
        _lmaSlots = prepared.Peers.SlotOf;
        Volatile.Write(ref _accessPoints, prepared.AccessPoints);
        Volatile.Write(ref _configuration, prepared.Configuration);
        Counters.Increment(MagCounter.Reconfigured);
        if (hasWork)
        {
            _sweep.BeginRound();
        }

        return ReconfigurationStatus.Ready;
    }

    // What is ending ends in any case. The order is that of BindingContradiction.
    private BindingContradiction Judge(int slot, PreparedGatewayConfiguration prepared)
    {
        ref readonly BindingUpdateListEntry entry = ref _list[slot];
        int place = prepared.Peers.NamedOf[entry.Lma];
        bool isReached = place >= 0 ? prepared.Paths[place].IsUsable : !prepared.Peers.Drops(entry.Lma);
        return entry.State == BindingUpdateState.Deregistering ? BindingContradiction.None
            : !isReached ? BindingContradiction.PeerRemoved
            : prepared.AccessPoints.Places[entry.AccessPoint] < 0 ? BindingContradiction.AccessPointRemoved
            : prepared.Barred.First(entry.DownlinkKey.Value) >= 0 ? BindingContradiction.KeyExcluded
            : BindingContradiction.None;
    }

    private bool CarryConnections(PreparedGatewayConfiguration prepared)
    {
        bool hasWork = false;
        for (int slot = 0; slot < Capacity; slot++)
        {
            if (!_list.IsTaken(slot))
            {
                continue;
            }

            ref BindingUpdateListEntry entry = ref _list[slot];
            int place = prepared.Peers.NamedOf[entry.Lma];
            entry.Contradiction = Judge(slot, prepared);
            entry.IsRerouted |= place >= 0 && prepared.Paths[place].Path != _paths[entry.Lma];
            hasWork |= entry.Contradiction != BindingContradiction.None || entry.IsRerouted;
            prepared.References[entry.AccessPoint]++;
            if (prepared.Configuration.OwnComponent is null)
            {
                _partialFailure.Components.Clear(slot);
            }
        }

        return hasWork;
    }

    private void CarryBackOffs(PreparedGatewayConfiguration prepared)
    {
        int before = _accessPoints.Names.Length;
        int next = prepared.AccessPoints.Names.Length;
        for (int lma = 0; lma < Peers.Capacity; lma++)
        {
            for (int number = 0; number < Math.Min(before, next); number++)
            {
                bool isSame = prepared.AccessPoints.Names[number].AsSpan().SequenceEqual(_accessPoints.Names[number]);
                prepared.BackOffUntil[(lma * next) + number] = isSame ? _backOffUntil[(lma * before) + number] : new Instant(long.MinValue);
            }
        }
    }

    // What we knew of whoever had the slot before goes; what we know of an LMA that stays, stays.
    private void NewLmas(PreparedGatewayConfiguration prepared, Instant now)
    {
        PeerChange change = prepared.Peers;
        for (int lma = 0; lma < Peers.Capacity; lma++)
        {
            if (change.Drops(lma) && Peers.BindingsOf(lma) == 0)
            {
                Forget(lma, prepared);
            }
        }

        Peers.Apply(change, now);
        for (int place = 0; place < change.SlotOf.Length; place++)
        {
            int lma = change.SlotOf[place];
            _paths.Set(lma, prepared.Paths[place]);
            _keys.OpenSpace(lma, prepared.Spaces, place);
        }
    }

    private void Forget(int lma, PreparedGatewayConfiguration prepared)
    {
        _paths.Set(lma, default);
        _imposed[lma] = default;
        _connectionIds[lma] = ConnectionIdSupport.Unproven;
        _revocations.Forget(lma);
        int accessPoints = prepared.AccessPoints.Names.Length;
        Array.Fill(prepared.BackOffUntil, new Instant(long.MinValue), lma * accessPoints, accessPoints);
    }

    // The next step of a connection that the configuration contradicts.
    private void EndContradicted(int slot, Instant now, WallClock wall, Outbox outbox)
    {
        Detach(slot, ConnectionEnd.Reconfigured, now, wall, outbox);
        if (_list.IsTaken(slot) && _list[slot].State != BindingUpdateState.Deregistering)
        {
            _sweep.Postpone(now.Plus(ContradictionRetry)); // What was asked of the node comes first.
            return;
        }

        _list[slot].Contradiction = BindingContradiction.None;
        _list[slot].IsRerouted = false;
        Counters.Increment(MagCounter.ConnectionsContradicted);
        _sweep.NoteTaken(now);
    }

    // The LMA learns from a registration where the connection is now; the data path follows the answer.
    private void Reroute(int slot, Instant now)
    {
        _list[slot].IsRerouted = false;
        if (_list[slot].IsUp)
        {
            Counters.Increment(MagCounter.ConnectionsRerouted);
            RegisterAgain(slot, now);
            _sweep.NoteTaken(now);
        }
    }
}
