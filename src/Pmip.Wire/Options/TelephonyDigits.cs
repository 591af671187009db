using System;

namespace Pmip.Wire.Options;

/// <summary>TBCD: two digits an octet, the first in the lower four bits, 15 as filler at the end (TS 29.002).</summary>
public static class TelephonyDigits
{
    /// <summary>Writes the digits of <paramref name="octets"/> as text; false when the span is too short or the filler is not last.</summary>
    public static bool TryFormat(ReadOnlySpan<byte> octets, Span<byte> utf8, out int written)
    {
        written = 0;
        int length = 0;
        for (int i = 0; i < octets.Length * 2; i++)
        {
            int digit = (i & 1) == 0 ? octets[i / 2] & 15 : octets[i / 2] >> 4;
            if (digit == 15)
            {
                if (i != (octets.Length * 2) - 1)
                {
                    return false;
                }

                break;
            }

            if (length == utf8.Length)
            {
                return false;
            }

            utf8[length++] = "0123456789*#abc"u8[digit];
        }

        written = length;
        return true;
    }

    /// <summary>Writes the digits of <paramref name="utf8"/> in TBCD; false when one is none or the span is too short.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, Span<byte> octets, out int written)
    {
        written = 0;
        int length = (utf8.Length + 1) / 2;
        if (length > octets.Length)
        {
            return false;
        }

        for (int i = 0; i < length * 2; i++)
        {
            int digit = i < utf8.Length ? "0123456789*#abc"u8.IndexOf(utf8[i]) : 15;
            if (digit < 0)
            {
                return false;
            }

            octets[i / 2] = (byte)((i & 1) == 0 ? digit : octets[i / 2] | digit << 4);
        }

        written = length;
        return true;
    }
}
