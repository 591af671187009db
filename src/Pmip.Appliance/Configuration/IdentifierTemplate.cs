using System;
using System.Text;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Configuration;

/// <summary>
/// A network access identifier, or one with <c>{mac}</c> in it. The mark stands for the node's link-layer address as twelve
/// hexadecimal digits in lower case: colons have no place in the user part of an NAI (RFC 7542 2.2).
/// </summary>
public sealed class IdentifierTemplate
{
    /// <summary>The mark in the text.</summary>
    public const string Mark = "{mac}";

    /// <summary>Octets that the mark becomes.</summary>
    public const int MarkLength = 12;

    private readonly byte[] _before;
    private readonly byte[] _after;

    /// <summary>Makes a template of <paramref name="text"/>; only the first mark counts.</summary>
    public IdentifierTemplate(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
        int mark = text.IndexOf(Mark, StringComparison.Ordinal);
        HasMark = mark >= 0;
        _before = Encoding.UTF8.GetBytes(HasMark ? text[..mark] : text);
        _after = HasMark ? Encoding.UTF8.GetBytes(text[(mark + Mark.Length)..]) : [];
    }

    /// <summary>The text as configured.</summary>
    public string Text { get; }

    /// <summary>True when the identifier differs from node to node.</summary>
    public bool HasMark { get; }

    /// <summary>Octets of every identifier made from this template.</summary>
    public int Length => _before.Length + (HasMark ? MarkLength : 0) + _after.Length;

    /// <summary>Writes the identifier of the node with <paramref name="address"/>; false when the room is too small.</summary>
    public bool TryWrite(MacAddress address, Span<byte> room, out int written)
    {
        written = 0;
        if (room.Length < Length)
        {
            return false;
        }

        _before.CopyTo(room);
        written = _before.Length;
        if (HasMark)
        {
            for (int shift = 44; shift >= 0; shift -= 4)
            {
                room[written++] = "0123456789abcdef"u8[(int)(address.Value >> shift & 15)];
            }

            _after.CopyTo(room[written..]);
            written += _after.Length;
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
