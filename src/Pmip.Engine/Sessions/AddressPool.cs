using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Sessions;

/// <summary>
/// Addresses of one APN that are given to whoever asks: /64 home network prefixes out of an IPv6 prefix, or single IPv4
/// home addresses. A released unit rests for the quarantine (R17), and the one that rested longest goes first, so an address
/// does not jump from one node to the next. A connection that comes back gets what it had last, if nobody else has it; for it
/// there is no quarantine, since what still travels is its own.
/// </summary>
/// <remarks>
/// Invariants: a unit is taken, reserved, or on the free list, and the free list is in the order of release. A pool that is
/// larger than the table of bindings could ever use gives out only its beginning.
/// </remarks>
public sealed class AddressPool
{
    private const int End = -1;
    private const int TakenMark = -2;
    private const int ReservedMark = -3;
    private const int SpareUnits = 1024;
    private const int RestingMax = 65_536;
    private readonly IpPrefix _range;
    private readonly Duration _quarantine;
    private readonly Unit[] _units;
    private readonly HashIndex _byLastOwner; // the free units that somebody had
    private int _first;
    private int _last = End;

    /// <summary>Makes the pool over <paramref name="range"/> for at most <paramref name="bindings"/> bindings.</summary>
    public AddressPool(IpPrefix range, int bindings, Duration quarantine)
    {
        _range = range.Masked;
        _quarantine = quarantine;
        Capacity = UnitsFor(range, bindings);
        _units = new Unit[Capacity];
        _byLastOwner = new HashIndex(Capacity, dense: true);
        _first = End;
        for (int unit = 0; unit < Capacity; unit++)
        {
            Append(unit);
        }

        if (range.Address.IsIPv4 && range.Length <= 30)
        {
            Reserve(UnitAddress(0));
            Reserve(IpAddress.FromIPv4(_range.Address.IPv4 | (uint)(UnitsIn(range) - 1)));
        }
    }

    /// <summary>Units that the pool can give out, reserved ones among them.</summary>
    public int Capacity { get; }

    /// <summary>Units that nobody has; some of them may still rest.</summary>
    public int FreeCount { get; private set; }

    /// <summary>Units that are kept out of the pool.</summary>
    public int ReservedCount { get; private set; }

    /// <summary>What the pool gives out.</summary>
    public IpPrefix Range => _range;

    /// <summary>Units that nobody has and that still rest, as far as a bounded look at those released last tells.</summary>
    public int RestingCount(Instant now)
    {
        int count = 0;
        for (int unit = _last; unit != End && count < RestingMax && _units[unit].UsableFromSeconds > Seconds(now); unit = _units[unit].Previous)
        {
            count++;
        }

        return count;
    }

    /// <summary>Octets that a pool costs.</summary>
    public static long BytesFor(IpPrefix range, int bindings) =>
        ((long)UnitsFor(range, bindings) * Unsafe.SizeOf<Unit>()) + HashIndex.BytesFor(UnitsFor(range, bindings), dense: true);

    /// <summary>Keeps an address out of the pool: a router, or somebody's static address. No effect outside the pool.</summary>
    public void Reserve(IpAddress address)
    {
        int unit = UnitOf(address);
        if (unit >= 0 && _units[unit].Next >= End)
        {
            Unlink(unit);
            _units[unit].Next = ReservedMark;
            ReservedCount++;
        }
    }

    /// <summary>
    /// True when <see cref="TryTake(Instant, ulong, out IpAddress)"/> will give a unit to the connection called <paramref name="owner"/>;
    /// 0 is nobody.
    /// </summary>
    public bool CanTake(Instant now, ulong owner = 0) => FindLast(owner) >= 0 || IsFirstRested(now);

    /// <summary>Takes the unit that the owner had last, else the one that was free longest. False when none is free and rested.</summary>
    public bool TryTake(Instant now, ulong owner, out IpAddress address)
    {
        int unit = FindLast(owner);
        if (unit < 0 && !IsFirstRested(now))
        {
            address = default;
            return false;
        }

        unit = unit < 0 ? _first : unit;
        Unlink(unit);
        _units[unit].Next = TakenMark;
        address = UnitAddress(unit);
        return true;
    }

    /// <summary>Takes the unit that was free longest. False when none is free and rested.</summary>
    public bool TryTake(Instant now, out IpAddress address) => TryTake(now, 0, out address);

