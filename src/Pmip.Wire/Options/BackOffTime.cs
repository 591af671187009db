using System;

namespace Pmip.Wire.Options;

/// <summary>A 3GPP timer of one octet: unit in the upper three bits, count in the lower five (sub-option 18).</summary>
public readonly record struct BackOffTime(byte Value)
{
    /// <summary>The longest time that ends, in seconds.</summary>
    public const int SecondsMax = CountMax * 36_000;

    private const int CountMax = 31;

    /// <summary>The unit's number: 0 two seconds, 1 a minute, 2 ten minutes, 3 an hour, 4 ten hours, 7 for ever.</summary>
    public int Unit => Value >> 5;

    /// <summary>Number of units, 0 to 31.</summary>
    public int Count => Value & 31;

    /// <summary>True when the time never ends.</summary>
    public bool IsInfinite => Unit == 7;

    /// <summary>The shortest time that is at least <paramref name="seconds"/>, up to <see cref="SecondsMax"/>.</summary>
    public static BackOffTime FromSeconds(int seconds)
    {
        ReadOnlySpan<int> units = [2, 60, 600, 3600, 36_000];
        for (int unit = 0; unit < units.Length; unit++)
        {
            long count = ((long)Math.Max(seconds, 0) + units[unit] - 1) / units[unit];
            if (count <= CountMax)
            {
                return new BackOffTime((byte)((unit << 5) | (int)count));
            }
        }

        return new BackOffTime((4 << 5) | CountMax);
    }

    /// <summary>The time in seconds; false when it never ends. The undefined units 5 and 6 count as minutes (TS 24.008).</summary>
    public bool TryGetSeconds(out uint seconds)
    {
        uint unit = Unit switch
        {
            0 => 2,
            2 => 600,
            3 => 3600,
            4 => 36000,
            7 => 0,
            _ => 60,
        };
        seconds = unit * (uint)Count;
        return !IsInfinite;
    }
}
