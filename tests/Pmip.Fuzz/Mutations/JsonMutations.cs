using System;
using System.Collections.Generic;
using Pmip.Foundation.Randomness;

namespace Pmip.Fuzz.Mutations;

/// <summary>Changes JSON by whole tokens and whole values, so that most of what comes out is JSON again.</summary>
internal static class JsonMutations
{
    private const int TokensMax = 512;

    public static bool TryMutate(Prng random, IReadOnlyList<byte[]> words, Span<byte> room, ref int length)
    {
        Span<Range> values = stackalloc Range[TokensMax];
        int count = Values(room[..length], values);
        if (count == 0)
        {
            return false;
        }

        (int at, int size) = values[random.Below(count)].GetOffsetAndLength(length);
        (int other, int otherSize) = values[random.Below(count)].GetOffsetAndLength(length);
        switch (random.Below(6))
        {
            case 0 or 1:
                Replace(room, ref length, at, size, words[random.Below(words.Count)]);
                break;
            case 2:
                Replace(room, ref length, at, size, room.Slice(other, otherSize).ToArray());
                break;
            case 3:
                Replace(room, ref length, at, RestOfElement(room[..length], at + size) - at, []);
                break;
            case 4:
                int end = RestOfElement(room[..length], at + size);
                byte[] element = room[at..end].ToArray();
                Replace(room, ref length, end, 0, element);
                break;
            default:
                Replace(room, ref length, at, 0, [.. words[random.Below(words.Count)], (byte)':', .. words[random.Below(words.Count)], (byte)',']);
                break;
        }

        return true;
    }

    // Every string, number, word, object and array, by its first and last octet.
    private static int Values(ReadOnlySpan<byte> json, Span<Range> values)
    {
        int count = 0;
        for (int at = 0; at < json.Length && count < values.Length; at++)
        {
            int end = json[at] switch
            {
                (byte)'"' => EndOfString(json, at),
                (byte)'{' or (byte)'[' => EndOfNest(json, at),
                >= (byte)'0' and <= (byte)'9' or >= (byte)'a' and <= (byte)'z' or (byte)'-' => EndOfWord(json, at),
                _ => at,
            };
            if (end > at)
            {
                values[count++] = at..end;
                at = json[at] is (byte)'{' or (byte)'[' ? at : end - 1;
            }
        }

        return count;
    }

    private static int EndOfString(ReadOnlySpan<byte> json, int at)
    {
        for (int end = at + 1; end < json.Length; end++)
        {
            if (json[end] == (byte)'"' && json[end - 1] != (byte)'\\')
            {
                return end + 1;
            }
        }

        return at;
    }

    private static int EndOfNest(ReadOnlySpan<byte> json, int at)
    {
        int depth = 0;
        for (int end = at; end < json.Length; end++)
        {
            depth += json[end] is (byte)'{' or (byte)'[' ? 1 : json[end] is (byte)'}' or (byte)']' ? -1 : 0;
            if (depth == 0)
            {
                return end + 1;
            }
        }

        return at;
    }

    private static int EndOfWord(ReadOnlySpan<byte> json, int at)
    {
        int end = at;
        while (end < json.Length && (char.IsAsciiLetterOrDigit((char)json[end]) || json[end] is (byte)'-' or (byte)'.'))
        {
            end++;
        }

        return end;
    }

    // Up to the comma behind it, included.
    private static int RestOfElement(ReadOnlySpan<byte> json, int at)
    {
        for (int end = at; end < json.Length && json[end] is not ((byte)'}' or (byte)']'); end++)
        {
            if (json[end] == (byte)',')
            {
                return end + 1;
            }
        }

        return at;
    }

    private static void Replace(Span<byte> room, ref int length, int at, int size, ReadOnlySpan<byte> by)
    {
        if (length - size + by.Length > room.Length)
        {
            return;
        }

        room[(at + size)..length].CopyTo(room[(at + by.Length)..]);
        by.CopyTo(room[at..]);
        length += by.Length - size;
    }
}
