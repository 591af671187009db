using System;

namespace Pmip.Wire.Dissection;

/// <summary>Prints the 48.16 fixed-point time of RFC 5213 as a date of RFC 3339, <c>2023-11-14T22:13:20.500000Z</c>.</summary>
internal static class CalendarTime
{
    public const int TextLength = 27;

    private const ulong SecondsMax = 253402300799; // The last second of the year 9999.

    /// <summary>Writes the 27 octets of the date; false when the year has five digits.</summary>
    public static bool TryFormat(ulong timestamp, Span<byte> text)
    {
        ulong seconds = timestamp >> 16;
        if (seconds > SecondsMax)
        {
            return false;
        }

        "0000-00-00T00:00:00.000000Z"u8.CopyTo(text);
        (int year, int month, int day) = DateOf((int)(seconds / 86400));
        int second = (int)(seconds % 86400);
        Write(text, 0, 4, year);
        Write(text, 5, 2, month);
        Write(text, 8, 2, day);
        Write(text, 11, 2, second / 3600);
        Write(text, 14, 2, second / 60 % 60);
        Write(text, 17, 2, second % 60);
        Write(text, 20, 6, (int)((timestamp & 0xFFFF) * 1_000_000 / 65536));
        return true;
    }

    // Counts in years that begin in March, so that the leap day is the last one; 400 years have 146,097 days.
    private static (int Year, int Month, int Day) DateOf(int daysSince1970)
    {
        int days = daysSince1970 + 719468; // Since 0000-03-01.
        int era = days / 146097;
        int dayOfEra = days % 146097;
        int yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36524) - (dayOfEra / 146096)) / 365;
        int dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        int monthFromMarch = ((5 * dayOfYear) + 2) / 153;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        int year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
        return (year, month, dayOfYear - (((153 * monthFromMarch) + 2) / 5) + 1);
    }

    private static void Write(Span<byte> text, int at, int digits, int value)
    {
        for (int i = at + digits - 1; i >= at; i--)
        {
            text[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }
}
