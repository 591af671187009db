using System;
using System.Collections.Generic;
using System.Globalization;
using Pmip.DataPath;

namespace Pmip.Appliance.Configuration;

/// <summary>
/// How the outer DSCP is found, in one line: <c>copy</c>, one value for all, or pairs of inner and outer values, <c>EF=CS5 AF41=AF31 *=0</c>.
/// </summary>
internal static class DscpText
{
    /// <summary>Says that the outer DSCP is the inner one.</summary>
    public const string Copy = "copy";

    /// <summary>Longest text that says anything: 64 pairs.</summary>
    public const int LengthMax = 64 * 10;

    private const string Wanted = "wanted is copy, one DSCP (0 to 63, CS0 to CS7, AF11 to AF43, EF, VA, LE), or pairs such as \"EF=CS5 AF41=AF31 *=0\"";

    /// <summary>True for a text that can be read; else <paramref name="problem"/> says what is wrong.</summary>
    public static bool TryParse(string text, out byte[]? outer, out string problem)
    {
        outer = null;
        problem = "";
        if (text == Copy)
        {
            return true;
        }

        if (TryParseValue(text, out byte single))
        {
            outer = new byte[DscpMap.ValueMax + 1];
            Array.Fill(outer, single);
            return true;
        }

        return TryParsePairs(text, out outer, out problem);
    }

    /// <summary>The number of what a text says that has passed the checks; a map that is not in <paramref name="maps"/> yet comes there.</summary>
    public static byte NumberOf(string text, List<DscpMap> maps)
    {
        _ = TryParse(text, out byte[]? outer, out _);
        if (outer is null)
        {
            return DscpMap.Copy;
        }

        if (outer.AsSpan().IndexOfAnyExcept(outer[0]) < 0)
        {
            return DscpMap.NumberOf(outer[0]);
        }

        DscpMap? same = maps.Find(map => map.Outer.SequenceEqual(outer));
        if (same is null)
        {
            same = new DscpMap(outer, number => maps.Exists(map => map.Number == number));
            maps.Add(same);
        }

        return same.Number;
    }

    private static bool TryParsePairs(string text, out byte[]? outer, out string problem)
    {
        outer = new byte[DscpMap.ValueMax + 1];
        bool[] isSaid = new bool[outer.Length];
        int rest = -1;
        foreach (string pair in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            bool isRest = pair.StartsWith("*=", StringComparison.Ordinal);
            byte inner = 0;
            if (equals < 0 || !TryParseValue(pair[(equals + 1)..], out byte value) || (!isRest && !TryParseValue(pair[..equals], out inner)))
            {
                problem = $"\"{pair}\" is no DSCP and no pair of them; {Wanted}";
                return false;
            }

            if (isRest ? rest >= 0 : isSaid[inner])
            {
                problem = $"\"{pair[..equals]}\" is given twice";
                return false;
            }

            rest = isRest ? value : rest;
            outer[inner] = isRest ? outer[inner] : value;
            isSaid[inner] |= !isRest;
        }

        for (int i = 0; i < outer.Length; i++)
        {
            outer[i] = isSaid[i] ? outer[i] : (byte)(rest < 0 ? i : rest);
        }

        problem = "";
        return true;
    }

    // RFC 2474 4.2.2, RFC 2597 6, RFC 3246, RFC 5865, RFC 8622.
    private static bool TryParseValue(string text, out byte value)
    {
        value = 0;
        if (byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out byte number))
        {
            value = number;
            return number <= DscpMap.ValueMax;
        }

        switch (text.ToUpperInvariant())
        {
            case "EF":
                value = 46;
                return true;
            case "VA":
                value = 44;
                return true;
            case "LE":
                value = 1;
                return true;
            case ['C', 'S', >= '0' and <= '7' and char selector]:
                value = (byte)((selector - '0') * 8);
                return true;
            case ['A', 'F', >= '1' and <= '4' and char group, >= '1' and <= '3' and char precedence]:
                value = (byte)(((group - '0') * 8) + ((precedence - '0') * 2));
                return true;
            default:
                return false;
        }
    }
}
