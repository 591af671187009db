using System;
using Pmip.Foundation;

namespace Pmip.Engine.Sessions;

/// <summary>
/// The mobile node identifiers (RFC 4283) of a table's slots, in one run of octets with a fixed stride: no object per
/// identifier, and the memory is known at start.
/// </summary>
public sealed class IdentifierTable
{
    private readonly byte[] _octets;
    private readonly byte[] _length;

    /// <summary>Makes empty identifiers of at most <paramref name="octetsMax"/> octets for <paramref name="slots"/> slots.</summary>
    public IdentifierTable(int slots, int octetsMax)
    {
        Invariant.Require(slots > 0);
        Invariant.Require(octetsMax is > 0 and <= byte.MaxValue);
        OctetsMax = octetsMax;
        _octets = new byte[checked(slots * octetsMax)];
        _length = new byte[slots];
    }

    /// <summary>Longest identifier that fits.</summary>
    public int OctetsMax { get; }

    /// <summary>Octets that the table costs.</summary>
    public static long BytesFor(int slots, int octetsMax) => (long)slots * (octetsMax + 1);

    /// <summary>The identifier in a slot; empty when none was set.</summary>
    public ReadOnlySpan<byte> this[int slot] => _octets.AsSpan(slot * OctetsMax, _length[slot]);

    /// <summary>Puts an identifier, which must fit, into a slot.</summary>
    public void Set(int slot, ReadOnlySpan<byte> identifier)
    {
        Invariant.Require(identifier.Length <= OctetsMax);
        identifier.CopyTo(_octets.AsSpan(slot * OctetsMax, OctetsMax));
        _length[slot] = (byte)identifier.Length;
    }

    /// <summary>Reads an octet of the identifier in a slot, so that it is near when it is needed.</summary>
    internal ulong Touch(int slot) => (ulong)_octets[slot * OctetsMax] + _length[slot];

    /// <summary>True when the slot holds <paramref name="identifier"/>.</summary>
    public bool Holds(int slot, ReadOnlySpan<byte> identifier) => this[slot].SequenceEqual(identifier);

    /// <summary>Empties a slot; its octets are overwritten.</summary>
    public void Clear(int slot)
    {
        _octets.AsSpan(slot * OctetsMax, _length[slot]).Clear();
        _length[slot] = 0;
    }
}
