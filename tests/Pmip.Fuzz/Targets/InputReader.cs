using System;

namespace Pmip.Fuzz.Targets;

/// <summary>Draws choices from an input; behind its end everything is zero, so every input is a whole story.</summary>
internal ref struct InputReader(ReadOnlySpan<byte> input)
{
    private ReadOnlySpan<byte> _rest = input;

    public readonly bool IsEmpty => _rest.IsEmpty;

    public byte Octet()
    {
        if (_rest.IsEmpty)
        {
            return 0;
        }

        byte octet = _rest[0];
        _rest = _rest[1..];
        return octet;
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1, of one octet when that is enough.</summary>
    public int Below(int bound) => (bound <= 256 ? Octet() : (Octet() << 8) | Octet()) % bound;

    public bool Coin() => (Octet() & 1) != 0;

    /// <summary>The next octets, as many of <paramref name="count"/> as there are.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        ReadOnlySpan<byte> taken = _rest[..Math.Min(count, _rest.Length)];
        _rest = _rest[taken.Length..];
        return taken;
    }

    public T Any<T>(T[] values) => values[Below(values.Length)];
}
