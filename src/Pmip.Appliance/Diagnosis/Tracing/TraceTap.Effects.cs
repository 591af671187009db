using System;
using Pmip.Appliance.Diagnosis.Taps;
using Pmip.Appliance.Logging;
using Pmip.DataPath;
using Pmip.Engine;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Diagnosis.Tracing;

/// <content>What an engine's step asks for, and what becomes of the bindings that it touches.</content>
internal sealed partial class TraceTap
{
    /// <summary>
    /// A step of an engine is about to be carried out. Gives the traces that it belongs to: those of the message that set it off, of the
    /// nodes that its messages and notices name, and of the bindings that are watched.
    /// </summary>
    public byte BeginEffects(EventRoom room, Outbox outbox)
    {
        int traces = _step;
        foreach (ref readonly Effect effect in outbox.Effects)
        {
            if (effect.Kind == EffectKind.Transmit)
            {
                MessageSubject subject = MessageSubject.Of(outbox.BytesOf(effect));
                traces |= Match(subject.Identifier, subject.LinkLayerAddress);
            }
            else if (effect.Kind == EffectKind.Notice)
            {
                traces |= Match(outbox.BytesOf(effect), default);
            }

            traces |= effect.Slot >= 0 && effect.Kind != EffectKind.Notice ? WatchersOf(room, effect.Slot) : 0;
        }

        return (byte)traces;
    }

    /// <summary>An effect of a traced step is carried out.</summary>
    public void Sent(byte traces, EventRoom room, in Effect effect, in SignallingPath path, ReadOnlySpan<byte> octets)
    {
        Follow(traces, room, effect.Slot);
        Write(
            new TraceHead { Traces = traces, Kind = TraceKind.MessageSent, Room = room, Local = path.Local, Remote = path.Remote, Slot = effect.Slot },
            octets);
    }

    /// <summary>A session was installed, refused or removed.</summary>
    public void Session(byte traces, EventRoom room, in Effect effect, in TunnelSession session, DataPathStatus status)
    {
        Follow(traces, room, effect.Slot);
        TraceHead head = new()
        {
            Traces = traces,
            Kind = effect.Kind == EffectKind.RemoveSession ? TraceKind.SessionRemoved
                : status == DataPathStatus.Ok ? TraceKind.SessionInstalled
                : TraceKind.SessionRefused,
            Room = room,
            Code = (byte)status,
            Status = session.IsForwarding ? (byte)1 : (byte)0,
            Number = unchecked((long)((ulong)session.SendKey.Value << 32 | session.ReceiveKey.Value)),
            Local = session.LocalEndpoint,
            Remote = session.RemoteEndpoint,
            Slot = session.Index,
        };
        Write(head, default);
    }

    /// <summary>The MAG wants something of the access side.</summary>
    public void Connection(byte traces, EventRoom room, in Effect effect)
    {
        Follow(traces, room, effect.Slot);
        TraceHead head = new()
        {
            Traces = traces,
            Kind = TraceKind.Connection,
            Room = room,
            Code = (byte)effect.Kind,
            Status = effect.Code,
            Slot = effect.Slot,
        };
        Write(head, default);
    }

    /// <summary>Number of places that <see cref="TryGetWatched"/> knows.</summary>
    public static int WatchCount => TracesMax * TraceFilter.WatchesMax;

    /// <summary>The binding that is watched in a place; false when it is none of this engine.</summary>
    public bool TryGetWatched(int place, EventRoom room, out int slot)
    {
        TraceFilter? filter = _filters[place / TraceFilter.WatchesMax];
        TraceWatch watch = filter is null ? default : filter.Watches[place % TraceFilter.WatchesMax];
        slot = watch.Slot;
        return watch.IsTaken && watch.Room == room;
    }

    /// <summary>What the binding that is watched in a place is like after a step; <see cref="TraceHead.NoState"/> when there is none.</summary>
    public void NoteState(int place, byte state, ReadOnlySpan<byte> identifier, MacAddress node, long lifetimeMilliseconds)
    {
        int number = place / TraceFilter.WatchesMax;
        TraceFilter? filter = _filters[number];
        if (filter is null)
        {
            return;
        }

        ref TraceWatch watch = ref filter.Watches[place % TraceFilter.WatchesMax];
        byte now = state != TraceHead.NoState && filter.Takes(identifier, node) ? state : TraceHead.NoState;
        if (now != watch.State)
        {
            TraceHead head = new()
            {
                Traces = (byte)(1 << number),
                Kind = TraceKind.State,
                Room = watch.Room,
                Code = now,
                Status = watch.State,
                Number = lifetimeMilliseconds,
                Slot = watch.Slot,
            };
            Write(head, default);
        }

        watch.State = now;
        watch.IsTaken = now != TraceHead.NoState;
    }

    private int WatchersOf(EventRoom room, int slot)
    {
        int traces = 0;
        for (int i = 0; i < TracesMax; i++)
        {
            traces |= _filters[i]?.IsWatched(room, slot) == true ? 1 << i : 0;
        }

        return traces;
    }

    private void Follow(byte traces, EventRoom room, int slot)
    {
        for (int i = 0; i < TracesMax; i++)
        {
            if (slot >= 0 && (traces >> i & 1) != 0)
            {
                _filters[i]?.Watch(room, slot);
            }
        }
    }
}
