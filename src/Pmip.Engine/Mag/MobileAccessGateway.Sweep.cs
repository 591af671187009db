using Pmip.Engine.Sessions;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Mag;

/// <content>Mass work on connections, one at a time (RFC 5846 global revocation, RFC 5847 restart, TS 23.007).</content>
public sealed partial class MobileAccessGateway
{
    private readonly BindingSweep _sweep;

    /// <summary>
    /// Begins to end the connections in <paramref name="scope"/>; <see cref="Expire"/> does it piece by piece. False when too
    /// many sweeps are under way.
    /// </summary>
    public bool BeginSweep(in SweepScope scope)
    {
        bool hasBegun = _sweep.TryBegin(scope);
        Counters.Increment(hasBegun ? MagCounter.SweepsBegun : MagCounter.SweepsRefused);
        return hasBegun;
    }

    // One step of the sweep; false when none is due.
    private bool AdvanceSweep(Instant now, WallClock wall, Outbox outbox)
    {
        if (_sweep.NextDeadline > now)
        {
            return false;
        }

        ComponentIndex components = _partialFailure.Components;
        for (int looked = 0; _sweep.TryNextSlot(ref looked, out int slot);)
        {
            if (_list.IsTaken(slot) && _list[slot].Contradiction != BindingContradiction.None)
            {
                EndContradicted(slot, now, wall, outbox);
                break;
            }

            if (_list.IsTaken(slot) && _list[slot].IsRerouted)
            {
                Reroute(slot, now);
                break;
            }

            if (_list.IsTaken(slot)
                && (_list[slot].IsUp || _list[slot].State == BindingUpdateState.Registering)
                && _sweep.TryTake(
                    slot, _list[slot].Lma, _paths[_list[slot].Lma].Local, _list.IdentifierOf(slot), components.First(slot), components.Second(slot),
                    now, out SweepCause cause))
            {
                EndForSweep(slot, cause, now, wall, outbox);
                break;
            }
        }

        return true;
    }

    // What is ending ends. What is not up yet has its retransmissions, unless the LMA has revoked it.
    private void EndForSweep(int slot, SweepCause cause, Instant now, WallClock wall, Outbox outbox)
    {
        if (_list[slot].State == BindingUpdateState.Registering)
        {
            if (cause is SweepCause.GlobalRevocationPeer or SweepCause.GlobalRevocationRealm)
            {
                EndRegistrationForSweep(slot, now, wall, outbox);
            }

            return;
        }

        if (cause == SweepCause.PeerRestarted)
        {
            // The LMA is there and has forgotten the binding: a registration brings it back with the same addresses, if it gives
            // them again; they are not all asked for in one moment.
            Counters.Increment(MagCounter.ConnectionsRestored);
            RegisterAgain(slot, now.Plus(Duration.FromMilliseconds(_jitter.Below(1 + Peers.BindingsOf(_list[slot].Lma)))));
            return;
        }

        ConnectionEnd end = cause switch
        {
            SweepCause.GlobalRevocationPeer or SweepCause.GlobalRevocationRealm => ConnectionEnd.Revoked,
            SweepCause.OperatorRequest => ConnectionEnd.Operator,
            _ => ConnectionEnd.PeerLost,
        };
        Counters.Increment(MagCounter.ConnectionsSwept);
        outbox.AddNotice(EngineNotice.BindingSwept, slot, _list.IdentifierOf(slot));
        TakeDown(slot, outbox);
        outbox.AddConnection(EffectKind.ConnectionDown, slot, (byte)end, _list[slot].AccessNode);
        Release(slot, now);
    }

    // The update may have crossed the revocation, and then the LMA has a binding that it did not revoke: it is taken back.
    private void EndRegistrationForSweep(int slot, Instant now, WallClock wall, Outbox outbox)
    {
        Counters.Increment(MagCounter.RegistrationsRevoked);
        outbox.AddNotice(EngineNotice.BindingSwept, slot, _list.IdentifierOf(slot));
        TakeDown(slot, outbox);
        outbox.AddConnection(EffectKind.ConnectionDown, slot, (byte)ConnectionEnd.Revoked, _list[slot].AccessNode);
        Begin(slot, BindingUpdateState.Deregistering, now, wall, outbox);
    }
}
