using System;
using Pmip.Access;
using Pmip.Appliance.Diagnosis.Tracing;
using Pmip.Engine.Mag;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Packets;

namespace Pmip.Appliance.Host;

/// <content>What a trace is shown of the access side and of the bindings. Only while somebody is traced.</content>
internal sealed partial class GatewayDriver
{
    private void TraceReceived(TraceTap trace, ReadOnlySpan<byte> frame)
    {
        trace.BeginSteps(TraceCause.Frame);
        if (EthernetHeader.TryRead(frame, out EthernetHeader header) == Wire.WireStatus.Ok)
        {
            trace.Frame(TraceKind.FrameReceived, frame, IdentifierOf(header.Source), header.Source);
        }
    }

    private void TraceAccess(TraceTap trace, in AccessEffect effect)
    {
        MacAddress node = effect.Node >= 0 && Links.TryRead(effect.Node, out AccessNodeView view) ? view.LinkLayerAddress : default;
        ReadOnlySpan<byte> octets = _accessOutbox.BytesOf(effect);
        switch (effect.Kind)
        {
            case AccessEffectKind.TransmitFrame:
                // What goes to everybody belongs to the node that it answers.
                MacAddress to = EthernetHeader.TryRead(octets, out EthernetHeader header) == Wire.WireStatus.Ok ? header.Destination : default;
                MacAddress about = node.IsZero && !to.IsMulticast ? to : node;
                trace.Frame(TraceKind.FrameSent, octets, IdentifierOf(about), about);
                break;
            case AccessEffectKind.RelayDhcp:
                trace.Frame(TraceKind.DhcpRelayed, octets, IdentifierOf(node), node);
                break;
            default:
                trace.Access(effect, IdentifierOf(node), node);
                break;
        }
    }

    private void NoteStates(TraceTap trace)
    {
        for (int place = 0; place < TraceTap.WatchCount; place++)
        {
            if (trace.TryGetWatched(place, events.Room, out int slot))
            {
                bool isThere = Engine.TryRead(slot, clock.Now, out BindingUpdateListEntryView view);
                byte state = isThere ? (byte)view.State : TraceHead.NoState;
                trace.NoteState(place, state, view.Identifier, view.LinkLayerAddress, view.LifetimeRemaining.Milliseconds);
            }
        }
    }

    // By the profile, which knows a node before anything is registered for it.
    private ReadOnlySpan<byte> IdentifierOf(MacAddress node)
    {
        int profile = node.IsZero ? -1 : Links.ProfileFor(node);
        return profile >= 0 ? _profiles.WriteIdentifier(profile, node, _traced) : default;
    }
}
