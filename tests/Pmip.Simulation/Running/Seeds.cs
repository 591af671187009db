using System;
using System.Globalization;

namespace Pmip.Simulation.Running;

/// <summary>Seeds as people and build machines name them: a number, or the digits of a commit.</summary>
public static class Seeds
{
    private const int HexDigitsMax = 16;

    /// <summary>Number of seeds that every test run goes through.</summary>
    public const int InTests = 300;

    /// <summary>The variable that names one more seed for the tests.</summary>
    public const string Variable = "PMIP_SIMULATION_SEED";

    public static bool TryParse(string? text, out ulong seed)
    {
        seed = 0;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seed))
        {
            return true;
        }

        ReadOnlySpan<char> digits = text.StartsWith("0x", StringComparison.Ordinal) ? text.AsSpan(2) : text;
        digits = digits[..Math.Min(HexDigitsMax, digits.Length)];
        return ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out seed);
    }
}