    /// <summary>
    /// True when <paramref name="address"/> is of the pool, free, and rested or the owner's last, so <see cref="TakeExactly"/> may
    /// follow.
    /// </summary>
    public bool IsAvailable(IpAddress address, Instant now, ulong owner = 0)
    {
        int unit = UnitOf(address);
        return unit >= 0 && _units[unit].Next >= End
            && (_units[unit].UsableFromSeconds <= Seconds(now) || (owner != 0 && _units[unit].LastOwner == owner));
    }

    /// <summary>Takes a unit that <see cref="IsAvailable"/>.</summary>
    public void TakeExactly(IpAddress address)
    {
        int unit = UnitOf(address);
        Invariant.Require(unit >= 0 && _units[unit].Next >= End);
        Unlink(unit);
        _units[unit].Next = TakenMark;
    }

    /// <summary>True for an address of the range that whoever asks may get or have: it is not kept out of the pool.</summary>
    public bool Allows(IpAddress address)
    {
        int unit = UnitOf(address);
        return _range.Contains(address) && (unit < 0 || _units[unit].Next != ReservedMark);
    }

    /// <summary>True when the two ranges have addresses in common.</summary>
    public bool Overlaps(AddressPool other) => _range.Overlaps(other._range);

    /// <summary>True when <paramref name="address"/> is in the range.</summary>
    public bool Covers(IpAddress address) => _range.Contains(address);

    /// <summary>
    /// Notes that a binding has <paramref name="address"/> already. No effect on one that is kept out of the pool, or that is beyond
    /// what it gives out.
    /// </summary>
    public void NoteTaken(IpAddress address)
    {
        int unit = UnitOf(address);
        if (unit >= 0 && _units[unit].Next >= End)
        {
            Unlink(unit);
            _units[unit].Next = TakenMark;
        }
    }

    /// <summary>
    /// Takes over from a pool that this one stands in for which of its free units rest, since when, and who had them last. Costs
    /// as many steps as the old pool has units that were ever used.
    /// </summary>
    public void TakeOverRests(AddressPool old)
    {
        int first = End; // The units that nobody ever had are the first of the list.
        for (int unit = old._last; unit != End && !old.IsUnused(unit); unit = old._units[unit].Previous)
        {
            first = unit;
        }

        for (int unit = first; unit != End; unit = old._units[unit].Next)
        {
            int own = UnitOf(old.UnitAddress(unit));
            if (own >= 0 && _units[own].Next >= End)
            {
                Unlink(own);
                Append(own);
                _units[own].UsableFromSeconds = old._units[unit].UsableFromSeconds;
                Own(own, old._units[unit].LastOwner);
            }
        }
    }

    /// <summary>Lets a free unit rest that somebody had before a restart. They come in the order of their release.</summary>
    public void RestoreRest(IpAddress address, Instant until)
    {
        int unit = UnitOf(address);
        if (unit >= 0 && _units[unit].Next >= End)
        {
            Unlink(unit);
            Append(unit);
            _units[unit].UsableFromSeconds = RoundedUpSeconds(until);
        }
    }

    /// <summary>True while the unit of <paramref name="address"/> is taken from this pool.</summary>
    public bool IsTaken(IpAddress address)
    {
        int unit = UnitOf(address);
        return unit >= 0 && _units[unit].Next == TakenMark;
    }

    /// <summary>Gives a taken unit back; for others than the owner it rests until the quarantine is over.</summary>
    public void Release(IpAddress address, Instant now, ulong owner = 0)
    {
        int unit = UnitOf(address);
        Invariant.Require(unit >= 0 && _units[unit].Next == TakenMark);
        _units[unit].UsableFromSeconds = RoundedUpSeconds(now.Plus(_quarantine));
        Append(unit);
        Own(unit, owner);
    }

    /// <summary>Counts the units that bindings have. Costs a pass over the pool.</summary>
    public int CountTaken()
    {
        int taken = 0;
        for (int unit = 0; unit < Capacity; unit++)
        {
            taken += _units[unit].Next == TakenMark ? 1 : 0;
        }

        return taken;
    }

