using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using Pmip.Foundation.Addressing;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Wire;

/// <summary>One message of reference.json, which another encoder wrote.</summary>
internal sealed class Vector
{
    private static readonly Vector[] Vectors = Load();

    private Vector(JsonElement element)
    {
        Name = element.GetProperty("name").GetString()!;
        Packet = Convert.FromHexString(element.GetProperty("packet").GetString()!);
        MobilityHeader = element.TryGetProperty("mh", out JsonElement mh) ? Convert.FromHexString(mh.GetString()!) : [];
        if (MobilityHeader.Length > 0)
        {
            Source = IpAddress.Parse(element.GetProperty("src").GetString()!);
            Destination = IpAddress.Parse(element.GetProperty("dst").GetString()!);

            // The form of RFC 5844 has no inner header and so no checksum.
            HasChecksum = element.GetProperty("transport").GetString() != "udp4";
        }
    }

    public string Name { get; }

    public byte[] Packet { get; }

    public byte[] MobilityHeader { get; }

    public IpAddress Source { get; }

    public IpAddress Destination { get; }

    public bool HasChecksum { get; }

    public static IReadOnlyList<Vector> All => Vectors;

    public static Vector Of(string name) => Array.Find(Vectors, v => v.Name == name) ?? throw new ArgumentException(name);

    public static TheoryData<string> Signalling()
    {
        var names = new TheoryData<string>();
        foreach (Vector vector in Vectors)
        {
            if (vector.MobilityHeader.Length > 0)
            {
                names.Add(vector.Name);
            }
        }

        return names;
    }

    public static TheoryData<string> Typed()
    {
        var names = new TheoryData<string>();
        foreach (Vector vector in Vectors)
        {
            if (vector.MobilityHeader.Length > 0 && vector.MobilityHeader[2] is 5 or 6 or 7 or 13 or 16 or 19 or 20)
            {
                names.Add(vector.Name);
            }
        }

        return names;
    }

    /// <summary>The message read and written again, with its checksum filled in as the sender would.</summary>
    public byte[] WrittenAgain()
    {
        Assert.Equal(WireStatus.Ok, Pmip.Wire.Mobility.MobilityHeader.TryRead(MobilityHeader, out MobilityHeader header));
        byte[] room = new byte[2048];
        int written = Rewriting.Write(header, room);
        Assert.True(written > 0);
        if (HasChecksum)
        {
            ushort checksum = MobilityChecksum.Compute(Source, Destination, room.AsSpan(0, written));
            room[4] = (byte)(checksum >> 8);
            room[5] = (byte)(checksum & 0xFF);
        }

        return room[..written];
    }

    private static Vector[] Load()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Wire", "Vectors", "reference.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        var vectors = new List<Vector>();
        foreach (JsonElement element in document.RootElement.EnumerateArray())
        {
            vectors.Add(new Vector(element));
        }

        return [.. vectors];
    }
}
