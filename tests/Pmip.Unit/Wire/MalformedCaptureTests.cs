using System;
using System.Buffers;
using System.Buffers.Binary;
using System.IO;
using Pmip.Wire;
using Pmip.Wire.Dissection;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Wire;

public sealed class MalformedCaptureTests
{
    /// <summary>Names a folder of pcap files that broke other decoders; without it there is nothing to replay.</summary>
    private const string FolderVariable = "PMIP_MALFORMED_CAPTURES";

    [Fact]
    public void Captures_ReadFromEveryOctet_NeverThrow()
    {
        string? folder = Environment.GetEnvironmentVariable(FolderVariable);
        if (string.IsNullOrEmpty(folder))
        {
            return;
        }

        int packets = 0;
        foreach (string path in Directory.GetFiles(folder, "*.pcap"))
        {
            byte[] file = File.ReadAllBytes(path);
            bool isSwapped = BinaryPrimitives.ReadUInt32LittleEndian(file) is not (0xA1B2C3D4 or 0xA1B23C4D);
            int at = 24;
            while (at + 16 <= file.Length)
            {
                int length = isSwapped
                    ? BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at + 8))
                    : BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 8));
                at += 16;
                length = Math.Clamp(length, 0, file.Length - at);
                ReadEverywhere(file.AsSpan(at, length));
                at += length;
                packets++;
            }
        }

        Assert.True(packets > 0, "no packet in " + folder);
    }

    // Wherever the Mobility Header lies, one of the starts is its own.
    private static void ReadEverywhere(ReadOnlySpan<byte> packet)
    {
        byte[] room = new byte[4096];
        var output = new ArrayBufferWriter<byte>();
        using var json = new JsonDissection(output);
        var text = new TextDissection(output);
        for (int start = 0; start < packet.Length; start++)
        {
            ReadOnlySpan<byte> octets = packet[start..];
            if (MobilityHeader.TryRead(octets, out MobilityHeader header) == WireStatus.Ok)
            {
                Rewriting.Write(header, room);
            }

            output.Clear();
            MobilityDissector.Dissect(octets, null, null, text);
            MobilityDissector.Dissect(octets, null, null, json);
        }
    }
}
