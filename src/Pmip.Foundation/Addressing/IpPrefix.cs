using System;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Pmip.Foundation.Addressing;

/// <summary>
/// An address and the number of leading bits that count. For an IPv4 prefix the length counts the bits of the IPv4 address
/// (0 to 32), for IPv6 0 to 128. The address may have bits after the prefix (TS 29.275 puts an interface identifier there).
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)] // Tables hold millions of them: 17 octets, not 24.
public readonly record struct IpPrefix(IpAddress Address, byte Length) : IUtf8SpanFormattable
{
    /// <summary>Longest text form, in octets.</summary>
    public const int TextLengthMax = IpAddress.TextLengthMax + 4;

    /// <summary>The prefix length in bits of the (mapped) IPv6 address.</summary>
    public int MappedLength => Address.IsIPv4 ? Length + 96 : Length;

    /// <summary>The same prefix with the bits after it cleared.</summary>
    public IpPrefix Masked => this with { Address = Address.Mask(MappedLength) };

    /// <summary>True when <paramref name="address"/> is of the same family and lies inside.</summary>
    public bool Contains(IpAddress address) =>
        address.IsIPv4 == Address.IsIPv4 && address.Mask(MappedLength) == Address.Mask(MappedLength);

    /// <summary>True when the two prefixes have an address in common.</summary>
    public bool Overlaps(IpPrefix other) => Length <= other.Length ? Contains(other.Address) : other.Contains(Address);

    /// <summary>Writes <c>address/length</c>; false when the span is too short.</summary>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        if (!Address.TryFormat(utf8Destination, out bytesWritten) || bytesWritten >= utf8Destination.Length)
        {
            return false;
        }

        utf8Destination[bytesWritten++] = (byte)'/';
        bool fits = Utf8Formatter.TryFormat(Length, utf8Destination[bytesWritten..], out int digits);
        bytesWritten += digits;
        return fits;
    }

    /// <summary>Reads <c>address/length</c>; false when it is not that or the length is too large for the family.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpPrefix prefix)
    {
        prefix = default;
        int slash = text.IndexOf('/');
        if (slash < 0 || !IpAddress.TryParse(text[..slash], out IpAddress address)
            || !byte.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out byte length)
            || length > (address.IsIPv4 ? 32 : 128))
        {
            return false;
        }

        prefix = new IpPrefix(address, length);
        return true;
    }

    /// <summary>The prefix in <paramref name="text"/>, which must be one: for constants in code and tests.</summary>
    public static IpPrefix Parse(string text) =>
        TryParse(text, out IpPrefix prefix) ? prefix : throw new FormatException($"'{text}' is not a prefix");

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{Length}");
}
