using System;
using Pmip.Engine.Configuration;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Sessions;

/// <summary>
/// Mass work on bindings in small pieces: a peer died, restarted, or revoked everything. One round over the slots serves all
/// sweeps that are under way, at most <see cref="SlotsPerStep"/> slots and one binding a step, and bindings go at the pace of
/// <see cref="Pace"/>, so that a forged message never flushes a table at once (T18).
/// </summary>
/// <remarks>
/// A binding that was registered after a sweep had begun does not belong to it: a restarted peer may register again while its
/// old bindings are still being swept. Whole peers have a place each, so any number of them may be swept at once; narrower
/// sweeps share <see cref="NarrowMax"/> places.
/// </remarks>
public sealed class BindingSweep
{
    /// <summary>Slots looked at in one step.</summary>
    public const int SlotsPerStep = 64;

    /// <summary>Sweeps of less than a whole peer that may be under way at once.</summary>
    public const int NarrowMax = 16;

    /// <summary>In place of a component: the binding depends on any.</summary>
    public const int AnyComponent = -2;

    /// <summary>Longest realm.</summary>
    public const int RealmOctetsMax = 253;

    private readonly int _capacity;
    private readonly long[] _registeredAt; // slot -> sweeps that had begun when it was last registered
    private readonly PeerSweep[] _peers;
    private readonly NarrowSweep[] _narrow = new NarrowSweep[NarrowMax];
    private readonly IdentifierTable _realms = new(NarrowMax, RealmOctetsMax);
    private Instant _nextStep = new(long.MinValue);
    private long _begun;
    private long _looked;
    private long _end;
    private int _cursor;

    /// <summary>Makes an idle sweep over the bindings of an engine with <paramref name="limits"/> and <paramref name="peers"/> slots of peers.</summary>
    public BindingSweep(EngineLimits limits, int peers)
    {
        _capacity = limits.Bindings;
        _registeredAt = new long[limits.Bindings];
        _peers = new PeerSweep[peers];
    }

    /// <summary>Time between two bindings that are ended.</summary>
    public static Duration Pace => new(500);

    /// <summary>True while a round is not over.</summary>
    public bool IsActive => _looked < _end;

    /// <summary>When the next step is to be done.</summary>
    public Instant NextDeadline => IsActive ? _nextStep : Instant.Never;

    /// <summary>Octets that it costs.</summary>
    public static long BytesFor(EngineLimits limits) => ((long)limits.Bindings * sizeof(long))
        + ((long)limits.Peers * System.Runtime.CompilerServices.Unsafe.SizeOf<PeerSweep>())
        + (NarrowMax * System.Runtime.CompilerServices.Unsafe.SizeOf<NarrowSweep>()) + IdentifierTable.BytesFor(NarrowMax, RealmOctetsMax);

    /// <summary>Begins a sweep, or begins it anew when the same one is under way; false when there is no place for it.</summary>
    public bool TryBegin(in SweepScope scope)
    {
        Invariant.Require(scope.Peer >= -1 && scope.Peer < _peers.Length);
        if (scope.Realm.Length > RealmOctetsMax)
        {
            return false;
        }

        long end = _looked + _capacity;
        if (scope.IsWholePeer)
        {
            ref PeerSweep sweep = ref _peers[scope.Peer];
            sweep.Cause = _looked < sweep.End && sweep.Cause > scope.Cause ? sweep.Cause : scope.Cause;
            sweep.Begun = ++_begun;
            sweep.End = end;
        }
        else
        {
            int place = PlaceFor(scope);
            if (place < 0)
            {
                return false;
            }

            _realms.Set(place, scope.Realm);
            _narrow[place] = new NarrowSweep
            {
                Begun = ++_begun,
                End = end,
                Peer = scope.Peer,
                Component = scope.Component,
                CareOfAddress = scope.CareOfAddress,
                Cause = scope.Cause,
            };
        }

        _end = end;
        return true;
    }

    /// <summary>Begins a round over all slots for the sake of bindings that the engine has marked itself.</summary>
    public void BeginRound() => _end = _looked + _capacity;

