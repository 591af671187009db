using System;
using System.IO;
using System.Text;

namespace Pmip.Appliance.Diagnosis.Bundle;

/// <summary>Writes a tar archive of plain files (POSIX ustar), in which only names of up to 100 ASCII characters occur.</summary>
internal sealed class TarWriter(Stream output, DateTime time)
{
    /// <summary>Where an archive says that it is one, from the beginning of the file.</summary>
    public const int MagicOffset = 257;

    private const int BlockLength = 512;

    /// <summary>What stands there.</summary>
    public static ReadOnlySpan<byte> Magic => "ustar"u8;

    /// <summary>Adds a file.</summary>
    public void Add(string name, ReadOnlySpan<byte> content)
    {
        Span<byte> header = stackalloc byte[BlockLength];
        header.Clear();
        Encoding.ASCII.GetBytes(name.AsSpan(0, Math.Min(name.Length, 100)), header);
        Octal(header[100..], 7, 0x180); // rw for its owner
        Octal(header[108..], 7, 0);
        Octal(header[116..], 7, 0);
        Octal(header[124..], 11, content.Length);
        Octal(header[136..], 11, (long)(time - DateTime.UnixEpoch).TotalSeconds);
        header[156] = (byte)'0';
        Magic.CopyTo(header[MagicOffset..]);
        "00"u8.CopyTo(header[263..]);
        header.Slice(148, 8).Fill((byte)' ');
        int sum = 0;
        foreach (byte octet in header)
        {
            sum += octet;
        }

        Octal(header[148..], 6, sum);
        header[154] = 0;
        output.Write(header);
        output.Write(content);
        Pad(content.Length);
    }

    /// <summary>Ends the archive.</summary>
    public void End()
    {
        Span<byte> blocks = stackalloc byte[2 * BlockLength];
        blocks.Clear();
        output.Write(blocks);
    }

    private void Pad(int length)
    {
        Span<byte> rest = stackalloc byte[BlockLength];
        rest.Clear();
        output.Write(rest[..((BlockLength - (length % BlockLength)) % BlockLength)]);
    }

    private static void Octal(Span<byte> field, int digits, long value) =>
        Encoding.ASCII.GetBytes(Convert.ToString(value, 8).PadLeft(digits, '0').AsSpan(0, digits), field);
}
