using System;
using System.Globalization;

namespace Pmip.Foundation.Addressing;

/// <summary>
/// Reads addresses without allocation: four decimal numbers for IPv4, the forms of RFC 4291 2.2 for IPv6. Zones, brackets, ports and
/// the octal or short forms that other parsers take are refused.
/// </summary>
internal static class IpAddressParser
{
    private const int Groups = 8;

    public static bool TryParse(ReadOnlySpan<char> text, out IpAddress address)
    {
        if (text.Contains(':'))
        {
            return TryParseIPv6(text, out address);
        }

        bool isRight = TryParseIPv4(text, out uint quad);
        address = isRight ? IpAddress.FromIPv4(quad) : default;
        return isRight;
    }

    private static bool TryParseIPv6(ReadOnlySpan<char> text, out IpAddress address)
    {
        address = default;
        Span<ushort> groups = stackalloc ushort[Groups];
        int gap = text.IndexOf("::");
        if (gap < 0)
        {
            return TryParseGroups(text, groups, out int all) && all == Groups && TryMake(groups, out address);
        }

        Span<ushort> behind = stackalloc ushort[Groups];
        if (!TryParseGroups(text[..gap], groups, out int before) || !TryParseGroups(text[(gap + 2)..], behind, out int after)
            || before + after >= Groups || (before > 0 && text[..gap].Contains('.')))
        {
            return false;
        }

        groups[before..].Clear();
        behind[..after].CopyTo(groups[(Groups - after)..]);
        return TryMake(groups, out address);
    }

    // Groups of up to four digits; the last two may be an IPv4 address (RFC 4291 2.2, form 3). Nothing is no group.
    private static bool TryParseGroups(ReadOnlySpan<char> text, Span<ushort> groups, out int count)
    {
        count = 0;
        while (!text.IsEmpty)
        {
            int end = text.IndexOf(':');
            ReadOnlySpan<char> group = end < 0 ? text : text[..end];
            if (end < 0 && group.Contains('.'))
            {
                if (count > Groups - 2 || !TryParseIPv4(group, out uint quad))
                {
                    return false;
                }

                groups[count++] = (ushort)(quad >> 16);
                groups[count++] = (ushort)(quad & ushort.MaxValue);
                return true;
            }

            if (count == Groups || group.Length is 0 or > 4
                || !ushort.TryParse(group, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out groups[count]))
            {
                return false;
            }

            count++;
            if (end < 0)
            {
                return true;
            }

            text = text[(end + 1)..];
            if (text.IsEmpty)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryParseIPv4(ReadOnlySpan<char> text, out uint quad)
    {
        quad = 0;
        for (int part = 0; part < 4; part++)
        {
            int end = text.IndexOf('.');
            ReadOnlySpan<char> digits = end < 0 ? text : text[..end];
            if ((end < 0) != (part == 3) || digits.Length is 0 or > 3 || (digits.Length > 1 && digits[0] == '0')
                || !byte.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out byte octet))
            {
                return false;
            }

            quad = quad << 8 | octet;
            text = end < 0 ? default : text[(end + 1)..];
        }

        return true;
    }

    private static bool TryMake(ReadOnlySpan<ushort> groups, out IpAddress address)
    {
        ulong high = 0;
        ulong low = 0;
        for (int i = 0; i < 4; i++)
        {
            high = high << 16 | groups[i];
            low = low << 16 | groups[i + 4];
        }

        address = new IpAddress(high, low);
        return true;
    }
}
