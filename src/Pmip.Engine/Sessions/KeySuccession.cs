using Pmip.Foundation.Randomness;

namespace Pmip.Engine.Sessions;

/// <summary>
/// Which upper bits of a key follow which in a place: each place has an order of its own that goes through all of them before any comes
/// again, and that only who has the secret can tell. A permutation of numbers (four rounds of Luby and Rackoff, 1988), walked step by step.
/// </summary>
internal readonly struct KeySuccession
{
    private const int Rounds = 4;
    private readonly SipHash _function;
    private readonly uint _last;     // the greatest value
    private readonly int _half;      // bits of each half
    private readonly uint _halfMask;

    /// <summary>Makes the orders of numbers of so many bits.</summary>
    public KeySuccession(SipHash function, int bits)
    {
        _function = function;
        _last = uint.MaxValue >> (32 - bits);
        _half = (bits + 1) / 2;
        _halfMask = uint.MaxValue >> (32 - _half);
    }

    /// <summary>How many values there are: all but zero.</summary>
    public uint Count => _last;

    /// <summary>The value behind <paramref name="value"/> in the order of the place. With an odd number of bits half of the steps lead outside.</summary>
    public uint Next(int place, uint value)
    {
        uint position = PositionOf(place, value);
        do
        {
            position = unchecked(position + 1) & (uint)((1L << (2 * _half)) - 1);
            value = ValueAt(place, position);
        }
        while (value == 0 || value > _last);

        return value;
    }

    private uint ValueAt(int place, uint position)
    {
        uint left = position >> _half;
        uint right = position & _halfMask;
        for (int round = 0; round < Rounds; round++)
        {
            (left, right) = (right, left ^ Mix(place, round, right));
        }

        return left << _half | right;
    }

    private uint PositionOf(int place, uint value)
    {
        uint left = value >> _half;
        uint right = value & _halfMask;
        for (int round = Rounds - 1; round >= 0; round--)
        {
            (left, right) = (right ^ Mix(place, round, left), left);
        }

        return left << _half | right;
    }

    private uint Mix(int place, int round, uint half) => unchecked((uint)_function.Hash(((ulong)(uint)place << 8) | (uint)round, half)) & _halfMask;
}
