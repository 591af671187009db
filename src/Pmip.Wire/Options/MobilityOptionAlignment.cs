using System;

namespace Pmip.Wire.Options;

/// <summary>Where an option's type octet must lie: at <c>Multiple * n + Remainder</c> octets from the start of the message.</summary>
/// <param name="Multiple">1, 2, 4 or 8.</param>
/// <param name="Remainder">Less than <paramref name="Multiple"/>.</param>
public readonly record struct MobilityOptionAlignment(int Multiple, int Remainder)
{
    // By type, in hexadecimal: the multiple less one in the upper digit, the remainder in the lower one. Types beyond the end lie anywhere.
    private static ReadOnlySpan<byte> ByType =>
    [
        0x00, 0x00, 0x10, 0x76, 0x00, 0x00, 0x74, 0x00, // 2 Binding Refresh Advice, 3 Alternate Care-of Address, 6 Mobile Network Prefix
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x32, 0x00, 0x00, 0x74, 0x00, // 19 Vendor Specific, 22 Home Network Prefix
        0x00, 0x00, 0x76, 0x72, 0x32, 0x30, 0x30, 0x30, // 26 Link-local Address, 27 Timestamp, 28 Restart Counter, 29 to 31 of IPv4 and NAT
        0x30, 0x30, 0x00, 0x10, 0x30, 0x30, 0x30, 0x00, // 32 IPv4 Care-of Address, 33 GRE Key, 35 Binding Identifier, 36 to 38 of IPv4
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x30, 0x30, // 46, 47 Redirect
        0x30, 0x32, 0x30, 0x74, 0x30, 0x00, 0x00, 0x72, // 48 to 52: load, Alternate IPv4 Care-of, group, MAG address, access network; 55
        0x00, 0x00, 0x30, 0x72, 0x00, 0x00, 0x32, 0x00, // 58 Quality of Service, 59 LMA User-Plane Address, 62 LMA-Controlled MAG Parameters
    ];

    /// <summary>The alignment that the option's specification asks for.</summary>
    public static MobilityOptionAlignment Of(MobilityOptionType type)
    {
        byte alignment = (int)type < ByType.Length ? ByType[(int)type] : (byte)0;
        return new MobilityOptionAlignment((alignment >> 4) + 1, alignment & 7);
    }

    /// <summary>Octets of padding needed before an option that would otherwise lie at <paramref name="position"/>.</summary>
    public int PaddingAt(int position) => unchecked(Remainder - position) & (Multiple - 1);

    /// <summary>Octets of padding needed before an option of <paramref name="type"/> that would otherwise lie at <paramref name="position"/>.</summary>
    internal static int PaddingAt(MobilityOptionType type, int position)
    {
        uint alignment = (int)type < ByType.Length ? ByType[(int)type] : 0u;
        return unchecked((int)((alignment - (uint)position) & (alignment >> 4)));
    }
}
