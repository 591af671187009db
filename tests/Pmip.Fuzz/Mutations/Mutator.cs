using System;
using System.Buffers.Binary;
using Pmip.Foundation.Randomness;
using Pmip.Fuzz.Targets;

namespace Pmip.Fuzz.Mutations;

/// <summary>Makes an input out of one or two others.</summary>
internal sealed class Mutator(FuzzTarget target, Prng random)
{
    private const int ChangesMaxLog = 4;
    private const int BlockMax = 64;
    private static readonly byte[] s_interesting8 = [0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 129, 254, 255];
    private static readonly ushort[] s_interesting16 = [0, 1, 255, 256, 511, 512, 1024, 4095, 4096, 32767, 32768, 65534, 65535];
    private static readonly uint[] s_interesting32 = [0, 1, 65535, 65536, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF];

    /// <summary>Writes into <paramref name="room"/> and gives the length.</summary>
    public int Mutate(ReadOnlySpan<byte> parent, ReadOnlySpan<byte> other, Span<byte> room)
    {
        int length = Math.Min(parent.Length, room.Length);
        parent[..length].CopyTo(room);
        if (!other.Overlaps(parent))
        {
            Splice(other, room, ref length);
        }

        for (int changes = 1 << random.Below(ChangesMaxLog); changes > 0; changes--)
        {
            if (random.Below(3) != 0 || !target.TryMutate(random, room, ref length))
            {
                Change(room, ref length);
            }
        }

        return length;
    }

    private void Change(Span<byte> room, ref int length)
    {
        if (length == 0)
        {
            room[length++] = (byte)random.Below(256);
            return;
        }

        int at = random.Below(length);
        switch (random.Below(12))
        {
            case 0 or 1:
                room[at] ^= (byte)(1 << random.Below(8));
                break;
            case 2:
                room[at] = (byte)random.Below(256);
                break;
            case 3:
                room[at] = s_interesting8[random.Below(s_interesting8.Length)];
                break;
            case 4:
                room[at] = unchecked((byte)(room[at] + random.Below(33) - 16));
                break;
            case 5:
                ChangeNumber(room[..length], at);
                break;
            case 6:
                Remove(room, ref length, at);
                break;
            case 7:
                Insert(room, ref length, at);
                break;
            case 8:
                CopyWithin(room[..length], at);
                break;
            case 9:
                length = 1 + at;
                break;
            default:
                UseDictionary(room, ref length, at);
                break;
        }
    }

    private void ChangeNumber(Span<byte> octets, int at)
    {
        Span<byte> place = octets[at..];
        int delta = random.Below(65) - 32;
        switch (random.Below(5))
        {
            case 0 when place.Length >= 2:
                BinaryPrimitives.WriteUInt16BigEndian(place, s_interesting16[random.Below(s_interesting16.Length)]);
                break;
            case 1 when place.Length >= 2:
                BinaryPrimitives.WriteUInt16BigEndian(place, unchecked((ushort)(BinaryPrimitives.ReadUInt16BigEndian(place) + delta)));
                break;
            case 2 when place.Length >= 2:
                BinaryPrimitives.WriteUInt16LittleEndian(place, unchecked((ushort)(BinaryPrimitives.ReadUInt16LittleEndian(place) + delta)));
                break;
            case 3 when place.Length >= 4:
                uint value = s_interesting32[random.Below(s_interesting32.Length)];
                BinaryPrimitives.WriteUInt32BigEndian(place, random.Below(2) == 0 ? value : BinaryPrimitives.ReverseEndianness(value));
                break;
            case 4 when place.Length >= 4:
                BinaryPrimitives.WriteUInt32BigEndian(place, unchecked(BinaryPrimitives.ReadUInt32BigEndian(place) + (uint)delta));
                break;
            default:
                place[0] = s_interesting8[random.Below(s_interesting8.Length)];
                break;
        }
    }

    private void Remove(Span<byte> room, ref int length, int at)
    {
        int count = Math.Min(1 + random.Below(Block()), length - at);
        room[(at + count)..length].CopyTo(room[at..]);
        length -= count;
    }

    private void Insert(Span<byte> room, ref int length, int at)
    {
        int count = Math.Min(1 + random.Below(Block()), room.Length - length);
        Span<byte> made = stackalloc byte[BlockMax];
        bool isCopy = random.Below(2) == 0;
        int from = random.Below(length);
        for (int i = 0; i < count; i++)
        {
            made[i] = isCopy ? room[(from + i) % length] : (byte)random.Below(256);
        }

        InsertAt(room, ref length, at, made[..count]);
    }

    private void CopyWithin(Span<byte> octets, int at)
    {
        int from = random.Below(octets.Length);
        int count = Math.Min(1 + random.Below(Block()), octets.Length - Math.Max(at, from));
        octets.Slice(from, count).CopyTo(octets[at..]);
    }

    private void UseDictionary(Span<byte> room, ref int length, int at)
    {
        if (target.Dictionary.Count == 0)
        {
            room[at] = (byte)random.Below(256);
            return;
        }

        byte[] word = target.Dictionary[random.Below(target.Dictionary.Count)];
        if (random.Below(2) == 0)
        {
            int count = Math.Min(word.Length, length - at);
            word.AsSpan(0, count).CopyTo(room[at..]);
        }
        else if (word.Length <= room.Length - length)
        {
            InsertAt(room, ref length, at, word);
        }
    }

    // The start of one and the end of the other.
    private void Splice(ReadOnlySpan<byte> other, Span<byte> room, ref int length)
    {
        if (other.IsEmpty)
        {
            return;
        }

        int head = random.Below(length + 1);
        ReadOnlySpan<byte> tail = other[random.Below(other.Length)..];
        int count = Math.Min(tail.Length, room.Length - head);
        tail[..count].CopyTo(room[head..]);
        length = head + count;
    }

    private int Block() => random.Below(4) == 0 ? BlockMax : 8;

    private static void InsertAt(Span<byte> room, ref int length, int at, ReadOnlySpan<byte> octets)
    {
        room[at..length].CopyTo(room[(at + octets.Length)..]);
        octets.CopyTo(room[at..]);
        length += octets.Length;
    }
}
