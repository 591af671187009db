using Pmip.Engine.Sessions;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Lma;

/// <content>Mass work on bindings, one at a time (RFC 5846 global revocation, RFC 5847 restart, TS 23.007).</content>
public sealed partial class LocalMobilityAnchor
{
    private readonly BindingSweep _sweep;

    /// <summary>
    /// Begins to end the bindings in <paramref name="scope"/>; <see cref="Expire"/> does it piece by piece. False when too many
    /// sweeps are under way.
    /// </summary>
    public bool BeginSweep(in SweepScope scope)
    {
        bool hasBegun = _sweep.TryBegin(scope);
        Counters.Increment(hasBegun ? LmaCounter.SweepsBegun : LmaCounter.SweepsRefused);
        return hasBegun;
    }

    // One step of the sweep; false when none is due.
    private bool AdvanceSweep(Instant now, Outbox outbox)
    {
        if (_sweep.NextDeadline > now)
        {
            return false;
        }

        ComponentIndex components = _partialFailure.Components;
        for (int looked = 0; _sweep.TryNextSlot(ref looked, out int slot);)
        {
            if (_cache.IsTaken(slot) && _cache[slot].IsContradicted)
            {
                EndContradicted(slot, now, outbox);
                break;
            }

            if (_cache.IsTaken(slot)
                && _sweep.TryTake(
                    slot, _cache[slot].Peer, _cache[slot].CareOfAddress, _cache.IdentifierOf(slot), components.First(slot), components.Second(slot),
                    now, out SweepCause cause))
            {
                EndForSweep(slot, cause, now, outbox);
                break;
            }
        }

        return true;
    }

    // A binding in its grace time waits for another MAG, which the old one's death does not concern.
    private void EndForSweep(int slot, SweepCause cause, Instant now, Outbox outbox)
    {
        if (cause is SweepCause.PeerRestarted or SweepCause.PeerUnreachable && _cache[slot].State == BindingState.DeregistrationGrace)
        {
            return;
        }

        if (cause == SweepCause.PeerRestarted)
        {
            RevokeOutOfSync(slot, now, outbox);
        }

        Counters.Increment(LmaCounter.BindingSwept);
        outbox.AddNotice(EngineNotice.BindingSwept, slot, _cache.IdentifierOf(slot));
        End(slot, now, outbox);
    }
}
