using System;
using System.Buffers.Binary;

namespace Pmip.Foundation.Addressing;

/// <summary>
/// An IPv6 address, or an IPv4 address in its IPv4-mapped form (RFC 4291 2.5.5.2; R12). One type for both families keeps
/// every table and every comparison free of a family case; the mapped form is also what TS 29.275 6.1 puts into inner
/// headers. It prints as dotted quad and is never given to DNS or to a mobile node as an IPv6 address.
/// </summary>
/// <param name="High">Octets 0 to 7 of the address as a number.</param>
/// <param name="Low">Octets 8 to 15 of the address as a number.</param>
public readonly record struct IpAddress(ulong High, ulong Low) : IUtf8SpanFormattable
{
    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000;

    /// <summary>Longest text form, in octets.</summary>
    public const int TextLengthMax = 45;

    /// <summary>The unspecified IPv6 address, <c>::</c> (ALL_ZERO in RFC 5213).</summary>
    public static readonly IpAddress Unspecified;

    /// <summary>True for an IPv4-mapped address.</summary>
    public bool IsIPv4 => High == 0 && (Low & 0xFFFF_FFFF_0000_0000) == MappedPrefix;

    /// <summary>The IPv4 address as a number, most significant octet first. Meaningful only when <see cref="IsIPv4"/>.</summary>
    public uint IPv4 => (uint)(Low & uint.MaxValue);

    /// <summary>True for <c>::</c> and for 0.0.0.0.</summary>
    public bool IsUnspecified => High == 0 && (Low is 0 or MappedPrefix);

    /// <summary>True for fe80::/10.</summary>
    public bool IsLinkLocal => High >> 54 == 0x3FA;

    /// <summary>True for ff00::/8 and for 224.0.0.0/4.</summary>
    public bool IsMulticast => IsIPv4 ? IPv4 >> 28 == 0xE : High >> 56 == 0xFF;

    /// <summary>True for ::1 and for 127.0.0.0/8.</summary>
    public bool IsLoopback => IsIPv4 ? IPv4 >> 24 == 127 : High == 0 && Low == 1;

    /// <summary>The mapped form of an IPv4 address given as a number.</summary>
    public static IpAddress FromIPv4(uint address) => new(0, MappedPrefix | address);

    /// <summary>Reads 16 octets in network order.</summary>
    public static IpAddress Read(ReadOnlySpan<byte> octets) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(octets), BinaryPrimitives.ReadUInt64BigEndian(octets[8..]));

    /// <summary>Reads 4 octets in network order as an IPv4 address.</summary>
    public static IpAddress ReadIPv4(ReadOnlySpan<byte> octets) => FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(octets));

    /// <summary>Writes the 16 octets of the (mapped) IPv6 form.</summary>
    public void Write(Span<byte> octets)
    {
        BinaryPrimitives.WriteUInt64BigEndian(octets, High);
        BinaryPrimitives.WriteUInt64BigEndian(octets[8..], Low);
    }

    /// <summary>Writes the 4 octets of an IPv4 address.</summary>
    public void WriteIPv4(Span<byte> octets)
    {
        Invariant.Require(IsIPv4);
        BinaryPrimitives.WriteUInt32BigEndian(octets, IPv4);
    }

    /// <summary>This address with every bit after the first <paramref name="prefixLength"/> (0 to 128) cleared.</summary>
    public IpAddress Mask(int prefixLength)
    {
        Invariant.Require(prefixLength is >= 0 and <= 128);
        ulong high = prefixLength == 0 ? 0 : prefixLength >= 64 ? High : High & (ulong.MaxValue << (64 - prefixLength));
        ulong low = prefixLength <= 64 ? 0 : prefixLength == 128 ? Low : Low & (ulong.MaxValue << (128 - prefixLength));
        return new IpAddress(high, low);
    }

    /// <summary>Writes the text form: RFC 5952 for IPv6, dotted quad for IPv4. False when the span is too short.</summary>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        IpAddressText.TryFormat(this, utf8Destination, out bytesWritten);

    /// <summary>Reads the text form of either family; false when it is neither.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpAddress address) => IpAddressParser.TryParse(text, out address);

    /// <summary>The address in <paramref name="text"/>, which must be one: for constants in code and tests.</summary>
    public static IpAddress Parse(string text) =>
        TryParse(text, out IpAddress address) ? address : throw new FormatException($"'{text}' is not an IP address");

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[TextLengthMax];
        bool fits = TryFormat(text, out int written);
        Invariant.Require(fits);
        return System.Text.Encoding.ASCII.GetString(text[..written]);
    }
}
