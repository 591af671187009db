using System;
using System.Collections.Generic;
using Pmip.Engine.Lma;
using Pmip.Engine.Peers;
using Pmip.Engine.Restoration;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Simulation.Worlds;

/// <content>What the LMA leaves for the next process, as the host does it.</content>
public sealed partial class AnchorNode
{
    public override void Keep(Step step)
    {
        Span<byte> room = stackalloc byte[KeptMemory.RecordMax];
        Kept.IsSweeping = Engine.IsSweeping;
        foreach (int slot in Engine.Changes.Slots)
        {
            if (TryKeep(slot, room, out int length))
            {
                Kept.Write(slot, room[..length]);
            }
            else
            {
                Kept.Remove(slot);
            }
        }

        Engine.Changes.Clear();
        Kept.NoteRests(step.Outbox, new Instant(step.Now).Plus(Engine.Quarantine));
        int peer = Engine.Supervision.TakePeerHeard();
        if (peer >= 0 && Engine.Peers.TryRead(peer, out PeerView view))
        {
            Kept.Peers[view.Path.OuterRemote] = view.RestartCounter;
        }
    }

    protected override bool TryKeep(int slot, Span<byte> room, out int length)
    {
        bool isKept = Engine.TryKeep(slot, out KeptBinding binding);
        length = isKept ? binding.Write(room) : 0;
        return isKept;
    }

    protected override string Restore(Instant now)
    {
        for (int slot = 0; slot < Capacity; slot++)
        {
            RestoreStatus status = Kept[slot] is not byte[] record ? RestoreStatus.Restored
                : !KeptBinding.TryRead(record, out KeptBinding binding) ? RestoreStatus.Malformed
                : Engine.TryRestore(slot, binding, now);
            if (status != RestoreStatus.Restored)
            {
                return $"slot {slot}: {status}";
            }
        }

        foreach (KeptRest rest in Kept.Rests)
        {
            if (rest.Until > now)
            {
                Engine.RestoreRest(rest);
            }
        }

        foreach (KeyValuePair<IpAddress, uint> peer in Kept.Peers)
        {
            Engine.Peers.RestoreCounter(peer.Key, peer.Value);
        }

        Engine.EndRestoration();
        return "";
    }

    /// <summary>Which revocation of a binding another process had begun.</summary>
    public bool WasRevoking(int slot, out RevocationTrigger trigger, out RevokedPart part)
    {
        trigger = default;
        part = default;
        return Kept[slot] is byte[] record && KeptBinding.TryRead(record, out KeptBinding binding) && binding.TryGetRevocation(out trigger, out part);
    }

    protected override bool IsOnItsWay(byte[] record) =>
        !KeptBinding.TryRead(record, out KeptBinding binding) || binding.TryGetRevocation(out _, out _);
}
