using System;
using System.Buffers;
using System.Globalization;
using System.IO;
using System.Text;
using Pmip.Wire.Capture;
using Pmip.Wire.Dissection;
using Pmip.Wire.Packets;

namespace Pmip.Appliance.Decode;

/// <summary>Decodes a capture from a stream, packet by packet, through one window.</summary>
internal sealed class CaptureDecoder
{
    /// <summary>Octets of a capture that are read at most: one gibioctet.</summary>
    private const long LengthMax = 1L << 30;

    /// <summary>Malformed packets that the closing message names.</summary>
    private const int NamedMax = 10;

    private const int WindowLength = 1 << 18;
    private const int FlushLength = 1 << 16;

    private readonly ArrayBufferWriter<byte> _output = new(WindowLength);
    private readonly SummaryDissection _summary = new();
    private readonly FaultRecorder _writer;
    private readonly bool _isJson;
    private readonly bool _isSummary;
    private readonly Stream _stdout;
    private readonly StringBuilder _named = new();
    private long _packets;
    private long _malformed;

    private CaptureDecoder(DecodeOptions options, Stream stdout)
    {
        _isJson = options.IsJson;
        _isSummary = options.IsSummary;
        _stdout = stdout;
        _writer = new FaultRecorder(_isJson ? new JsonDissection(_output) : _isSummary ? _summary : new TextDissection(_output));
    }

    public static int Decode(DecodeOptions options, string name, ReadOnlySpan<byte> start, Stream input, Stream stdout, TextWriter stderr)
    {
        var decoder = new CaptureDecoder(options, stdout);
        string? complaint = decoder.ReadAll(start, input);
        decoder.Finish();
        if (decoder._malformed != 0)
        {
            string rest = decoder._malformed > NamedMax ? $"; and {decoder._malformed - NamedMax} more" : "";
            stderr.Write($"{decoder._malformed} of {decoder._packets} packets malformed: {decoder._named}{rest}\n");
        }

        if (complaint is not null)
        {
            stderr.Write($"pmipd decode: {name}: {complaint}\n");
            return DecodeCommand.ExitUsage;
        }

        return decoder._malformed == 0 ? DecodeCommand.ExitOk : DecodeCommand.ExitMalformed;
    }

    /// <summary>" and n more faults" behind the first of several.</summary>
    internal static string More(int count) => count > 1 ? $" (and {count - 1} more)" : "";

    private string? ReadAll(ReadOnlySpan<byte> start, Stream input)
    {
        byte[] window = new byte[WindowLength];
        start.CopyTo(window);
        int filled = start.Length;
        long taken = 0;
        var reader = default(CaptureReader);
        while (true)
        {
            int at = 0;
            CaptureStatus status = TakePackets(ref reader, window.AsSpan(0, filled), ref at);
            taken += at;
            window.AsSpan(at, filled - at).CopyTo(window);
            filled -= at;
            if (status != CaptureStatus.NeedMore)
            {
                return Complaint(status, taken);
            }

            if (taken + filled > LengthMax)
            {
                return "longer than 1 GiB; the rest was not read";
            }

            if (filled == window.Length)
            {
                Array.Resize(ref window, window.Length * 2);
            }

            int read = input.Read(window, filled, window.Length - filled);
            filled += read;
            if (read == 0)
            {
                return filled == 0 ? null : $"ends within a packet or block that begins at octet {taken}";
            }
        }
    }

    private CaptureStatus TakePackets(ref CaptureReader reader, ReadOnlySpan<byte> window, ref int at)
    {
        while (true)
        {
            CaptureStatus status = reader.TryRead(window[at..], out int consumed, out CapturedPacket packet);
            at += consumed;
            if (status != CaptureStatus.Packet)
            {
                return status;
            }

            DecodePacket(packet);
        }
    }

    private void DecodePacket(in CapturedPacket packet)
    {
        _packets++;
        int before = _writer.MalformedCount;
        if (_isJson)
        {
            _output.Write(_packets == 1 ? "[\n"u8 : ","u8);
        }

        _writer.Forget();
        string time = TimeOf(packet.Nanoseconds);
        if (_isSummary)
        {
            PacketDissector.DissectFrame(packet.LinkType, packet.Octets, packet.IsCutShort, _writer);
            FinishSummary(time);
        }
        else
        {
            WriteDetails(packet, time);
        }

        int faults = _writer.MalformedCount - before;
        EndPacket(faults);
    }

    private void WriteDetails(in CapturedPacket packet, string time)
    {
        if (!_isJson)
        {
            PacketDissector.DissectFrame(packet.LinkType, packet.Octets, packet.IsCutShort, _summary);
            FinishSummary(time);
        }

        _writer.BeginObject("packet"u8);
        _writer.Number("number"u8, (ulong)_packets);
        _writer.Text("time"u8, Encoding.ASCII.GetBytes(time));
        _writer.Number("length"u8, packet.OriginalLength, "octets"u8);
        PacketDissector.DissectFrame(packet.LinkType, packet.Octets, packet.IsCutShort, _writer);
    }

    private void FinishSummary(string time)
    {
        _output.Write(Encoding.ASCII.GetBytes(time));
        _output.Write(" "u8);
        _summary.Finish(_output);
        _output.Write("\n"u8);
    }

    private void EndPacket(int faults)
    {
        if (_isJson)
        {
            _writer.Flag("isMalformed"u8, faults != 0);
        }

        if (!_isSummary)
        {
            _writer.EndObject();
        }

        if (faults != 0)
        {
            Name(faults);
        }

        if (_output.WrittenCount >= FlushLength)
        {
            Flush();
        }
    }

    private void Name(int faults)
    {
        if (++_malformed <= NamedMax)
        {
            _named.Append(
                CultureInfo.InvariantCulture,
                $"{(_malformed == 1 ? "" : "; ")}packet {_packets}: {_writer.FirstWhat} at octet {_writer.FirstOffset}{More(faults)}");
        }
    }

    /// <summary>Coordinated universal time, to the nanosecond.</summary>
    private static string TimeOf(long nanoseconds)
    {
        long seconds = Math.DivRem(nanoseconds, 1_000_000_000, out long fraction);
        if (fraction < 0)
        {
            seconds--;
            fraction += 1_000_000_000;
        }

        DateTime time = DateTime.UnixEpoch.AddSeconds(seconds);
        return string.Create(CultureInfo.InvariantCulture, $"{time:yyyy-MM-ddTHH:mm:ss}.{fraction:D9}Z");
    }

    private void Finish()
    {
        if (_isJson)
        {
            _output.Write(_packets == 0 ? "[]\n"u8 : "]\n"u8);
        }

        Flush();
        _stdout.Flush();
    }

    private void Flush()
    {
        _stdout.Write(_output.WrittenSpan);
        _output.ResetWrittenCount();
    }

    private static string? Complaint(CaptureStatus status, long offset) => status switch
    {
        CaptureStatus.NotACapture => "neither a pcap nor a pcapng file",
        CaptureStatus.BadVersion => $"a version of the capture format that is not known, at octet {offset}",
        _ => $"a length that contradicts the capture format, in the block or packet at octet {offset}",
    };
}
