using Pmip.Appliance.Diagnosis.Tracing;
using Pmip.Appliance.Logging;
using Pmip.DataPath;
using Pmip.Engine;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Host;

/// <summary>
/// Does what an engine asked for, in order. A session that the data path refuses ends it: what follows was meant for a session
/// that now is not there, and the engine is told.
/// </summary>
/// <param name="ports">Where messages go.</param>
/// <param name="dataPath">Where sessions go.</param>
/// <param name="firstSession">Place in the data path's table of the engine's session 0.</param>
/// <param name="events">Where notices go.</param>
/// <param name="nodes">MAG: what the data path must know of a session's node; null at the LMA.</param>
/// <param name="work">MAG: where wishes to the access side go; null at the LMA, which has none.</param>
internal sealed class EngineEffects(
    SignallingPorts ports, IGreDataPath dataPath, int firstSession, RoomEvents events, ServedNodes? nodes = null, GatewayWork? work = null)
{
    /// <summary>Sees what happens to traced nodes; null while nobody is traced.</summary>
    public TraceTap? Trace => events.Trace;

    /// <summary>Who speaks.</summary>
    public EventRoom Room => events.Room;

    /// <summary>
    /// Empties the outbox. <paramref name="peer"/> is the other node of the step, or unspecified. Gives the engine's index of the
    /// session that was refused, or -1.
    /// </summary>
    public int Perform(Outbox outbox, IpAddress peer)
    {
        int refused = -1;
        TraceTap? trace = events.Trace;
        byte traces = trace?.BeginEffects(events.Room, outbox) ?? 0;
        foreach (ref readonly Effect effect in outbox.Effects)
        {
            switch (effect.Kind)
            {
                case EffectKind.Transmit:
                    ports.Send(outbox.PathOf(effect), outbox.BytesOf(effect));
                    if (traces != 0)
                    {
                        trace!.Sent(traces, events.Room, effect, outbox.PathOf(effect), outbox.BytesOf(effect));
                    }

                    break;
                case EffectKind.InstallSession:
                    ref readonly TunnelSession session = ref outbox.SessionOf(effect);
                    DataPathStatus status = dataPath.Install(Describe(session));
                    if (traces != 0)
                    {
                        trace!.Session(traces, events.Room, effect, session, status);
                    }

                    if (status != DataPathStatus.Ok)
                    {
                        refused = session.Index;
                        dataPath.Remove(firstSession + refused); // Its state before, if it had one, is no longer the engine's.
                    }

                    break;
                case EffectKind.RemoveSession:
                    dataPath.Remove(firstSession + outbox.SessionOf(effect).Index);
                    if (traces != 0)
                    {
                        trace!.Session(traces, events.Room, effect, outbox.SessionOf(effect), DataPathStatus.Ok);
                    }

                    break;
                case EffectKind.Notice:
                    events.Write(effect, outbox.BytesOf(effect), peer);
                    break;
                default:
                    work!.Add(effect);
                    if (traces != 0)
                    {
                        trace!.Connection(traces, events.Room, effect);
                    }

                    break;
            }

            if (refused >= 0)
            {
                break;
            }
        }

        outbox.Clear();
        return refused;
    }

    private GreSession Describe(in TunnelSession session)
    {
        GreSession described = new()
        {
            Index = firstSession + session.Index,
            Generation = session.Generation,
            AtLma = session.Role == TunnelRole.Lma,
            IsForwarding = session.IsForwarding,
            Encapsulation = session.Encapsulation == TunnelEncapsulation.UdpTlvGre ? GreEncapsulation.UdpTlvGre : GreEncapsulation.Gre,
            LocalEndpoint = session.LocalEndpoint,
            RemoteEndpoint = session.RemoteEndpoint,
            SendKey = session.SendKey,
            ReceiveKey = session.ReceiveKey,
            HomeNetworkPrefixes = session.HomeNetworkPrefixes,
            HomeAddress4 = session.HomeAddress4,
            DscpMap = session.Treatment.OuterDscp,
            SendRate = SessionRate.Lasting(session.Treatment.DownlinkBitsPerSecond, session.Treatment.BurstMilliseconds),
            ReceiveRate = SessionRate.Lasting(session.Treatment.UplinkBitsPerSecond, session.Treatment.BurstMilliseconds),
        };
        nodes?.Complete(session.AccessNode, ref described);
        return described;
    }
}
