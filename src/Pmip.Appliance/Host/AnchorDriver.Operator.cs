using System;
using Pmip.Engine.Lma;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;

namespace Pmip.Appliance.Host;

/// <content>What the operator asks of the LMA.</content>
internal sealed partial class AnchorDriver
{
    /// <summary>The operator removes a binding; false when there is none in the slot.</summary>
    public bool Remove(int slot)
    {
        bool removed = Engine.Remove(slot, clock.Now, _outbox);
        Drain(default);
        return removed;
    }

    /// <summary>Revokes the binding in a slot, or its IPv4 home address.</summary>
    public RevocationStart Revoke(int slot, RevocationTrigger trigger, RevokedPart part)
    {
        RevocationStart start = Engine.Revoke(slot, trigger, part, clock.Now, clock.Wall, _outbox);
        Drain(default);
        return start;
    }

    /// <summary>Revokes every binding of a node; asked again while more remains than one step tells.</summary>
    public RevocationStart RevokeNode(ReadOnlySpan<byte> identifier, RevocationTrigger trigger)
    {
        RevocationStart start;
        do
        {
            start = Engine.RevokeNode(identifier, trigger, clock.Now, clock.Wall, _outbox);
            Drain(default);
        }
        while (start == RevocationStart.StartedMoreRemain);

        return start;
    }

    /// <summary>Revokes every binding with a peer.</summary>
    public RevocationStart RevokePeer(int peer)
    {
        RevocationStart start = Engine.RevokePeer(peer, clock.Now, clock.Wall, _outbox);
        Drain(default);
        return start;
    }

    /// <summary>Revokes the bindings of a realm with a peer.</summary>
    public RevocationStart RevokeRealm(int peer, ReadOnlySpan<byte> realm)
    {
        RevocationStart start = Engine.RevokeRealm(peer, realm, clock.Now, clock.Wall, _outbox);
        Drain(default);
        return start;
    }

    /// <summary>Reserves an uplink key for a connection.</summary>
    public KeyReservationStatus ReserveKey(GreKey key, in KeyReservationRequest request)
    {
        KeyReservationStatus status = Engine.ReserveKey(key, request, clock.Now, _outbox);
        Drain(default);
        return status;
    }

    /// <summary>Gives a reservation up.</summary>
    public KeyReservationStatus ReleaseKey(GreKey key)
    {
        KeyReservationStatus status = Engine.ReleaseReservation(key, clock.Now, _outbox);
        Drain(default);
        return status;
    }
}
