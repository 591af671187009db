using System;
using Pmip.Appliance.Diagnosis.Tracing;
using Pmip.Appliance.Logging;
using Pmip.Engine;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Host;

/// <summary>Writes what one room has to say as records for the log. Costs the loop a copy each.</summary>
internal sealed class RoomEvents(EventRing ring, TurnClock clock, EventRoom room)
{
    /// <summary>Who speaks.</summary>
    public EventRoom Room => room;

    /// <summary>Sees what happens to traced nodes; null while nobody is traced.</summary>
    public TraceTap? Trace => ring.Trace is { IsOn: true } trace ? trace : null;

    /// <summary>Writes the record of a notice. <paramref name="peer"/> is the other node, or unspecified.</summary>
    public void Write(in Effect effect, ReadOnlySpan<byte> identifier, IpAddress peer)
    {
        Invariant.Require(effect.Kind == EffectKind.Notice);
        EngineNotice notice = (EngineNotice)effect.Code;
        EventKind kind = KindOf(notice);
        byte code = notice is EngineNotice.RegistrationRefused or EngineNotice.RevocationRefused ? (byte)(effect.Slot & 0xFF) : (byte)0;
        ring.TryWrite(room, kind, clock.UnixMicroseconds, identifier, code, effect.Slot, peer);
    }

    /// <summary>Writes any other record.</summary>
    public void Write(
        EventKind kind, ReadOnlySpan<byte> text, byte code = 0, long number = 0, IpAddress address = default, MacAddress node = default) =>
        ring.TryWrite(room, kind, clock.UnixMicroseconds, text, code, number, address, node);

    private static EventKind KindOf(EngineNotice notice) => notice switch
    {
        EngineNotice.BindingCreated => EventKind.BindingCreated,
        EngineNotice.BindingHandedOver => EventKind.BindingHandedOver,
        EngineNotice.BindingDeregistered => EventKind.BindingDeregistered,
        EngineNotice.BindingExpired => EventKind.BindingExpired,
        EngineNotice.BindingRemoved => EventKind.BindingRemoved,
        EngineNotice.RegistrationRefused => EventKind.RegistrationRefused,
        EngineNotice.RegistrationUnanswered => EventKind.RegistrationUnanswered,
        EngineNotice.TableFull => EventKind.TableFull,
        EngineNotice.PoolExhausted => EventKind.PoolExhausted,
        EngineNotice.SessionRefused => EventKind.SessionRefused,
        EngineNotice.UnknownPeer => EventKind.UnknownPeer,
        EngineNotice.PeerLacksFeature => EventKind.PeerLacksFeature,
        EngineNotice.PeerRestarted => EventKind.PeerRestarted,
        EngineNotice.PeerUnreachable => EventKind.PeerUnreachable,
        EngineNotice.PeerReachable => EventKind.PeerReachable,
        EngineNotice.BindingSwept => EventKind.BindingSwept,
        EngineNotice.BindingRevoked => EventKind.BindingRevoked,
        EngineNotice.Ipv4AddressRevoked => EventKind.Ipv4AddressRevoked,
        EngineNotice.RevocationUnanswered => EventKind.RevocationUnanswered,
        EngineNotice.RevocationRefused => EventKind.RevocationRefused,
        EngineNotice.PeerRevokedBindings => EventKind.PeerRevokedBindings,
        EngineNotice.ReservationChanged => EventKind.ReservationChanged,
        EngineNotice.BindingReplaced => EventKind.BindingReplaced,
        _ => EventKind.Remark,
    };
}
