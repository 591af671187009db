using System;
using Pmip.Engine.Sessions;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Lma;

/// <content>
/// Uplink keys that are the TEIDs of default bearers (R19): the operator, or the GTP side by him, reserves them. The engine keeps
/// them while it runs; the host writes them down at each <see cref="EngineNotice.ReservationChanged"/> and brings them back.
/// </content>
public sealed partial class LocalMobilityAnchor
{
    private readonly KeyReservations _reservations;

    /// <summary>Places of reservations, used and unused.</summary>
    public int ReservationCapacity => _reservations.Capacity;

    /// <summary>Reserves an uplink key for a connection, which gets it when it registers the next time.</summary>
    public KeyReservationStatus ReserveKey(GreKey key, in KeyReservationRequest request, Instant now, Outbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        if (key.IsNone)
        {
            return KeyReservationStatus.KeyInvalid;
        }

        if (request.Identifier.IsEmpty || request.Identifier.Length > _reservations.IdentifierOctetsMax)
        {
            return KeyReservationStatus.IdentifierInvalid;
        }

        int accessPoint = _directory.Find(request.AccessPoint);
        if (accessPoint < 0)
        {
            return KeyReservationStatus.AccessPointUnknown;
        }

        ReservedConnection connection = new(
            _cache.HashOf(request.Identifier), accessPoint, request.PdnConnectionId is not null, request.PdnConnectionId ?? 0);
        KeyReservationStatus status = _reservations.Reserve(key, request.Identifier, connection, now, out int place);
        if (status == KeyReservationStatus.Reserved)
        {
            Counters.Increment(LmaCounter.KeyReserved);
            outbox.AddNotice(EngineNotice.ReservationChanged, place, request.Identifier);
        }
        else
        {
            Counters.Increment(LmaCounter.KeyReservationRefused);
        }

        return status;
    }

    /// <summary>Gives a reservation up. A connection that has the key keeps it until it ends.</summary>
    public KeyReservationStatus ReleaseReservation(GreKey key, Instant now, Outbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        int place = _reservations.FindKey(key);
        if (place < 0 || !_reservations.IsReserved(place))
        {
            return KeyReservationStatus.NotReserved;
        }

        Counters.Increment(LmaCounter.KeyReservationReleased);
        outbox.AddNotice(EngineNotice.ReservationChanged, place, _reservations.IdentifierOf(place));
        return _reservations.GiveUp(place, now);
    }

    /// <summary>Reads the reservation in a place; false when there is none.</summary>
    public bool TryReadReservation(int place, out KeyReservationView view)
    {
        view = default;
        if (place < 0 || !_reservations.IsReserved(place))
        {
            return false;
        }

        ref readonly KeyReservations.Reservation reservation = ref _reservations[place];
        view = new KeyReservationView
        {
            Key = reservation.Key,
            Identifier = _reservations.IdentifierOf(place),
            AccessPoint = _directory.AccessPointAt(reservation.Connection.AccessPoint).Name,
            PdnConnectionId = reservation.Connection.HasPdnConnectionId ? reservation.Connection.PdnConnectionId : null,
            IsInUse = reservation.Session >= 0,
        };
        return true;
    }

    // A place for a new connection, with the key that is reserved for it, if one is.
    private bool TryTakeKey(
        ReadOnlySpan<byte> identifier, in RegistrationRequest request, Instant now, out int session, out GreKey key, out int reservation)
    {
        ReservedConnection connection = new(
            request.IdentifierHash, request.AccessPoint, request.HasPdnConnectionId, request.HasPdnConnectionId ? request.PdnConnectionId : (byte)0);
        reservation = _reservations.Find(identifier, connection);
        if (reservation < 0 || _reservations[reservation].Session >= 0)
        {
            reservation = -1;
            return _keys.TryTake(now, out session, out key);
        }

        key = _reservations[reservation].Key;
        if (!_keys.TryTakeFor(key, now, out session))
        {
            return false;
        }

        Counters.Increment(LmaCounter.ReservedKeyGiven);
        _reservations.Take(reservation, session);
        return true;
    }

    private void ReturnKey(in BindingCacheEntry entry, Instant now)
    {
        if (entry.Reservation >= 0)
        {
            _reservations.Return(entry.Reservation, now.Plus(_configuration.Quarantine));
        }

        _keys.Release(entry.SessionIndex, now);
    }
}
