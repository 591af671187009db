using System;
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Control;

/// <summary>Writes one row as one JSON object into a fixed room. Reused for every row.</summary>
internal sealed class JsonRowWriter : RowWriter, IDisposable
{
    // A row has at most a few texts of 254 octets, of which each may grow sixfold.
    private readonly Room _room = new(new byte[16 * 1024]);
    private readonly Utf8JsonWriter _json;

    public JsonRowWriter() => _json = new Utf8JsonWriter(
        _room, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>Begins an object.</summary>
    public void Begin()
    {
        _room.Clear();
        _json.Reset(_room);
        _json.WriteStartObject();
    }

    /// <summary>Ends the object and gives its octets, good until the next begins.</summary>
    public ReadOnlySpan<byte> End()
    {
        _json.WriteEndObject();
        _json.Flush();
        return _room.Written;
    }

    public override void Text(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, ReadOnlySpan<byte> utf8)
    {
        if (!key.IsEmpty)
        {
            _json.WriteString(key, utf8);
        }
    }

    public override void Number(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, long value)
    {
        if (!key.IsEmpty)
        {
            _json.WriteNumber(key, value);
        }
    }

    public override void Unknown(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, bool isNumber = false)
    {
        if (!key.IsEmpty)
        {
            _json.WriteNull(key);
        }
    }

    public override void Prefixes(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, in IpPrefixList prefixes)
    {
        if (key.IsEmpty)
        {
            return;
        }

        Span<byte> text = stackalloc byte[IpPrefix.TextLengthMax];
        _json.WriteStartArray(key);
        for (int i = 0; i < prefixes.Count; i++)
        {
            prefixes[i].TryFormat(text, out int written);
            _json.WriteStringValue(text[..written]);
        }

        _json.WriteEndArray();
    }

    public void Dispose() => _json.Dispose();

    private sealed class Room(byte[] octets) : IBufferWriter<byte>
    {
        private int _length;

        public ReadOnlySpan<byte> Written => octets.AsSpan(0, _length);

        public void Clear() => _length = 0;

        public void Advance(int count) => _length += count;

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            Invariant.Require(sizeHint <= octets.Length - _length);
            return octets.AsMemory(_length);
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
