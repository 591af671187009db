using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pmip.Foundation.Randomness;

/// <summary>
/// SipHash-1-3 under a secret 128-bit key: table hashes that a stranger cannot steer (Aumasson and Bernstein, 2012). With
/// <see cref="Strong"/> rounds (2-4) it is the pseudo-random function behind <see cref="KeyStream"/>.
/// </summary>
public readonly struct SipHash(ulong key0, ulong key1)
{
    /// <summary>Hash of <paramref name="bytes"/> for a table.</summary>
    public ulong Hash(ReadOnlySpan<byte> bytes)
    {
        State state = new(key0, key1);
        int words = bytes.Length & ~7;
        for (ReadOnlySpan<byte> rest = bytes; rest.Length >= 8; rest = rest[8..])
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(rest);
            state.V3 ^= word;
            state.Round();
            state.V0 ^= word;
        }

        ulong last = LastWord(bytes[words..], bytes.Length);
        state.V3 ^= last;
        state.Round();
        state.V0 ^= last;
        return FinishTable(state);
    }

    /// <summary>Hash of two words for a table.</summary>
    public ulong Hash(ulong first, ulong second)
    {
        const ulong last = 16UL << 56;
        State state = new(key0, key1);
        state.V3 ^= first;
        state.Round();
        state.V0 ^= first;
        state.V3 ^= second;
        state.Round();
        state.V0 ^= second;
        state.V3 ^= last;
        state.Round();
        state.V0 ^= last;
        return FinishTable(state);
    }

    /// <summary>SipHash-2-4 of <paramref name="bytes"/>, for values that must not be guessable.</summary>
    public ulong Strong(ReadOnlySpan<byte> bytes)
    {
        State state = new(key0, key1);
        int words = bytes.Length & ~7;
        for (int at = 0; at <= words; at += 8)
        {
            ulong word = at < words ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]) : LastWord(bytes[words..], bytes.Length);
            state.V3 ^= word;
            state.Round();
            state.Round();
            state.V0 ^= word;
        }

        state.V2 ^= 0xff;
        state.Round();
        state.Round();
        state.Round();
        state.Round();
        return state.Folded;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong FinishTable(State state)
    {
        state.V2 ^= 0xff;
        state.Round();
        state.Round();
        state.Round();
        return state.Folded;
    }

    // The octets behind the last whole word, and the length modulo 256 above them.
    private static ulong LastWord(ReadOnlySpan<byte> tail, int length)
    {
        ulong last = unchecked((ulong)length << 56);
        for (int i = 0; i < tail.Length; i++)
        {
            last |= (ulong)tail[i] << (8 * i);
        }

        return last;
    }

    // Four words that live in registers, since every method of theirs is inlined.
    private struct State(ulong key0, ulong key1)
    {
        public ulong V0 = key0 ^ 0x736f6d6570736575UL;
        public ulong V1 = key1 ^ 0x646f72616e646f6dUL;
        public ulong V2 = key0 ^ 0x6c7967656e657261UL;
        public ulong V3 = key1 ^ 0x7465646279746573UL;

        public readonly ulong Folded => V0 ^ V1 ^ V2 ^ V3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Round()
        {
            unchecked
            {
                V0 += V1;
                V2 += V3;
                V1 = BitOperations.RotateLeft(V1, 13) ^ V0;
                V3 = BitOperations.RotateLeft(V3, 16) ^ V2;
                V0 = BitOperations.RotateLeft(V0, 32);
                V0 += V3;
                V2 += V1;
                V3 = BitOperations.RotateLeft(V3, 21) ^ V0;
                V1 = BitOperations.RotateLeft(V1, 17) ^ V2;
                V2 = BitOperations.RotateLeft(V2, 32);
            }
        }
    }
}
