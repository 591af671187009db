using System;
using Pmip.DataPath;
using Pmip.Engine;
using Pmip.Engine.Lma;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Host;

/// <summary>
/// Drives the LMA: hands it what arrived and what is due, and does what it asks for, in order, before the next step. A session
/// that the data path refuses goes back to the engine, which answers the MAG accordingly.
/// </summary>
internal sealed class AnchorDriver(
    LocalMobilityAnchor engine, SignallingPorts ports, IGreDataPath dataPath, int firstSession, TurnClock clock, EngineEvents events)
{
    private readonly Outbox _outbox = new();

    /// <summary>The engine, for the console.</summary>
    public LocalMobilityAnchor Engine { get; } = engine;

    /// <summary>When the engine wants to be driven next.</summary>
    public Instant NextDeadline => Engine.NextDeadline;

    /// <summary>A mobility header arrived.</summary>
    public void Receive(in SignallingPath path, ReadOnlySpan<byte> mobilityHeader)
    {
        Engine.Receive(path, mobilityHeader, clock.Now, clock.Wall, _outbox);
        Drain(path.Remote);
    }

    /// <summary>Lets at most <paramref name="budget"/> due timers fire.</summary>
    public void Expire(int budget)
    {
        while (budget-- > 0 && Engine.Expire(clock.Now, clock.Wall, _outbox))
        {
            Drain(default);
        }
    }

    /// <summary>The operator removes a binding; false when there is none in the slot.</summary>
    public bool Remove(int slot)
    {
        bool removed = Engine.Remove(slot, clock.Now, _outbox);
        Drain(default);
        return removed;
    }

    private void Drain(IpAddress peer)
    {
        if (Perform(peer, out int refused))
        {
            return;
        }

        // What the engine asks for after a refusal is only removals and messages, so this ends.
        Engine.SessionRefused(refused, clock.Now, clock.Wall, _outbox);
        bool done = Perform(peer, out _);
        Invariant.Require(done);
    }

    private bool Perform(IpAddress peer, out int refused)
    {
        refused = -1;
        foreach (ref readonly Effect effect in _outbox.Effects)
        {
            switch (effect.Kind)
            {
                case EffectKind.Transmit:
                    ports.Send(_outbox.PathOf(effect), _outbox.BytesOf(effect));
                    break;
                case EffectKind.InstallSession:
                    ref readonly TunnelSession session = ref _outbox.SessionOf(effect);
                    if (dataPath.Install(Describe(session)) != DataPathStatus.Ok)
                    {
                        refused = session.Index;
                    }

                    break;
                case EffectKind.RemoveSession:
                    dataPath.Remove(firstSession + _outbox.SessionOf(effect).Index);
                    break;
                default:
                    events.Write(effect, _outbox.BytesOf(effect), peer);
                    break;
            }

            if (refused >= 0)
            {
                break; // What follows was meant for a session that now is not there.
            }
        }

        _outbox.Clear();
        return refused < 0;
    }

    private GreSession Describe(in TunnelSession session) => new()
    {
        Index = firstSession + session.Index,
        Generation = session.Generation,
        AtLma = true,
        IsForwarding = session.IsForwarding,
        LocalEndpoint = session.LocalEndpoint,
        RemoteEndpoint = session.RemoteEndpoint,
        SendKey = session.SendKey,
        ReceiveKey = session.ReceiveKey,
        HomeNetworkPrefixes = session.HomeNetworkPrefixes,
        HomeAddress4 = session.HomeAddress4,
    };
}
