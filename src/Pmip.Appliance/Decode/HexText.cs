using System;
using System.Globalization;

namespace Pmip.Appliance.Decode;

/// <summary>
/// Reads hexadecimal as people paste it: with or without spaces, colons, hyphens, commas, line ends and 0x; with the offsets
/// and the right-hand text column of xxd, hexdump -C and tcpdump -x.
/// </summary>
internal static class HexText
{
    private const int OctetsPerDumpLine = 16;

    /// <summary>Reads all of <paramref name="text"/>; <paramref name="position"/> counts characters from 1, where it failed.</summary>
    public static HexStatus TryRead(ReadOnlySpan<char> text, out byte[] octets, out int position)
    {
        position = 0;
        octets = [];
        byte[] room = new byte[(text.Length / 2) + 1];
        int digits = 0;
        int start = 0;
        bool isDump = IsDump(text);
        while (start < text.Length)
        {
            int end = text[start..].IndexOf('\n') is int at and >= 0 ? start + at : text.Length;
            ReadOnlySpan<char> line = text[start..end];
            int from = isDump ? OffsetLength(line) : 0;
            int lineMax = isDump ? OctetsPerDumpLine * 2 : int.MaxValue;
            HexStatus status = ReadLine(line, from, isDump && from == 0 ? 0 : lineMax, room, ref digits, out int failed);
            if (status != HexStatus.Ok)
            {
                position = start + failed + 1;
                return status;
            }

            start = end + 1;
        }

        if (digits == 0 || digits % 2 != 0)
        {
            position = text.Length;
            return digits == 0 ? HexStatus.Empty : HexStatus.HalfAnOctet;
        }

        octets = room[..(digits / 2)];
        return HexStatus.Ok;
    }

    /// <summary>True when the text holds nothing but hexadecimal and its separators.</summary>
    public static bool IsHex(ReadOnlySpan<char> text) => TryRead(text, out _, out _) is HexStatus.Ok or HexStatus.HalfAnOctet;

    private static HexStatus ReadLine(
        ReadOnlySpan<char> line, int from, int digitsMax, byte[] room, ref int digits, out int failed)
    {
        int before = digits;
        for (int i = from; i < line.Length && digits - before < digitsMax; i++)
        {
            char character = line[i];
            if (character is '0' && i + 1 < line.Length && line[i + 1] is 'x' or 'X' && (i == 0 || !char.IsAsciiHexDigit(line[i - 1])))
            {
                i++;
                continue;
            }

            if (char.IsAsciiHexDigit(character))
            {
                int value = int.Parse(line.Slice(i, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                room[digits / 2] = (byte)((room[digits / 2] << 4 & 0xF0) | value);
                digits++;
                continue;
            }

            // In a dump, two spaces or a bar begin the text column.
            bool isColumnEnd = digitsMax != int.MaxValue && digits != before
                && (character == '|' || (character == ' ' && i + 1 < line.Length && line[i + 1] == ' ' && !HasHexPair(line[(i + 2)..])));
            if (isColumnEnd)
            {
                break;
            }

            if (character is not (' ' or '\t' or '\r' or ':' or '-' or ',' or '\u00A0'))
            {
                failed = i;
                return HexStatus.BadCharacter;
            }
        }

        failed = 0;
        return HexStatus.Ok;
    }

    /// <summary>hexdump -C puts two spaces in the middle: what follows is then still pairs.</summary>
    private static bool HasHexPair(ReadOnlySpan<char> rest)
    {
        return rest.Length >= 3 && char.IsAsciiHexDigit(rest[0]) && char.IsAsciiHexDigit(rest[1]) && rest[2] == ' ' && rest.Contains('|');
    }

    /// <summary>A dump starts with an offset of zero: 0x0000: or 00000000: or 00000000 and two spaces.</summary>
    private static bool IsDump(ReadOnlySpan<char> text)
    {
        int end = text.IndexOf('\n');
        ReadOnlySpan<char> line = (end < 0 ? text : text[..end]).TrimStart();
        if (OffsetLength(line) == 0 && end >= 0)
        {
            // tcpdump prints a line about the packet before its octets.
            return text[end..].TrimStart().StartsWith("0x0000:", StringComparison.OrdinalIgnoreCase);
        }

        return OffsetLength(line) != 0;
    }

    /// <summary>Characters of the offset that a dump line starts with, zero when it does not.</summary>
    private static int OffsetLength(ReadOnlySpan<char> line)
    {
        int start = line.Length - line.TrimStart().Length;
        int at = start + (line[start..].StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? 2 : 0);
        int first = at;
        while (at < line.Length && char.IsAsciiHexDigit(line[at]))
        {
            at++;
        }

        // 3b:0a:05 is not an offset and a packet: offsets have four digits at least.
        bool isOffset = at - first is >= 4 and <= 8 && at < line.Length
            && ((line[at] == ':' && at + 1 < line.Length && line[at + 1] is ' ' or '\t')
                || (at - first == 8 && line[at..].StartsWith("  ", StringComparison.Ordinal)));
        return isOffset ? at + 1 : 0;
    }
}
