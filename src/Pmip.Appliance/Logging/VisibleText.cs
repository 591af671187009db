using System;
using System.Buffers;
using System.Globalization;
using System.Text;

namespace Pmip.Appliance.Logging;

/// <summary>
/// Text from the network made fit for a line: an identifier may hold any octets, and none of them may end the line or reach
/// the terminal as a command.
/// </summary>
public static class VisibleText
{
    /// <summary>Most octets that one octet of input becomes.</summary>
    public const int GrowthMax = 4;

    /// <summary>The text with everything but printable characters as <c>\xNN</c>.</summary>
    public static string Of(ReadOnlySpan<byte> octets)
    {
        byte[] room = new byte[octets.Length * GrowthMax];
        return Encoding.UTF8.GetString(room, 0, Write(octets, room));
    }

    /// <summary>The same for a text of our own that may hold such octets; one that holds none is given back as it is.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? Of(Encoding.UTF8.GetBytes(text)) : text;
    }

    /// <summary>Writes the visible form into <paramref name="room"/>, cut where the room ends; gives the octets written.</summary>
    public static int Write(ReadOnlySpan<byte> octets, Span<byte> room)
    {
        int written = 0;
        while (!octets.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(octets, out Rune rune, out int consumed);
            bool isVisible = status == OperationStatus.Done && IsVisible(rune);
            if (room.Length - written < (isVisible ? consumed : consumed * GrowthMax))
            {
                break;
            }

            if (isVisible)
            {
                octets[..consumed].CopyTo(room[written..]);
                written += consumed;
            }
            else
            {
                foreach (byte octet in octets[..consumed])
                {
                    room[written++] = (byte)'\\';
                    room[written++] = (byte)'x';
                    room[written++] = "0123456789abcdef"u8[octet >> 4];
                    room[written++] = "0123456789abcdef"u8[octet & 15];
                }
            }

            octets = octets[consumed..];
        }

        return written;
    }

    private static bool IsVisible(Rune rune) => rune.Value is > 0x20 and < 0x7F
        || rune.Value == ' '
        || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
