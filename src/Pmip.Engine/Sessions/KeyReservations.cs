using System;
using System.Runtime.CompilerServices;
using Pmip.Engine.Configuration;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Sessions;

/// <summary>
/// Uplink keys that the operator has reserved for connections (R19): each is given to its connection when that registers, and to
/// no other. A key whose reservation was given up stays here until it has rested, so that nobody else gets it before (R17).
/// </summary>
/// <remarks>
/// Invariants: a key is excluded from <see cref="SessionKeys"/> exactly while it stands here; no two places have the same key,
/// and no two that are reserved the same connection.
/// </remarks>
internal sealed class KeyReservations
{
    private readonly SessionKeys _keys;
    private readonly Slab _places;
    private readonly Reservation[] _reservations;
    private readonly IdentifierTable _identifiers;
    private readonly HashIndex _byConnection;

    public KeyReservations(EngineLimits limits, SessionKeys keys)
    {
        int capacity = Math.Max(limits.Reservations, 1);
        _keys = keys;
        Capacity = limits.Reservations;
        _places = new Slab(capacity);
        _reservations = new Reservation[capacity];
        _identifiers = new IdentifierTable(capacity, limits.IdentifierOctets);
        _byConnection = new HashIndex(capacity);
    }

    public int Capacity { get; }

    public int IdentifierOctetsMax => _identifiers.OctetsMax;

    public static long BytesFor(EngineLimits limits)
    {
        int capacity = Math.Max(limits.Reservations, 1);
        return ((long)capacity * (Slab.BytesPerSlot + Unsafe.SizeOf<Reservation>()))
            + IdentifierTable.BytesFor(capacity, limits.IdentifierOctets) + HashIndex.BytesFor(capacity);
    }

    public ref readonly Reservation this[int place] => ref _reservations[place];

    public ReadOnlySpan<byte> IdentifierOf(int place) => _identifiers[place];

    /// <summary>True when the operator sees a reservation in the place.</summary>
    public bool IsReserved(int place) => place < Capacity && _places.IsTaken(place) && !_reservations[place].IsGivenUp;

