using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace Pmip.Board.Resets;

/// <summary>A short text of fixed room, so that a record is plain memory. Longer text is cut.</summary>
public struct RecordText : IEquatable<RecordText>
{
    /// <summary>Most octets.</summary>
    public const int Max = 112;

    private byte _length;
    private Storage _octets;

    /// <summary>The octets of it.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Octets => ((ReadOnlySpan<byte>)_octets)[.._length];

    /// <summary>True for none.</summary>
    public readonly bool IsEmpty => _length == 0;

    /// <summary>Takes as much of <paramref name="octets"/> as there is room for.</summary>
    public static RecordText Of(ReadOnlySpan<byte> octets)
    {
        RecordText text = default;
        text._length = (byte)Math.Min(octets.Length, Max);
        octets[..text._length].CopyTo(text._octets);
        return text;
    }

    /// <summary>Takes as much of <paramref name="characters"/> as there is room for, and no half of one.</summary>
    public static RecordText Of(ReadOnlySpan<char> characters)
    {
        RecordText text = default;
        Utf8.FromUtf16(characters, text._octets, out _, out int used);
        text._length = (byte)used;
        return text;
    }

    /// <inheritdoc/>
    public readonly bool Equals(RecordText other) => Octets.SequenceEqual(other.Octets);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is RecordText other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(Octets);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override readonly string ToString() => Encoding.UTF8.GetString(Octets);

    /// <summary>The same text.</summary>
    public static bool operator ==(RecordText left, RecordText right) => left.Equals(right);

    /// <summary>Another text.</summary>
    public static bool operator !=(RecordText left, RecordText right) => !left.Equals(right);

    [InlineArray(Max)]
    private struct Storage
    {
        private byte _first;
    }
}