    /// <summary>Notes that a marked binding was ended, which counts for the pace.</summary>
    public void NoteTaken(Instant now) => _nextStep = now.Plus(Pace);

    /// <summary>Begins another round, not before <paramref name="until"/>: a marked binding could not be ended yet.</summary>
    public void Postpone(Instant until)
    {
        _nextStep = until;
        BeginRound();
    }

    /// <summary>Notes that the binding in a slot was registered now: no sweep that has begun before is about it.</summary>
    public void NoteRegistered(int slot) => _registeredAt[slot] = _begun;

    /// <summary>Reads what <see cref="NoteRegistered"/> will write, so that it is near.</summary>
    internal ulong Touch(int slot) => unchecked((ulong)_registeredAt[slot]);

    /// <summary>
    /// The next slot of this step, which is over after <see cref="SlotsPerStep"/> slots and when the round is;
    /// <paramref name="looked"/> begins at zero.
    /// </summary>
    public bool TryNextSlot(ref int looked, out int slot)
    {
        slot = _cursor;
        if (looked == SlotsPerStep || !IsActive)
        {
            return false;
        }

        looked++;
        _looked++;
        _cursor = _cursor + 1 == _capacity ? 0 : _cursor + 1;
        return true;
    }

    /// <summary>True when a sweep is about the binding in <paramref name="slot"/>, which then is settled for all of them.</summary>
    public bool TryTake(
        int slot,
        int peer,
        IpAddress careOfAddress,
        ReadOnlySpan<byte> identifier,
        int component,
        int secondComponent,
        Instant now,
        out SweepCause cause)
    {
        long registeredAt = _registeredAt[slot];
        cause = default;
        bool isFound = peer >= 0 && _peers[peer].Begun > registeredAt && _looked <= _peers[peer].End;
        if (isFound)
        {
            cause = _peers[peer].Cause;
        }

        for (int place = 0; place < NarrowMax; place++)
        {
            ref readonly NarrowSweep sweep = ref _narrow[place];
            if (sweep.Begun > registeredAt
                && _looked <= sweep.End
                && (!isFound || sweep.Cause > cause)
                && (sweep.Peer < 0 || sweep.Peer == peer)
                && (sweep.Component switch
                {
                    ComponentIndex.None => true,
                    AnyComponent => component >= 0,
                    _ => sweep.Component == component || sweep.Component == secondComponent,
                })
                && (sweep.CareOfAddress.IsUnspecified || sweep.CareOfAddress == careOfAddress)
                && IsOfRealm(identifier, _realms[place]))
            {
                cause = sweep.Cause;
                isFound = true;
            }
        }

        if (isFound)
        {
            NoteRegistered(slot);
            _nextStep = now.Plus(Pace);
        }

        return isFound;
    }

    /// <summary>
    /// True when <paramref name="identifier"/> ends in '@' and exactly <paramref name="realm"/>, in any case of letters; an empty
    /// realm is any.
    /// </summary>
    public static bool IsOfRealm(ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> realm) => realm.IsEmpty
        || (identifier.Length > realm.Length
            && identifier[^(realm.Length + 1)] == '@'
            && System.Text.Ascii.EqualsIgnoreCase(identifier[^realm.Length..], realm));

    // The place of the same sweep, else a free one, else -1.
    private int PlaceFor(in SweepScope scope)
    {
        int free = -1;
        for (int place = 0; place < NarrowMax; place++)
        {
            ref readonly NarrowSweep sweep = ref _narrow[place];
            if (_looked >= sweep.End)
            {
                free = free < 0 ? place : free;
            }
            else if (sweep.Cause == scope.Cause
                && sweep.Peer == scope.Peer
                && sweep.Component == scope.Component
                && sweep.CareOfAddress == scope.CareOfAddress
                && _realms.Holds(place, scope.Realm))
            {
                return place;
            }
        }

        return free;
    }

    private struct PeerSweep
    {
        public long Begun;
        public long End;
        public SweepCause Cause;
    }

    private struct NarrowSweep
    {
        public long Begun;
        public long End;
        public IpAddress CareOfAddress;
        public int Peer;
        public int Component;
        public SweepCause Cause;
    }
}
