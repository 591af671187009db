using System;
using System.Globalization;
using System.Text;

namespace Pmip.Wire.Dissection;

/// <summary>
/// Makes text from the network safe to print: what is not UTF-8, or controls a terminal, or does not show, becomes
/// <c>\xNN</c> octet by octet.
/// </summary>
internal static class PrintableText
{
    /// <summary>Octets that one octet of text can become.</summary>
    public const int GrowthMax = 4;

    /// <summary>Writes as much of <paramref name="utf8"/> as fits, and how long that is.</summary>
    public static int Escape(ReadOnlySpan<byte> utf8, bool escapesQuotes, Span<byte> room)
    {
        int written = 0;
        while (!utf8.IsEmpty)
        {
            bool isText = Rune.DecodeFromUtf8(utf8, out Rune rune, out int consumed) == System.Buffers.OperationStatus.Done;
            ReadOnlySpan<byte> octets = utf8[..consumed];
            utf8 = utf8[consumed..];
            bool isPlain = isText && IsVisible(rune) && !(escapesQuotes && rune.Value is '"' or '\\');
            int length = isPlain ? consumed : consumed * GrowthMax;
            if (length > room.Length - written)
            {
                break;
            }

            if (isPlain)
            {
                octets.CopyTo(room[written..]);
            }
            else
            {
                WriteHexadecimal(octets, room[written..]);
            }

            written += length;
        }

        return written;
    }

    private static void WriteHexadecimal(ReadOnlySpan<byte> octets, Span<byte> room)
    {
        for (int i = 0; i < octets.Length; i++)
        {
            Span<byte> escape = room.Slice(i * GrowthMax, GrowthMax);
            escape[0] = (byte)'\\';
            escape[1] = (byte)'x';
            escape[2] = "0123456789abcdef"u8[octets[i] >> 4];
            escape[3] = "0123456789abcdef"u8[octets[i] & 15];
        }
    }

    private static bool IsVisible(Rune rune) => rune.Value is >= 0x20 and < 0x7F || (rune.Value >= 0xA0
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator));
}
