using System;
using System.Collections.Generic;
using Pmip.Engine.Peers;
using Pmip.Engine.Restoration;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Simulation.Worlds;

/// <content>What the MAG leaves for the next process, as the host does it.</content>
public sealed partial class GatewayNode
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
        bool isKept = Engine.TryKeep(slot, out KeptConnection connection);
        length = isKept ? connection.Write(room) : 0;
        return isKept;
    }

    protected override string Restore(Instant now)
    {
        _overdueBefore = now;
        for (int slot = 0; slot < Capacity; slot++)
        {
            RestoreStatus status = Kept[slot] is not byte[] record ? RestoreStatus.Restored
                : !KeptConnection.TryRead(record, out KeptConnection connection) ? RestoreStatus.Malformed
                : Engine.TryRestore(slot, connection, now);
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

    // What is overdue is done soon.
    protected override bool IsOnItsWay(byte[] record) =>
        !KeptConnection.TryRead(record, out KeptConnection connection) || !connection.IsUp || connection.UpdateAt <= _overdueBefore;

    private Instant _overdueBefore;
}
