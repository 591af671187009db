using System;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Control;

/// <summary>
/// Takes the fields of one row, each with its column heading and its JSON key. A field with an empty heading is not in the table,
/// one with an empty key not in the JSON. Both forms of an answer thus come from one list of fields.
/// </summary>
internal abstract class RowWriter
{
    public abstract void Text(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, ReadOnlySpan<byte> utf8);

    public abstract void Number(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, long value);

    /// <summary>What is not known is <c>-</c> in the table and null in the JSON. A number's column stays one of numbers.</summary>
    public abstract void Unknown(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, bool isNumber = false);

    public abstract void Prefixes(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, in IpPrefixList prefixes);

    /// <summary>A text, or what is not known when there is none.</summary>
    public void TextOrUnknown(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            Unknown(heading, key);
        }
        else
        {
            Text(heading, key, utf8);
        }
    }

    /// <summary>Addresses with blanks between them.</summary>
    public void Addresses(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, in IpAddressList addresses)
    {
        Span<byte> text = stackalloc byte[IpAddressList.Capacity * (IpAddress.TextLengthMax + 1)];
        int length = 0;
        foreach (IpAddress address in addresses.AsSpan())
        {
            if (length > 0)
            {
                text[length++] = (byte)' ';
            }

            address.TryFormat(text[length..], out int written);
            length += written;
        }

        TextOrUnknown(heading, key, text[..length]);
    }

    public void Seconds(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, Duration duration) => Number(heading, key, duration.Seconds);

    public void Address(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, IpAddress address)
    {
        if (address.IsUnspecified)
        {
            Unknown(heading, key);
            return;
        }

        Span<byte> text = stackalloc byte[IpAddress.TextLengthMax];
        address.TryFormat(text, out int written);
        Text(heading, key, text[..written]);
    }

    public void Prefix(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, IpPrefix prefix)
    {
        if (prefix.Address.IsUnspecified)
        {
            Unknown(heading, key);
            return;
        }

        Span<byte> text = stackalloc byte[IpPrefix.TextLengthMax];
        prefix.TryFormat(text, out int written);
        Text(heading, key, text[..written]);
    }

    public void Mac(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, MacAddress address)
    {
        if (address.IsZero)
        {
            Unknown(heading, key);
            return;
        }

        Span<byte> text = stackalloc byte[MacAddress.TextLength];
        address.TryFormat(text, out int written);
        Text(heading, key, text[..written]);
    }

    public void Key(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, GreKey greKey)
    {
        if (greKey.IsNone)
        {
            Unknown(heading, key);
            return;
        }

        Span<byte> text = stackalloc byte[GreKey.TextLength];
        greKey.TryFormat(text, out int written);
        Text(heading, key, text[..written]);
    }
}
