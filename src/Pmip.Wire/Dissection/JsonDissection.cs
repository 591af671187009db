using System;
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Dissection;

/// <summary>
/// For programs: each outermost object is one JSON text behind a line feed. An element of a list says its name in the member
/// "name"; a value of a registry is an object of "value" and "name"; faults are the member "malformed" of the object in which
/// they are, a list of "what" and "offset".
/// </summary>
public sealed class JsonDissection : DissectionWriter, IDisposable
{
    private const int DepthMax = 60; // Below the limit of Utf8JsonWriter, deeper than any dissector goes.
    private const int FaultsMax = 64;
    private const int FaultLengthMax = 96;

    private readonly IBufferWriter<byte> _output;
    private readonly Utf8JsonWriter _json;
    private readonly byte[] _scratch = new byte[2 * 65536];
    private readonly bool[] _isList = new bool[DepthMax + 1];
    private readonly Fault[] _faults = new Fault[FaultsMax];
    private readonly byte[] _faultTexts = new byte[FaultsMax * FaultLengthMax];
    private int _faultCount;
    private int _depth;

    /// <summary>Writes onto <paramref name="output"/>, on many lines when <paramref name="indented"/>.</summary>
    public JsonDissection(IBufferWriter<byte> output, bool indented = false)
    {
        _output = output;

        // Not for embedding in HTML, so quotes and the like of other scripts need no escape.
        _json = new Utf8JsonWriter(
            output, new JsonWriterOptions { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <inheritdoc/>
    public override void BeginObject(ReadOnlySpan<byte> name)
    {
        if (_depth == 0 || _isList[_depth])
        {
            _json.WriteStartObject();
            Push(isList: false);
            _json.WriteString("name"u8, name);
        }
        else
        {
            _json.WriteStartObject(name);
            Push(isList: false);
        }
    }

    /// <inheritdoc/>
    public override void EndObject()
    {
        WriteFaults();
        _json.WriteEndObject();
        _depth--;
        if (_depth == 0)
        {
            _json.Flush();
            _json.Reset();
            _output.Write("\n"u8);
        }
    }

    /// <inheritdoc/>
    public override void BeginList(ReadOnlySpan<byte> name)
    {
        _json.WriteStartArray(name);
        Push(isList: true);
    }

    /// <inheritdoc/>
    public override void EndList()
    {
        _json.WriteEndArray();
        _depth--;
    }

    /// <inheritdoc/>
    public override void Text(ReadOnlySpan<byte> name, ReadOnlySpan<byte> utf8) =>
        _json.WriteString(name, _scratch.AsSpan(0, PrintableText.Escape(utf8, escapesQuotes: false, _scratch)));

    /// <inheritdoc/>
    public override void Number(ReadOnlySpan<byte> name, ulong value, ReadOnlySpan<byte> unit = default) =>
        _json.WriteNumber(name, value);

    /// <inheritdoc/>
    public override void Hex(ReadOnlySpan<byte> name, ulong value, int digits)
    {
        _scratch[0] = (byte)'0';
        _scratch[1] = (byte)'x';
        for (int i = 0; i < digits; i++)
        {
            _scratch[2 + i] = Digit((int)(value >> ((digits - 1 - i) * 4) & 15));
        }

        _json.WriteString(name, _scratch.AsSpan(0, 2 + digits));
    }

    /// <inheritdoc/>
    public override void Octets(ReadOnlySpan<byte> name, ReadOnlySpan<byte> octets)
    {
        int count = Math.Min(octets.Length, _scratch.Length / 2);
        for (int i = 0; i < count; i++)
        {
            _scratch[i * 2] = Digit(octets[i] >> 4);
            _scratch[(i * 2) + 1] = Digit(octets[i] & 15);
        }

        _json.WriteString(name, _scratch.AsSpan(0, count * 2));
    }

    /// <inheritdoc/>
    public override void Address(ReadOnlySpan<byte> name, IpAddress address)
    {
        address.TryFormat(_scratch, out int written);
        _json.WriteString(name, _scratch.AsSpan(0, written));
    }

    /// <inheritdoc/>
    public override void Prefix(ReadOnlySpan<byte> name, IpPrefix prefix)
    {
        prefix.TryFormat(_scratch, out int written);
        _json.WriteString(name, _scratch.AsSpan(0, written));
    }

    /// <inheritdoc/>
    public override void Mac(ReadOnlySpan<byte> name, MacAddress address)
    {
        address.TryFormat(_scratch, out int written);
        _json.WriteString(name, _scratch.AsSpan(0, written));
    }

    /// <inheritdoc/>
    public override void Flag(ReadOnlySpan<byte> name, bool value) => _json.WriteBoolean(name, value);

    /// <inheritdoc/>
    public override void Enumerated(ReadOnlySpan<byte> name, ulong number, ReadOnlySpan<byte> registryName)
    {
        _json.WriteStartObject(name);
        _json.WriteNumber("value"u8, number);
        if (!registryName.IsEmpty)
        {
            _json.WriteString("name"u8, registryName);
        }

        _json.WriteEndObject();
    }

    /// <summary>Gives up the writer; what was ended has been written.</summary>
    public void Dispose() => _json.Dispose();

    /// <inheritdoc/>
    protected override void WriteMalformed(ReadOnlySpan<byte> what, int offset)
    {
        if (_faultCount == FaultsMax)
        {
            return; // Counted all the same.
        }

        int length = Math.Min(what.Length, FaultLengthMax);
        what[..length].CopyTo(_faultTexts.AsSpan(_faultCount * FaultLengthMax));
        _faults[_faultCount++] = new Fault(_depth, length, offset);
    }

    private static byte Digit(int value) => "0123456789abcdef"u8[value];

    private void Push(bool isList) => _isList[++_depth] = isList;

    // Faults of inner objects have been written and forgotten, so those of this object are the last ones.
    private void WriteFaults()
    {
        int first = _faultCount;
        while (first > 0 && _faults[first - 1].Depth >= _depth)
        {
            first--;
        }

        if (first == _faultCount)
        {
            return;
        }

        _json.WriteStartArray("malformed"u8);
        for (int i = first; i < _faultCount; i++)
        {
            _json.WriteStartObject();
            _json.WriteString("what"u8, _faultTexts.AsSpan(i * FaultLengthMax, _faults[i].Length));
            _json.WriteNumber("offset"u8, _faults[i].Offset);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _faultCount = first;
    }

    private readonly record struct Fault(int Depth, int Length, int Offset);
}
