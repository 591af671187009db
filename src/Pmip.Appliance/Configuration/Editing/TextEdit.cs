using System;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pmip.Appliance.Configuration.Editing;

/// <summary>
/// Changes one place of a configuration's text and leaves every other octet as it is, so that the layout and the comments of the
/// person who wrote it stay. Offsets are those of the nodes, in a text without a byte order mark.
/// </summary>
internal static class TextEdit
{
    /// <summary>Puts a value in the place of another.</summary>
    public static byte[] Replace(ReadOnlySpan<byte> text, ConfigurationNode node, ReadOnlySpan<byte> value) =>
        [.. text[..node.Offset], .. value, .. text[node.End..]];

    /// <summary>Adds a key at the end of an object, or an element at the end of a list, where the name is empty.</summary>
    public static byte[] InsertLast(ReadOnlySpan<byte> text, ConfigurationNode parent, string name, ReadOnlySpan<byte> value)
    {
        byte[] member = Member(name, value);
        if (parent.Children.Count == 0)
        {
            int inside = parent.Offset + 1;
            bool isClosedAtOnce = text[inside] is (byte)'}' or (byte)']';
            return [.. text[..inside], (byte)' ', .. member, .. isClosedAtOnce ? " "u8 : ""u8, .. text[inside..]];
        }

        ConfigurationNode last = parent.Children[^1];
        int next = SkipBlanksAndComments(text, last.End);
        bool hasComma = text[next] == ',';
        int behind = hasComma ? next + 1 : last.End;
        int lineStart = text[..last.KeyOffset].LastIndexOf((byte)'\n') + 1;
        ReadOnlySpan<byte> indent = text[lineStart..last.KeyOffset];
        if (lineStart == 0 || indent.ContainsAnyExcept((byte)' ', (byte)'\t'))
        {
            return [.. text[..behind], .. hasComma ? " "u8 : ", "u8, .. member, .. hasComma ? ","u8 : ""u8, .. text[behind..]];
        }

        // The remark at the end of the last line belongs to that line.
        int at = EndOfLineIfOnlyRemark(text, behind);
        return
        [
            .. text[..last.End], .. hasComma ? ""u8 : ","u8, .. text[last.End..at], (byte)'\n', .. indent, .. member, .. hasComma ? ","u8 : ""u8,
            .. text[at..],
        ];
    }

    /// <summary>Adds a key at the beginning of the whole; the text is that of an object.</summary>
    public static byte[] InsertFirst(ReadOnlySpan<byte> text, string name, ReadOnlySpan<byte> value)
    {
        int inside = SkipBlanksAndComments(text, 0) + 1;
        bool isEmpty = text[SkipBlanksAndComments(text, inside)] == '}';
        return [.. text[..inside], (byte)' ', .. Member(name, value), .. isEmpty ? ""u8 : ","u8, .. text[inside..]];
    }

    /// <summary>Takes a child out of an object or a list, with the comma that it leaves over and with its line if nothing else is on it.</summary>
    public static byte[] Remove(ReadOnlySpan<byte> text, ConfigurationNode parent, ConfigurationNode child)
    {
        int index = parent.Children.IndexOf(child);
        int start = child.KeyOffset;
        int end = child.End;
        int next = SkipBlanksAndComments(text, end);
        if (text[next] == ',')
        {
            byte[] without = [.. text[..end], .. text[end..next], .. text[(next + 1)..]];
            return Cut(without, start, end);
        }

        byte[] cut = Cut(text, start, end);
        if (index == 0)
        {
            return cut;
        }

        // What stood in front of it is the last one now; its comma goes. Nothing before that was moved.
        int comma = SkipBlanksAndComments(text, parent.Children[index - 1].End);
        return [.. cut.AsSpan(0, comma), .. cut.AsSpan(comma + 1)];
    }

    /// <summary>A text as JSON, with quotes.</summary>
    public static byte[] Quote(string text) =>
        Encoding.UTF8.GetBytes("\"" + JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"");

    /// <summary>A key and its value; the value alone where the name is empty.</summary>
    public static byte[] Member(string name, ReadOnlySpan<byte> value) => name.Length == 0 ? value.ToArray() : [.. Quote(name), .. ": "u8, .. value];

    /// <summary>The first place from <paramref name="at"/> on that is neither blank nor in a comment; the end when there is none.</summary>
    internal static int SkipBlanksAndComments(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length)
        {
            if (text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                at++;
            }
            else if (text[at..].StartsWith("//"u8))
            {
                // JSON's reader ends such a comment at a return as well as at a line feed.
                int length = text[at..].IndexOfAny((byte)'\n', (byte)'\r');
                at = length < 0 ? text.Length : at + length;
            }
            else if (text[at..].StartsWith("/*"u8))
            {
                int length = text[(at + 2)..].IndexOf("*/"u8);
                at = length < 0 ? text.Length : at + length + 4;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    private static byte[] Cut(ReadOnlySpan<byte> text, int start, int end)
    {
        int left = start;
        while (left > 0 && text[left - 1] is (byte)' ' or (byte)'\t')
        {
            left--;
        }

        int right = end;
        while (right < text.Length && text[right] is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            right++;
        }

        bool ownsLine = left > 0 && text[left - 1] == '\n' && right < text.Length && text[right] == '\n';
        return ownsLine ? [.. text[..left], .. text[(right + 1)..]] : [.. text[..start], .. text[(right > end ? right : end)..]];
    }

    private static int EndOfLineIfOnlyRemark(ReadOnlySpan<byte> text, int at)
    {
        int length = text[at..].IndexOf((byte)'\n');
        int end = length < 0 ? text.Length : at + length;
        bool isOnlyRemark = SkipBlanksAndComments(text[..end], at) == end && !HasOpenComment(text[at..end]);
        return isOnlyRemark ? end : at;
    }

    // A comment of several lines that begins on this one does not end on it.
    private static bool HasOpenComment(ReadOnlySpan<byte> line)
    {
        int at = 0;
        while (at < line.Length)
        {
            if (line[at..].StartsWith("//"u8))
            {
                return false;
            }

            if (line[at..].StartsWith("/*"u8))
            {
                int length = line[(at + 2)..].IndexOf("*/"u8);
                if (length < 0)
                {
                    return true;
                }

                at += length + 4;
            }
            else
            {
                at++;
            }
        }

        return false;
    }
}
