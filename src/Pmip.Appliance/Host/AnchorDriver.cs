using System;
using Pmip.Appliance.Diagnosis.Tracing;
using Pmip.Engine;
using Pmip.Engine.Lma;
using Pmip.Engine.Signalling;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Host;

/// <summary>
/// Drives the LMA: hands it what arrived and what is due, and does what it asks for, in order, before the next step. A session
/// that the data path refuses goes back to the engine, which answers the MAG accordingly.
/// </summary>
internal sealed partial class AnchorDriver(LocalMobilityAnchor engine, EngineEffects effects, TurnClock clock)
{
    private readonly Outbox _outbox = new();

    /// <summary>The engine, for the console.</summary>
    public LocalMobilityAnchor Engine { get; } = engine;

    /// <summary>When the engine wants to be driven next.</summary>
    public Instant NextDeadline => Engine.NextDeadline;

    /// <summary>A mobility header arrived in a burst that <see cref="Receive"/> will have one by one; it is not checked yet.</summary>
    public void Anticipate(ReadOnlySpan<byte> mobilityHeader) => Engine.Anticipate(mobilityHeader);

    /// <summary>The burst is known.</summary>
    public void AnticipateBindings() => Engine.AnticipateBindings();

    /// <summary>A mobility header arrived.</summary>
    public void Receive(in SignallingPath path, ReadOnlySpan<byte> mobilityHeader)
    {
        effects.Trace?.Received(effects.Room, path, mobilityHeader);
        Engine.Receive(path, mobilityHeader, clock.Now, clock.Wall, _outbox);
        Drain(path.Remote);
    }

    /// <summary>Lets at most <paramref name="budget"/> due timers fire.</summary>
    public void Expire(int budget)
    {
        effects.Trace?.BeginSteps(TraceCause.Timer);
        while (budget-- > 0 && Engine.Expire(clock.Now, clock.Wall, _outbox))
        {
            Drain(default);
        }
    }

    private void Drain(IpAddress peer)
    {
        Keep();
        int refused = effects.Perform(_outbox, peer);
        if (refused >= 0)
        {
            // What the engine asks for after a refusal is only removals and messages, so this ends.
            Engine.SessionRefused(refused, clock.Now, clock.Wall, _outbox);
            Keep();
            refused = effects.Perform(_outbox, peer);
            Invariant.Require(refused < 0);
        }

        if (effects.Trace is TraceTap trace)
        {
            NoteStates(trace);
        }
    }

    private void NoteStates(TraceTap trace)
    {
        for (int place = 0; place < TraceTap.WatchCount; place++)
        {
            if (trace.TryGetWatched(place, effects.Room, out int slot))
            {
                bool isThere = Engine.TryRead(slot, clock.Now, out BindingCacheEntryView view);
                byte state = isThere ? (byte)view.State : TraceHead.NoState;
                trace.NoteState(place, state, view.Identifier, view.LinkLayerAddress, view.LifetimeRemaining.Milliseconds);
            }
        }
    }
}
