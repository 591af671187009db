using System;
using System.Buffers;
using System.IO;
using Pmip.Wire.Dissection;
using Pmip.Wire.Packets;

namespace Pmip.Appliance.Decode;

/// <summary>Decodes one message given in hexadecimal.</summary>
internal static class HexDecoder
{
    private const byte MobilityPayloadProtocol = 59;

    public static int Decode(DecodeOptions options, string text, Stream stdout, TextWriter stderr)
    {
        HexStatus status = HexText.TryRead(text, out byte[] octets, out int position);
        if (status != HexStatus.Ok)
        {
            stderr.Write($"pmipd decode: {Complaint(status, text, position)}\n");
            return DecodeCommand.ExitUsage;
        }

        HexStart start = options.Start == HexStart.Guess ? Guess(octets) : options.Start;
        if (start == HexStart.Guess)
        {
            stderr.Write($"pmipd decode: first octet 0x{octets[0]:x2} begins neither an IP packet (4., 6.) nor a Mobility Header (3b); "
                + "say --from mh or --from ip\n");
            return DecodeCommand.ExitUsage;
        }

        var output = new ArrayBufferWriter<byte>(16384);
        var json = options.IsJson ? new JsonDissection(output, indented: true) : null;
        if (json is null)
        {
            var summary = new SummaryDissection();
            Dissect(start, octets, summary);
            summary.Finish(output);
            output.Write("\n"u8);
        }

        var writer = new FaultRecorder(json ?? (DissectionWriter)new TextDissection(options.IsSummary ? new ArrayBufferWriter<byte>() : output));
        writer.BeginObject("packet"u8);
        writer.Number("length"u8, (ulong)octets.Length, "octets"u8);
        Dissect(start, octets, writer);

        if (options.IsJson)
        {
            writer.Flag("isMalformed"u8, writer.MalformedCount != 0);
        }

        writer.EndObject();
        json?.Dispose();
        stdout.Write(output.WrittenSpan);
        stdout.Flush();
        if (writer.MalformedCount == 0)
        {
            return DecodeCommand.ExitOk;
        }

        stderr.Write($"malformed: {writer.FirstWhat} at octet {writer.FirstOffset}{CaptureDecoder.More(writer.MalformedCount)}\n");
        return DecodeCommand.ExitMalformed;
    }

    private static void Dissect(HexStart start, ReadOnlySpan<byte> octets, DissectionWriter writer)
    {
        if (start == HexStart.MobilityHeader)
        {
            MobilityDissector.Dissect(octets, null, null, writer);
        }
        else
        {
            PacketDissector.DissectIp(octets, writer);
        }
    }

    private static HexStart Guess(ReadOnlySpan<byte> octets) => octets[0] switch
    {
        MobilityPayloadProtocol => HexStart.MobilityHeader,
        byte first when first >> 4 is 4 or 6 => HexStart.Ip,
        _ => HexStart.Guess,
    };

    private static string Complaint(HexStatus status, string text, int position) => status switch
    {
        HexStatus.BadCharacter when text[position - 1] is > ' ' and < '\x7f' =>
            $"bad hexadecimal: character '{text[position - 1]}' at position {position}",
        HexStatus.BadCharacter => $"bad hexadecimal: character U+{(int)text[position - 1]:X4} at position {position}",
        HexStatus.HalfAnOctet => $"bad hexadecimal: an odd number of digits, the last octet is half (position {position})",
        _ => "no hexadecimal given",
    };
}
