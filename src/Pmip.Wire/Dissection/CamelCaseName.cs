using System;

namespace Pmip.Wire.Dissection;

/// <summary>Turns a name of the dissection into words for a person: <c>greKey</c> to "GRE Key" or "GRE key".</summary>
internal static class CamelCaseName
{
    /// <summary>Octets that suffice for the words of <paramref name="name"/>.</summary>
    public static int WordsLengthMax(ReadOnlySpan<byte> name) => name.Length * 2;

    /// <summary>Writes the words, with a capital each when <paramref name="isTitle"/>, and how long they are.</summary>
    public static int WriteWords(ReadOnlySpan<byte> name, bool isTitle, Span<byte> room)
    {
        int written = 0;
        while (!name.IsEmpty)
        {
            int length = 1;
            while (length < name.Length && !char.IsAsciiLetterUpper((char)name[length]))
            {
                length++;
            }

            if (written > 0)
            {
                room[written++] = (byte)' ';
            }

            Span<byte> word = room.Slice(written, length);
            name[..length].CopyTo(word);
            word[0] = (byte)char.ToLowerInvariant((char)word[0]);
            ReadOnlySpan<byte> abbreviation = AbbreviationOf(word);
            if (!abbreviation.IsEmpty)
            {
                abbreviation.CopyTo(word);
            }
            else if (isTitle)
            {
                word[0] = (byte)char.ToUpperInvariant((char)word[0]);
            }

            written += length;
            name = name[length..];
        }

        return written;
    }

    // Empty for a word that is none.
    private static ReadOnlySpan<byte> AbbreviationOf(ReadOnlySpan<byte> word)
    {
        ReadOnlySpan<byte> known =
            "|IPv4|IPv6|IP|GRE|UDP|TCP|TLV|DHCP|DHCPv4|ICMPv4|ICMPv6|ARP|MH|LMA|MAG|NAT|MAC|MTU|TTL|"u8
            + "DSCP|ECN|PDN|APN|ID|IMSI|MSISDN|FQ|CSID|CGA|DNS|MAAR|DLIF|QoS|TWAN|MME|SGSN|UE|ANI|WLAN|"u8;

        for (int at = 0; at + word.Length + 1 < known.Length; at++)
        {
            if (known[at] != (byte)'|' || known[at + word.Length + 1] != (byte)'|')
            {
                continue;
            }

            ReadOnlySpan<byte> candidate = known.Slice(at + 1, word.Length);
            if (System.Text.Ascii.EqualsIgnoreCase(candidate, word))
            {
                return candidate;
            }
        }

        return default;
    }
}
