using System;

namespace Pmip.Wire.Mobility;

/// <summary>
/// The two encodings of an access point name in a Service Selection option: labels, each behind its length and without a zero
/// at the end (TS 29.275, TS 23.003 9.1), or plain text (RFC 5149). Labels are what adds up exactly: a first label of 32 octets
/// and more begins with an octet that text could begin with too.
/// </summary>
public static class AccessPointName
{
    /// <summary>Most octets of a name, dotted or on the wire.</summary>
    public const int LengthMax = 255;

    private const int LabelLengthMax = 63;

    /// <summary>
    /// Gives the name as dotted text in lower case. False when a label runs over the end or is empty, when a character does
    /// not print, or when <paramref name="dotted"/> is too short.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> wire, Span<byte> dotted, out int written)
    {
        written = 0;
        if (wire.IsEmpty)
        {
            return false;
        }

        return TryDecodeLabels(wire, dotted, out written) || TryDecodeText(wire, dotted, out written);
    }

    /// <summary>
    /// Gives the labels of a dotted name. False when a label is empty or longer than 63 octets, or when
    /// <paramref name="wire"/> is too short.
    /// </summary>
    public static bool TryEncodeLabels(ReadOnlySpan<byte> dotted, Span<byte> wire, out int written)
    {
        written = 0;
        int length = 0;
        while (true)
        {
            int dot = dotted.IndexOf((byte)'.');
            ReadOnlySpan<byte> label = dot < 0 ? dotted : dotted[..dot];
            if (label.IsEmpty || label.Length > LabelLengthMax || length + 1 + label.Length > Math.Min(wire.Length, LengthMax))
            {
                return false;
            }

            wire[length] = (byte)label.Length;
            label.CopyTo(wire[(length + 1)..]);
            length += 1 + label.Length;
            if (dot < 0)
            {
                written = length;
                return true;
            }

            dotted = dotted[(dot + 1)..];
        }
    }

    /// <summary>The name without its operator identifier, <c>.mncNNN.mccNNN.gprs</c>, if it has one.</summary>
    public static ReadOnlySpan<byte> NetworkIdentifier(ReadOnlySpan<byte> dotted)
    {
        ReadOnlySpan<byte> pattern = ".mnc###.mcc###.gprs"u8;
        int start = dotted.Length - pattern.Length;
        if (start <= 0)
        {
            return dotted;
        }

        ReadOnlySpan<byte> tail = dotted[start..];
        for (int i = 0; i < pattern.Length; i++)
        {
            bool matches = pattern[i] == (byte)'#' ? tail[i] is >= (byte)'0' and <= (byte)'9' : ToLower(tail[i]) == pattern[i];
            if (!matches)
            {
                return dotted;
            }
        }

        return dotted[..start];
    }

    private static bool TryDecodeLabels(ReadOnlySpan<byte> wire, Span<byte> dotted, out int written)
    {
        written = 0;
        int length = 0;
        int at = 0;
        while (at < wire.Length)
        {
            int labelLength = wire[at++];
            if (labelLength == 0 && at == wire.Length && length > 0)
            {
                break; // The root label, which some senders add.
            }

            if (labelLength is 0 or > LabelLengthMax || labelLength > wire.Length - at
                || length + labelLength + (length > 0 ? 1 : 0) > dotted.Length)
            {
                return false;
            }

            if (length > 0)
            {
                dotted[length++] = (byte)'.';
            }

            for (int i = 0; i < labelLength; i++)
            {
                byte character = wire[at++];
                if (!IsPrintable(character) || character == (byte)'.')
                {
                    return false;
                }

                dotted[length++] = ToLower(character);
            }
        }

        written = length;
        return true;
    }

    private static bool TryDecodeText(ReadOnlySpan<byte> wire, Span<byte> dotted, out int written)
    {
        written = 0;
        if (wire.Length > dotted.Length)
        {
            return false;
        }

        for (int i = 0; i < wire.Length; i++)
        {
            if (!IsPrintable(wire[i]))
            {
                return false;
            }

            dotted[i] = ToLower(wire[i]);
        }

        written = wire.Length;
        return true;
    }

    // Octets from 0x80 on belong to UTF-8 sequences, which RFC 5149 allows.
    private static bool IsPrintable(byte character) => character is > 0x20 and not 0x7F;

    private static byte ToLower(byte character) =>
        character is >= (byte)'A' and <= (byte)'Z' ? (byte)(character | 0x20) : character;
}
