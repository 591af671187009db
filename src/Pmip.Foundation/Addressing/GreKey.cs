using System;
using System.Globalization;

namespace Pmip.Foundation.Addressing;

/// <summary>A GRE key (RFC 2890): 32 bits in host order. Zero means "none" in this product; it is never allocated.</summary>
public readonly record struct GreKey(uint Value) : IUtf8SpanFormattable
{
    /// <summary>Octets of the text form, <c>0x0a0b0c0d</c>.</summary>
    public const int TextLength = 10;

    /// <summary>No key.</summary>
    public static readonly GreKey None;

    /// <summary>True for <see cref="None"/>.</summary>
    public bool IsNone => Value == 0;

    /// <summary>Writes eight hexadecimal digits behind <c>0x</c>; false when the span is too short.</summary>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        bytesWritten = 0;
        if (utf8Destination.Length < TextLength)
        {
            return false;
        }

        "0x"u8.CopyTo(utf8Destination);
        for (int i = 0; i < 8; i++)
        {
            utf8Destination[2 + i] = "0123456789abcdef"u8[(int)(Value >> (28 - (4 * i)) & 15)];
        }

        bytesWritten = TextLength;
        return true;
    }

    /// <summary>Reads a key other than zero: hexadecimal digits behind <c>0x</c>, or a decimal number.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out GreKey key)
    {
        bool isHexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool isRight = isHexadecimal
            ? uint.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value)
            : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        key = new GreKey(isRight ? value : 0);
        return isRight && value != 0;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"0x{Value:x8}");
}
