using System;

namespace Pmip.Linux.Terminals;

/// <summary>Speeds of serial lines in bits a second, and the kernel's codes for them.</summary>
public static class LineSpeed
{
    private static readonly int[] Bits = [9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600, 1_500_000];
    private static readonly uint[] Codes = [0xD, 0xE, 0xF, 0x1001, 0x1002, 0x1003, 0x1004, 0x1007, 0x100A];

    /// <summary>Those that a line can be set to.</summary>
    public static ReadOnlySpan<int> All => Bits;

    /// <summary>The kernel's code; 0 for a speed that is none of <see cref="All"/>.</summary>
    internal static uint CodeOf(int bitsPerSecond)
    {
        int index = Array.IndexOf(Bits, bitsPerSecond);
        return index < 0 ? 0 : Codes[index];
    }
}