    /// <summary>Walks the free list and requires that it agrees with the marks.</summary>
    public void Verify()
    {
        int free = 0;
        int owned = 0;
        for (int unit = 0; unit < Capacity; unit++)
        {
            free += _units[unit].Next >= End ? 1 : 0;
            owned += _units[unit].LastOwner != 0 ? 1 : 0;
            Invariant.Require(_units[unit].LastOwner == 0 || _units[unit].Next >= End);
        }

        Invariant.Require(owned == _byLastOwner.Count);

        Invariant.Require(free == FreeCount);
        int previous = End;
        for (int unit = _first; unit != End; unit = _units[unit].Next)
        {
            Invariant.Require(_units[unit].Previous == previous);
            Invariant.Require(--free >= 0);
            previous = unit;
        }

        Invariant.Require(free == 0 && _last == previous);
    }

    /// <summary>Units from the first on that a pool over <paramref name="range"/> gives out for at most <paramref name="bindings"/> bindings.</summary>
    public static int UnitsFor(IpPrefix range, int bindings) =>
        (int)Math.Min(UnitsIn(range), bindings + (bindings / 2) + SpareUnits);

    private static long UnitsIn(IpPrefix range)
    {
        int bits = range.Address.IsIPv4 ? 32 - range.Length : 64 - range.Length;
        Invariant.Require(bits >= 0);
        return 1L << Math.Min(bits, 40);
    }

    // Quarantine is kept in whole seconds since the host's origin, rounded up, which halves the table.
    private static uint Seconds(Instant at) => (uint)Math.Clamp(at.Microseconds / 1_000_000, 0, uint.MaxValue);

    private static uint RoundedUpSeconds(Instant at) => (uint)Math.Clamp((at.Microseconds / 1_000_000) + 1, 0, uint.MaxValue);

    private IpAddress UnitAddress(int unit) => _range.Address.IsIPv4
        ? IpAddress.FromIPv4(_range.Address.IPv4 + (uint)unit)
        : new IpAddress(_range.Address.High + (ulong)unit, 0);

    private int UnitOf(IpAddress address)
    {
        if (!_range.Contains(address))
        {
            return -1;
        }

        ulong unit = _range.Address.IsIPv4 ? address.IPv4 - _range.Address.IPv4 : address.High - _range.Address.High;
        return unit < (ulong)Capacity ? (int)unit : -1;
    }

    private bool IsFirstRested(Instant now) => _first != End && _units[_first].UsableFromSeconds <= Seconds(now);

    private int FindLast(ulong owner)
    {
        for (int probe = owner == 0 ? -1 : _byLastOwner.First(HashOf(owner)); probe >= 0; probe = _byLastOwner.Next(probe, HashOf(owner)))
        {
            if (_units[_byLastOwner.SlotAt(probe)].LastOwner == owner)
            {
                return _byLastOwner.SlotAt(probe);
            }
        }

        return -1;
    }

    // The lowest bit of an owner that is not nobody says nothing.
    private static ulong HashOf(ulong owner) => owner >> 1;

    private bool IsUnused(int unit) => _units[unit].UsableFromSeconds == 0 && _units[unit].LastOwner == 0;

    private void Own(int unit, ulong owner)
    {
        if (owner != 0)
        {
            _units[unit].LastOwner = owner;
            _byLastOwner.Add(HashOf(owner), unit);
        }
    }

    private void Append(int unit)
    {
        _units[unit].Next = End;
        _units[unit].Previous = _last;
        if (_last == End)
        {
            _first = unit;
        }
        else
        {
            _units[_last].Next = unit;
        }

        _last = unit;
        FreeCount++;
    }

    private void Unlink(int unit)
    {
        if (_units[unit].LastOwner != 0)
        {
            _byLastOwner.Remove(HashOf(_units[unit].LastOwner), unit);
            _units[unit].LastOwner = 0;
        }

        int next = _units[unit].Next;
        int previous = _units[unit].Previous;
        if (previous == End)
        {
            _first = next;
        }
        else
        {
            _units[previous].Next = next;
        }

        if (next == End)
        {
            _last = previous;
        }
        else
        {
            _units[next].Previous = previous;
        }

        FreeCount--;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Unit
    {
        public int Next; // or a mark
        public int Previous;
        public uint UsableFromSeconds;
        public ulong LastOwner; // whoever had it last, 0 for nobody or while it is not free
    }
}
