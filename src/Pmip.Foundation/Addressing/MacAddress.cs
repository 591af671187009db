using System;
using System.Globalization;

namespace Pmip.Foundation.Addressing;

/// <summary>A 48-bit link-layer address.</summary>
/// <param name="Value">The six octets as a number, first octet most significant; below 2^48.</param>
public readonly record struct MacAddress(ulong Value) : IUtf8SpanFormattable
{
    /// <summary>Octets on the wire.</summary>
    public const int Length = 6;

    /// <summary>Octets of the text form, <c>02:00:00:00:00:01</c>.</summary>
    public const int TextLength = 17;

    /// <summary>ff:ff:ff:ff:ff:ff.</summary>
    public static readonly MacAddress Broadcast = new(0xFFFF_FFFF_FFFF);

    /// <summary>The MAC that all MAGs of a domain share on their access links, 00-00-5E-00-52-13 (RFC 6543).</summary>
    public static readonly MacAddress FixedMag = new(0x0000_5E00_5213);

    /// <summary>True for 00:00:00:00:00:00.</summary>
    public bool IsZero => Value == 0;

    /// <summary>True for group addresses, broadcast included.</summary>
    public bool IsMulticast => (Value >> 40 & 1) != 0;

    /// <summary>Reads six octets.</summary>
    public static MacAddress Read(ReadOnlySpan<byte> octets) =>
        new((ulong)octets[0] << 40 | (ulong)octets[1] << 32 | (ulong)octets[2] << 24 | (ulong)octets[3] << 16 | (ulong)octets[4] << 8 | octets[5]);

    /// <summary>Writes six octets.</summary>
    public void Write(Span<byte> octets)
    {
        for (int i = 0; i < Length; i++)
        {
            octets[i] = (byte)(Value >> (40 - (8 * i)) & 0xFF);
        }
    }

    /// <summary>Writes the text form in lower case with colons; false when the span is too short.</summary>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        bytesWritten = 0;
        if (utf8Destination.Length < TextLength)
        {
            return false;
        }

        for (int i = 0; i < Length; i++)
        {
            int octet = (int)(Value >> (40 - (8 * i)) & 0xFF);
            utf8Destination[i * 3] = "0123456789abcdef"u8[octet >> 4];
            utf8Destination[(i * 3) + 1] = "0123456789abcdef"u8[octet & 15];
            if (i < Length - 1)
            {
                utf8Destination[(i * 3) + 2] = (byte)':';
            }
        }

        bytesWritten = TextLength;
        return true;
    }

    /// <summary>Reads six hexadecimal pairs separated by colons or by hyphens.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out MacAddress address)
    {
        address = default;
        if (text.Length != TextLength)
        {
            return false;
        }

        ulong value = 0;
        for (int i = 0; i < Length; i++)
        {
            if ((i < Length - 1 && text[(i * 3) + 2] != text[2]) || (text[2] is not (':' or '-'))
                || !byte.TryParse(text.Slice(i * 3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte octet))
            {
                return false;
            }

            value = value << 8 | octet;
        }

        address = new MacAddress(value);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[TextLength];
        TryFormat(text, out int written);
        return System.Text.Encoding.ASCII.GetString(text[..written]);
    }
}