    /// <summary>The reservation of a connection that is registering and has no key yet, or -1.</summary>
    public int Find(ReadOnlySpan<byte> identifier, in ReservedConnection connection)
    {
        for (int probe = _byConnection.First(connection.IdentifierHash); probe >= 0; probe = _byConnection.Next(probe, connection.IdentifierHash))
        {
            int place = _byConnection.SlotAt(probe);
            if (!_reservations[place].IsGivenUp && _reservations[place].Connection == connection && _identifiers.Holds(place, identifier))
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>The place of a key, or -1.</summary>
    public int FindKey(GreKey key) => _keys.PlaceOfExcluded(key);

    public KeyReservationStatus Reserve(
        GreKey key, ReadOnlySpan<byte> identifier, in ReservedConnection connection, Instant now, out int place)
    {
        if (!_keys.IsOfOwnSpace(key))
        {
            place = -1;
            return KeyReservationStatus.KeyOfOtherRole;
        }

        place = FindKey(key);
        if (SessionKeys.IsBarred(place))
        {
            return KeyReservationStatus.KeyInUse;
        }

        if (place >= 0 && IsFree(place, now))
        {
            Remove(place);
            place = -1;
        }

        if (_keys.IsBarred(key))
        {
            return KeyReservationStatus.KeyInUse;
        }

        int own = Find(identifier, connection);
        if (place >= 0)
        {
            bool isSame = _reservations[place].Connection == connection && _identifiers.Holds(place, identifier);
            if (isSame && (own < 0 || own == place))
            {
                _reservations[place].IsGivenUp = false;
                return KeyReservationStatus.Reserved;
            }

            return isSame ? KeyReservationStatus.ConnectionHasReservation
                : _reservations[place].IsGivenUp && _reservations[place].Session < 0 ? KeyReservationStatus.KeyResting
                : KeyReservationStatus.KeyInUse;
        }

        if (own >= 0)
        {
            return KeyReservationStatus.ConnectionHasReservation;
        }

        KeyUse use = _keys.UseOf(key, now);
        if (use != KeyUse.Free)
        {
            return use == KeyUse.Taken ? KeyReservationStatus.KeyInUse : KeyReservationStatus.KeyResting;
        }

        return TryAdd(key, identifier, connection, now, out place) ? KeyReservationStatus.Reserved : KeyReservationStatus.TableFull;
    }

    /// <summary>The operator gives a reservation up.</summary>
    public KeyReservationStatus GiveUp(int place, Instant now)
    {
        ref Reservation reservation = ref _reservations[place];
        reservation.IsGivenUp = true;
        if (reservation.Session >= 0)
        {
            return KeyReservationStatus.ReleasedWhileInUse;
        }

        if (IsFree(place, now))
        {
            Remove(place);
        }

        return KeyReservationStatus.Released;
    }

    /// <summary>Gives up every reservation of a key that is barred from now on.</summary>
    public void GiveUpBarred(Instant now)
    {
        for (int place = 0; place < Capacity; place++)
        {
            if (IsReserved(place) && _keys.IsBarred(_reservations[place].Key))
            {
                GiveUp(place, now);
            }
        }
    }

    /// <summary>Counts, by number of the access point, the reservations that name it.</summary>
    public void CountAccessPoints(int[] references)
    {
        for (int place = 0; place < Capacity; place++)
        {
            if (_places.IsTaken(place))
            {
                references[_reservations[place].Connection.AccessPoint]++;
            }
        }
    }

    /// <summary>
    /// The place of a key that a connection had before a restart, or -1. One whose reservation was given up while the connection had it is
    /// not among those that were kept: it stands here again until the connection ends.
    /// </summary>
    public int Restore(GreKey key, ReadOnlySpan<byte> identifier, in ReservedConnection connection, Instant now, out bool isGivenUp)
    {
        int place = FindKey(key);
        isGivenUp = place < 0;
        if (isGivenUp && (key.IsNone || Reserve(key, identifier, connection, now, out place) != KeyReservationStatus.Reserved))
        {
            return -1;
        }

        bool isOwn = !SessionKeys.IsBarred(place) && _reservations[place].Session < 0 && _identifiers.Holds(place, identifier);
        return isOwn ? place : -1;
    }

    /// <summary>The connection has its key now, in a place of <see cref="SessionKeys"/>.</summary>
    public void Take(int place, int session)
    {
        Invariant.Require(_places.IsTaken(place) && _reservations[place].Session < 0);
        _reservations[place].Session = session;
    }

    /// <summary>The connection has ended; for another one the key rests until <paramref name="restedAt"/>.</summary>
    public void Return(int place, Instant restedAt)
    {
        Invariant.Require(_places.IsTaken(place) && _reservations[place].Session >= 0);
        _reservations[place].Session = -1;
        _reservations[place].RestedAt = restedAt;
    }

    public void Verify()
    {
        _places.Verify();
        for (int place = 0; place < _reservations.Length; place++)
        {
            Invariant.Require(!_places.IsTaken(place) || FindKey(_reservations[place].Key) == place);
            Invariant.Require(!_places.IsTaken(place) || _reservations[place].Session < 0
                || _keys.KeyOf(_reservations[place].Session) == _reservations[place].Key);
        }

        Invariant.Require(_byConnection.Count == _places.Count);
    }

    private bool TryAdd(GreKey key, ReadOnlySpan<byte> identifier, in ReservedConnection connection, Instant now, out int place)
    {
        for (place = 0; _places.Count >= Capacity && place < Capacity; place++)
        {
            if (_places.IsTaken(place) && IsFree(place, now))
            {
                Remove(place);
            }
        }

        place = -1;
        if (_places.Count >= Capacity || !_places.TryTake(out SlotId id))
        {
            return false;
        }

        place = id.Index;
        _reservations[place] = new Reservation { Key = key, Connection = connection, Session = -1, RestedAt = new Instant(long.MinValue) };
        _identifiers.Set(place, identifier);
        _byConnection.Add(connection.IdentifierHash, place);
        _keys.Exclude(key, place);
        return true;
    }

    private bool IsFree(int place, Instant now) =>
        _reservations[place].IsGivenUp && _reservations[place].Session < 0 && _reservations[place].RestedAt <= now;

    private void Remove(int place)
    {
        _keys.Include(_reservations[place].Key, place);
        _byConnection.Remove(_reservations[place].Connection.IdentifierHash, place);
        _identifiers.Clear(place);
        _reservations[place] = default;
        _places.Release(_places.IdOf(place));
    }

    internal struct Reservation
    {
        public GreKey Key;
        public ReservedConnection Connection;

        /// <summary>Place of the connection in <see cref="SessionKeys"/>, or -1.</summary>
        public int Session;

        /// <summary>The operator does not want it any more; it goes when the key has rested.</summary>
        public bool IsGivenUp;
        public Instant RestedAt;
    }
}
