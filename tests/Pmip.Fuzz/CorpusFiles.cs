using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Pmip.Fuzz.Targets;
using Pmip.Wire.Capture;

namespace Pmip.Fuzz;

/// <summary>The corpus on disk: a file for each target, one input in hexadecimal a line; besides, captures of others.</summary>
internal static class CorpusFiles
{
    /// <summary>Names a folder of pcap files that broke other decoders; without it there is nothing more to replay.</summary>
    private const string MalformedCaptures = "PMIP_MALFORMED_CAPTURES";

    /// <summary>Where the repository's corpus lies beside the program.</summary>
    private static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "Corpus");

    public static IEnumerable<byte[]> Read(FuzzTarget target, string? folder)
    {
        string path = Path.Combine(folder ?? DefaultFolder, target.Name + ".hex");
        IEnumerable<byte[]> inputs = File.Exists(path)
            ? File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#').Select(Convert.FromHexString)
            : [];
        return inputs.Concat(OfCaptures(target));
    }

    public static void Write(FuzzTarget target, string folder, IEnumerable<byte[]> inputs)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllLines(Path.Combine(folder, target.Name + ".hex"), inputs.Select(Convert.ToHexStringLower));
    }

    private static List<byte[]> OfCaptures(FuzzTarget target)
    {
        List<byte[]> inputs = [];
        string? folder = Environment.GetEnvironmentVariable(MalformedCaptures);
        if (string.IsNullOrEmpty(folder) || !target.TakesPackets)
        {
            return inputs;
        }

        foreach (string path in Directory.GetFiles(folder, "*.pcap").Order(StringComparer.Ordinal))
        {
            ReadOnlySpan<byte> capture = File.ReadAllBytes(path);
            var reader = default(CaptureReader);
            while (reader.TryRead(capture, out int consumed, out CapturedPacket packet) == CaptureStatus.Packet)
            {
                inputs.Add(target.OfPacket(packet.Octets.ToArray()));
                capture = capture[consumed..];
            }
        }

        return inputs;
    }
}
