using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Wire.Mobility;

namespace Pmip.Fuzz.Mutations;

/// <summary>Changes a Mobility Header as one who knows it: whole options move, lengths and the checksum are put right again.</summary>
internal static class MobilityMutations
{
    private const int OptionsMax = 64;
    private static readonly IpAddress s_source = IpAddress.Parse("2001:db8:a::1");
    private static readonly IpAddress s_destination = IpAddress.Parse("2001:db8:b::1");

    public static bool TryMutate(Prng random, Span<byte> room, ref int length)
    {
        if (length < 16)
        {
            return false;
        }

        Span<int> starts = stackalloc int[OptionsMax];
        int first = room[2] is 3 or 4 or 1 or 2 ? 16 : room[2] == 7 ? 24 : 12;
        int count = Walk(room[..length], first, starts);
        switch (random.Below(8))
        {
            case 0 when count > 0:
                room[starts[random.Below(count)]] = (byte)random.Below(60);
                break;
            case 1 when count > 0:
                Resize(random, room, ref length, starts[random.Below(count)]);
                break;
            case 2 when count > 0:
                Repeat(room, ref length, starts[random.Below(count)]);
                break;
            case 3 when count > 0:
                Remove(room, ref length, starts[random.Below(count)]);
                break;
            case 4 when count > 1:
                Move(room[..length], starts[random.Below(count - 1)]);
                break;
            case 5:
                InsertWord(random, room, ref length, count > 0 ? starts[random.Below(count)] : Math.Min(first, length));
                break;
            case 6:
                BinaryPrimitives.WriteUInt16BigEndian(room[4..], MobilityChecksum.Compute(s_source, s_destination, room[..length]));
                return true;
            default:
                break;
        }

        Close(random, room, ref length);
        return true;
    }

    private static int Walk(ReadOnlySpan<byte> message, int first, Span<int> starts)
    {
        int count = 0;
        for (int at = first; at < message.Length && count < starts.Length;)
        {
            if (message[at] == 0)
            {
                at++;
                continue;
            }

            if (at + 2 > message.Length || at + 2 + message[at + 1] > message.Length)
            {
                break;
            }

            starts[count++] = at;
            at += 2 + message[at + 1];
        }

        return count;
    }

    // An option grows or shrinks together with its data.
    private static void Resize(Prng random, Span<byte> room, ref int length, int at)
    {
        int before = room[at + 1];
        int after = Math.Clamp(before + random.Below(17) - 8, 0, Math.Min(255, before + room.Length - length));
        int end = at + 2 + before;
        room[end..length].CopyTo(room[(at + 2 + after)..]);
        room[at + 1] = (byte)after;
        length += after - before;
    }

    private static void Repeat(Span<byte> room, ref int length, int at)
    {
        int size = 2 + room[at + 1];
        if (length + size <= room.Length)
        {
            room[at..length].CopyTo(room[(at + size)..]);
            length += size;
        }
    }

    private static void Remove(Span<byte> room, ref int length, int at)
    {
        int size = 2 + room[at + 1];
        room[(at + size)..length].CopyTo(room[at..]);
        length -= size;
    }

    // To the end of the message.
    private static void Move(Span<byte> message, int at)
    {
        int size = 2 + message[at + 1];
        Span<byte> option = stackalloc byte[size];
        message.Slice(at, size).CopyTo(option);
        message[(at + size)..].CopyTo(message[at..]);
        option.CopyTo(message[^size..]);
    }

    private static void InsertWord(Prng random, Span<byte> room, ref int length, int at)
    {
        byte[] word = MobilityWords.All[random.Below(MobilityWords.All.Count)];
        if (length + word.Length <= room.Length)
        {
            room[at..length].CopyTo(room[(at + word.Length)..]);
            word.CopyTo(room[at..]);
            length += word.Length;
        }
    }

    // Pads to eight octets and says so in the header.
    private static void Close(Prng random, Span<byte> room, ref int length)
    {
        int padded = Math.Min((length + 7) & ~7, Math.Min(room.Length, MobilityHeader.LengthMax));
        int pad = padded - length;
        if (pad > 0)
        {
            room[length..padded].Clear();
            if (pad > 1 && random.Below(4) != 0)
            {
                room[length] = 1;
                room[length + 1] = (byte)(pad - 2);
            }
        }

        length = padded;
        room[0] = MobilityHeader.NoNextHeader;
        room[1] = (byte)Math.Max((length / 8) - 1, 0);
    }
}
