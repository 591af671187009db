using System;
using Pmip.Engine.Configuration;
using Pmip.Foundation;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Tables;

namespace Pmip.Engine.Sessions;

/// <summary>
/// The components of the other nodes that each binding depends on (TS 23.007, partial failure): at most two, the peer's own and
/// one behind it. Equal components share a place, so a sweep compares numbers.
/// </summary>
/// <remarks>Invariant: a place is taken exactly while a binding names it.</remarks>
public sealed class ComponentIndex
{
    /// <summary>No component.</summary>
    public const int None = -1;

    private const int ComponentsPerPeer = 8;
    private readonly SipHash _hash;
    private readonly Slab _places;
    private readonly HashIndex _byIdentifier;
    private readonly ConnectionSetIdentifier[] _components;
    private readonly int[] _bindings; // place -> names of it
    private readonly int[] _first;    // slot of a binding -> place
    private readonly int[] _second;

    /// <summary>Makes an empty index.</summary>
    public ComponentIndex(EngineLimits limits, SipHash hash)
    {
        int capacity = CapacityFor(limits);
        _hash = hash;
        _places = new Slab(capacity);
        _byIdentifier = new HashIndex(capacity);
        _components = new ConnectionSetIdentifier[capacity];
        _bindings = new int[capacity];
        _first = new int[limits.Bindings];
        _second = new int[limits.Bindings];
        Array.Fill(_first, None);
        Array.Fill(_second, None);
    }

    /// <summary>Components that bindings depend on.</summary>
    public int Count => _places.Count;

    /// <summary>Octets that it costs.</summary>
    public static long BytesFor(EngineLimits limits) => ((long)limits.Bindings * 2 * sizeof(int)) + HashIndex.BytesFor(CapacityFor(limits))
        + ((long)CapacityFor(limits)
            * (Slab.BytesPerSlot + sizeof(int) + System.Runtime.CompilerServices.Unsafe.SizeOf<ConnectionSetIdentifier>()));

    /// <summary>Place of the first component of a binding, or <see cref="None"/>.</summary>
    public int First(int slot) => _first[slot];

    /// <summary>Place of the second component of a binding, or <see cref="None"/>.</summary>
    public int Second(int slot) => _second[slot];

    /// <summary>The component at a place.</summary>
    public ConnectionSetIdentifier this[int place] => _components[place];

    /// <summary>The place of a component that some binding depends on, or <see cref="None"/>.</summary>
    public int Find(in ConnectionSetIdentifier component)
    {
        ulong hash = component.HashBy(_hash);
        for (int probe = _byIdentifier.First(hash); probe >= 0; probe = _byIdentifier.Next(probe, hash))
        {
            if (_components[_byIdentifier.SlotAt(probe)] == component)
            {
                return _byIdentifier.SlotAt(probe);
            }
        }

        return None;
    }

    /// <summary>
    /// Keeps the components that the options of a registration name, instead of those before; false when one of them is
    /// malformed or finds no place, which then is not kept.
    /// </summary>
    public bool Set(int slot, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        int oldFirst = _first[slot];
        int oldSecond = _second[slot];
        bool isKept = TryTake(first, out _first[slot]);
        isKept &= TryTake(second, out _second[slot]);
        Release(oldFirst);
        Release(oldSecond);
        return isKept;
    }

    /// <summary>Forgets the components of a binding.</summary>
    public void Clear(int slot) => Set(slot, default, default);

    /// <summary>Walks everything and requires that it agrees.</summary>
    public void Verify()
    {
        _places.Verify();
        Invariant.Require(_byIdentifier.Count == _places.Count);
        long named = 0;
        for (int slot = 0; slot < _first.Length; slot++)
        {
            Invariant.Require(_first[slot] == None || _bindings[_first[slot]] > 0);
            Invariant.Require(_second[slot] == None || _bindings[_second[slot]] > 0);
            named += (_first[slot] == None ? 0 : 1) + (_second[slot] == None ? 0 : 1);
        }

        for (int place = 0; place < _bindings.Length; place++)
        {
            Invariant.Require(_places.IsTaken(place) == (_bindings[place] > 0));
            named -= _bindings[place];
        }

        Invariant.Require(named == 0);
    }

    private static int CapacityFor(EngineLimits limits) =>
        (int)Math.Clamp((long)limits.Peers * ComponentsPerPeer, 1, Math.Max(2L * limits.Bindings, 1));

    private bool TryTake(ReadOnlySpan<byte> data, out int place)
    {
        place = None;
        if (data.IsEmpty)
        {
            return true;
        }

        if (!ConnectionSetIdentifier.TryReadOne(data, out ConnectionSetIdentifier component))
        {
            return false;
        }

        place = Find(component);
        if (place == None)
        {
            if (!_places.TryTake(out SlotId id))
            {
                return false;
            }

            place = id.Index;
            _components[place] = component;
            _byIdentifier.Add(component.HashBy(_hash), place);
        }

        _bindings[place]++;
        return true;
    }

    private void Release(int place)
    {
        if (place == None || --_bindings[place] > 0)
        {
            return;
        }

        _byIdentifier.Remove(_components[place].HashBy(_hash), place);
        _components[place] = default;
        _places.Release(_places.IdOf(place));
    }
}
