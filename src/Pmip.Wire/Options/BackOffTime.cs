namespace Pmip.Wire.Options;

/// <summary>A 3GPP timer of one octet: unit in the upper three bits, count in the lower five (sub-option 18).</summary>
public readonly record struct BackOffTime(byte Value)
{
    /// <summary>The unit's number: 0 two seconds, 1 a minute, 2 ten minutes, 3 an hour, 4 ten hours, 7 for ever.</summary>
    public int Unit => Value >> 5;

    /// <summary>Number of units, 0 to 31.</summary>
    public int Count => Value & 31;

    /// <summary>True when the time never ends.</summary>
    public bool IsInfinite => Unit == 7;

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
