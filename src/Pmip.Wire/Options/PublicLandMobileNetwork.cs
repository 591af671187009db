using System;

namespace Pmip.Wire.Options;

/// <summary>
/// Mobile country and network code in the three octets of TS 24.008: <c>| MCC2 MCC1 | MNC3 MCC3 | MNC2 MNC1 |</c>, where MNC3
/// is 15 for a code of two digits.
/// </summary>
/// <param name="Value">The octets as a number below 2^24.</param>
public readonly record struct PublicLandMobileNetwork(uint Value)
{
    /// <summary>Octets on the wire.</summary>
    public const int Length = 3;

    /// <summary>Octets of the longest text form, <c>001-001</c>.</summary>
    public const int TextLengthMax = 7;

    /// <summary>Reads three octets.</summary>
    public static PublicLandMobileNetwork Read(ReadOnlySpan<byte> octets) =>
        new((uint)octets[0] << 16 | (uint)octets[1] << 8 | octets[2]);

    /// <summary>Writes three octets.</summary>
    public void Write(Span<byte> octets)
    {
        octets[0] = (byte)(Value >> 16 & 0xFF);
        octets[1] = (byte)(Value >> 8 & 0xFF);
        octets[2] = (byte)(Value & 0xFF);
    }

    /// <summary>Writes <c>MCC-MNC</c>; false when the span is too short or a digit is none.</summary>
    public bool TryFormat(Span<byte> utf8, out int written)
    {
        written = 0;
        if (utf8.Length < TextLengthMax)
        {
            return false;
        }

        ReadOnlySpan<byte> shifts = [16, 20, 8, 0, 4, 12];
        int length = 0;
        for (int i = 0; i < shifts.Length; i++)
        {
            uint digit = Value >> shifts[i] & 15;
            if (digit > 9)
            {
                if (i == 5 && digit == 15)
                {
                    break; // An MNC of two digits.
                }

                return false;
            }

            if (i == 3)
            {
                utf8[length++] = (byte)'-';
            }

            utf8[length++] = (byte)('0' + digit);
        }

        written = length;
        return true;
    }
}
