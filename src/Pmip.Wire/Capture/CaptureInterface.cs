using System;

namespace Pmip.Wire.Capture;

/// <summary>What a pcapng section says of an interface.</summary>
internal struct CaptureInterface
{
    public LinkType LinkType;
    public uint SnapLength;

    /// <summary>Ticks in a second: 10 to this power, or with the top bit set 2 to the rest of it (if_tsresol).</summary>
    public byte Resolution;

    public long OffsetSeconds;

    /// <summary>A count of ticks as nanoseconds since 1970; what does not fit is cut off.</summary>
    public readonly long Nanoseconds(ulong ticks)
    {
        UInt128 nanoseconds;
        int power = Resolution & 0x7F;
        if ((Resolution & 0x80) != 0)
        {
            nanoseconds = power >= 64 ? 0 : ((UInt128)ticks * 1_000_000_000) >> power;
        }
        else
        {
            nanoseconds = power > 28 ? 0 : power >= 9 ? ticks / PowerOfTen(power - 9) : ticks * PowerOfTen(9 - power);
        }

        return unchecked((long)(ulong)nanoseconds + (OffsetSeconds * 1_000_000_000));
    }

    private static UInt128 PowerOfTen(int power)
    {
        UInt128 result = 1;
        for (int i = 0; i < power; i++)
        {
            result *= 10;
        }

        return result;
    }
}
