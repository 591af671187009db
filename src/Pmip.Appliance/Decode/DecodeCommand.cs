using System;
using System.IO;
using System.Text;

namespace Pmip.Appliance.Decode;

/// <summary><c>pmipd decode</c>: shows messages and captures to a person or to a program.</summary>
public static class DecodeCommand
{
    internal const int ExitOk = 0;
    internal const int ExitMalformed = 1;
    internal const int ExitUsage = 2;

    private const int HexLengthMax = 1 << 20;

    /// <summary>Runs the command with the arguments after <c>decode</c>; returns the exit status.</summary>
    public static int Run(ReadOnlySpan<string> args, Stream stdin, Stream stdout, TextWriter stderr)
    {
        if (!DecodeOptions.TryParse(args, out DecodeOptions options, out string complaint))
        {
            stderr.Write($"pmipd decode: {complaint}\n{DecodeOptions.Usage}");
            return ExitUsage;
        }

        try
        {
            return RunChecked(options, stdin, stdout, stderr);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            stderr.Write($"pmipd decode: {error.Message}\n");
            return ExitUsage;
        }
    }

    private static int RunChecked(DecodeOptions options, Stream stdin, Stream stdout, TextWriter stderr)
    {
        if (options.Subject is null)
        {
            return DecodeStandardInput(options, stdin, stdout, stderr);
        }

        if (File.Exists(options.Subject))
        {
            using var file = new FileStream(options.Subject, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
            return DecodeStream(options, options.Subject, file, stdout, stderr);
        }

        if (options.Start == HexStart.Guess && !HexText.IsHex(options.Subject) && LooksLikeAPath(options.Subject))
        {
            stderr.Write($"pmipd decode: {options.Subject}: no such file, and not hexadecimal either\n");
            return ExitUsage;
        }

        return HexDecoder.Decode(options, options.Subject, stdout, stderr);
    }

    private static int DecodeStandardInput(DecodeOptions options, Stream stdin, Stream stdout, TextWriter stderr) =>
        DecodeStream(options, "standard input", stdin, stdout, stderr);

    /// <summary>A capture is known by its first octets; anything else is text with hexadecimal.</summary>
    private static int DecodeStream(DecodeOptions options, string name, Stream input, Stream stdout, TextWriter stderr)
    {
        byte[] start = new byte[4];
        int length = input.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (Wire.Capture.CaptureReader.IsCapture(start.AsSpan(0, length)))
        {
            return CaptureDecoder.Decode(options, name, start, input, stdout, stderr);
        }

        byte[] text = new byte[HexLengthMax + 1];
        start.AsSpan(0, length).CopyTo(text);
        length += input.ReadAtLeast(text.AsSpan(length), text.Length - length, throwOnEndOfStream: false);
        if (length > HexLengthMax)
        {
            stderr.Write($"pmipd decode: {name}: neither a pcap nor a pcapng file, and too long for hexadecimal\n");
            return ExitUsage;
        }

        string hex = Encoding.Latin1.GetString(text, 0, length);
        if (hex.AsSpan().IndexOfAnyInRange('\0', '\b') >= 0)
        {
            stderr.Write($"pmipd decode: {name}: neither a pcap nor a pcapng file\n");
            return ExitUsage;
        }

        return HexDecoder.Decode(options, hex, stdout, stderr);
    }

    private static bool LooksLikeAPath(string subject) => subject.AsSpan().IndexOfAny('/', '.', '\\') >= 0;
}
