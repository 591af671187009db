using System;

namespace Pmip.Fuzz.Planted;

/// <summary>
/// A parser of type, length and value with a fault three conditions deep, to show that the search is guided: nobody meets the
/// three by chance.
/// </summary>
internal static class ToyParser
{
    public static int Parse(ReadOnlySpan<byte> octets)
    {
        int sum = 0;
        for (int at = 0; at + 2 <= octets.Length;)
        {
            int length = octets[at + 1];
            if (length > octets.Length - at - 2)
            {
                return -1;
            }

            sum += Take(octets[at], octets.Slice(at + 2, length));
            at += 2 + length;
        }

        return sum;
    }

    private static int Take(byte type, ReadOnlySpan<byte> value)
    {
        if (type == 23 && value.Length == 5)
        {
            if (value[0] == 0x5A)
            {
                if (value[4] == 0xC3)
                {
                    throw new InvalidOperationException("the planted fault");
                }

                return 2;
            }

            return 1;
        }

        return 0;
    }
}
