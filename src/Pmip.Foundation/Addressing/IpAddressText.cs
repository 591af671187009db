using System;
using System.Buffers.Text;

namespace Pmip.Foundation.Addressing;

/// <summary>Writes addresses as RFC 5952 wants them, without allocation.</summary>
internal static class IpAddressText
{
    public static bool TryFormat(IpAddress address, Span<byte> text, out int written)
    {
        written = 0;
        if (address.IsIPv4)
        {
            return TryFormatIPv4(address.IPv4, text, ref written);
        }

        Span<ushort> groups = stackalloc ushort[8];
        for (int i = 0; i < 8; i++)
        {
            ulong half = i < 4 ? address.High : address.Low;
            groups[i] = (ushort)((half >> (48 - (16 * (i & 3)))) & 0xFFFF);
        }

        (int start, int length) = LongestZeroRun(groups);
        for (int i = 0; i < 8; i++)
        {
            if (i == start)
            {
                // The separator of the group before is the first of the two colons.
                if (!Append(text, ref written, (byte)':') || (i == 0 && !Append(text, ref written, (byte)':')))
                {
                    return false;
                }

                i += length - 1;
                continue;
            }

            if (!Utf8Formatter.TryFormat((uint)groups[i], text[written..], out int digits, new System.Buffers.StandardFormat('x')))
            {
                return false;
            }

            written += digits;
            if (i < 7 && !Append(text, ref written, (byte)':'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryFormatIPv4(uint address, Span<byte> text, ref int written)
    {
        for (int shift = 24; shift >= 0; shift -= 8)
        {
            if (!Utf8Formatter.TryFormat((address >> shift) & 0xFF, text[written..], out int digits))
            {
                return false;
            }

            written += digits;
            if (shift > 0 && !Append(text, ref written, (byte)'.'))
            {
                return false;
            }
        }

        return true;
    }

    private static (int Start, int Length) LongestZeroRun(ReadOnlySpan<ushort> groups)
    {
        int bestStart = -1;
        int bestLength = 1; // A single zero group is not shortened (RFC 5952 4.2.2).
        for (int i = 0; i < groups.Length; i++)
        {
            int length = 0;
            while (i + length < groups.Length && groups[i + length] == 0)
            {
                length++;
            }

            if (length > bestLength)
            {
                (bestStart, bestLength) = (i, length);
            }

            i += Math.Max(length - 1, 0);
        }

        return (bestStart, bestLength);
    }

    private static bool Append(Span<byte> text, ref int written, byte character)
    {
        if (written >= text.Length)
        {
            return false;
        }

        text[written++] = character;
        return true;
    }
}
