using System;
using System.Collections.Generic;
using Pmip.Engine;
using Pmip.Engine.Restoration;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Simulation.Worlds;

/// <summary>What one process leaves for the next: the record of each binding, what rests, and the restart counters of peers.</summary>
public sealed class KeptMemory
{
    /// <summary>Most octets of a record.</summary>
    public const int RecordMax = 2048;

    private byte[]?[] _records = [];

    public List<KeptRest> Rests { get; } = [];

    public Dictionary<IpAddress, uint> Peers { get; } = [];

    public bool IsSweeping { get; set; }

    public byte[]? this[int slot] => _records[slot];

    public void Begin(int slots)
    {
        _records = new byte[slots][];
        Rests.Clear();
        Peers.Clear();
        IsSweeping = false;
    }

    public void Write(int slot, ReadOnlySpan<byte> record) => _records[slot] = record.ToArray();

    public void Remove(int slot) => _records[slot] = null;

    /// <summary>What the sessions that a step ends had.</summary>
    public void NoteRests(Outbox outbox, Instant until)
    {
        foreach (ref readonly Effect effect in outbox.Effects)
        {
            if (effect.Kind == EffectKind.RemoveSession)
            {
                ref readonly TunnelSession session = ref outbox.SessionOf(effect);
                Rests.Add(new KeptRest
                {
                    SessionIndex = session.Index,
                    Key = session.ReceiveKey,
                    HomeNetworkPrefixes = session.HomeNetworkPrefixes,
                    HomeAddress4 = session.HomeAddress4,
                    Until = until,
                });
            }
        }
    }
}
