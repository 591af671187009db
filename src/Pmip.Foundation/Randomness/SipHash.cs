using System;
using System.Buffers.Binary;
using System.Numerics;

namespace Pmip.Foundation.Randomness;

/// <summary>
/// SipHash-1-3 under a secret 128-bit key: table hashes that a stranger cannot steer (Aumasson and Bernstein, 2012). With
/// <see cref="Strong"/> rounds (2-4) it is the pseudo-random function behind <see cref="KeyStream"/>.
/// </summary>
public readonly struct SipHash(ulong key0, ulong key1)
{
    /// <summary>Hash of <paramref name="bytes"/> for a table.</summary>
    public ulong Hash(ReadOnlySpan<byte> bytes) => Compute(bytes, 1, 3);

    /// <summary>Hash of two words for a table.</summary>
    public ulong Hash(ulong first, ulong second)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, first);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], second);
        return Compute(bytes, 1, 3);
    }

    /// <summary>SipHash-2-4 of <paramref name="bytes"/>, for values that must not be guessable.</summary>
    public ulong Strong(ReadOnlySpan<byte> bytes) => Compute(bytes, 2, 4);

    private ulong Compute(ReadOnlySpan<byte> bytes, int compressionRounds, int finalRounds)
    {
        unchecked
        {
            ulong v0 = key0 ^ 0x736f6d6570736575UL;
            ulong v1 = key1 ^ 0x646f72616e646f6dUL;
            ulong v2 = key0 ^ 0x6c7967656e657261UL;
            ulong v3 = key1 ^ 0x7465646279746573UL;
            ulong length = (ulong)bytes.Length << 56;
            while (bytes.Length >= 8)
            {
                ulong word = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
                v3 ^= word;
                Rounds(compressionRounds, ref v0, ref v1, ref v2, ref v3);
                v0 ^= word;
                bytes = bytes[8..];
            }

            ulong last = length;
            for (int i = 0; i < bytes.Length; i++)
            {
                last |= (ulong)bytes[i] << (8 * i);
            }

            v3 ^= last;
            Rounds(compressionRounds, ref v0, ref v1, ref v2, ref v3);
            v0 ^= last;
            v2 ^= 0xff;
            Rounds(finalRounds, ref v0, ref v1, ref v2, ref v3);
            return v0 ^ v1 ^ v2 ^ v3;
        }
    }

    private static void Rounds(int count, ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        unchecked
        {
            for (; count > 0; count--)
            {
                v0 += v1;
                v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
                v0 = BitOperations.RotateLeft(v0, 32);
                v2 += v3;
                v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
                v2 = BitOperations.RotateLeft(v2, 32);
            }
        }
    }
}
