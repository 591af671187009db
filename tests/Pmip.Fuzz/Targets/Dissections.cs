using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text.Json;
using Pmip.Wire.Dissection;

namespace Pmip.Fuzz.Targets;

/// <summary>
/// Dissects in both forms without allocation, and requires that they agree: as many faults in one as in the other, text that
/// ends a line, and JSON that a strict reader takes, no name twice in an object.
/// </summary>
internal sealed class Dissections
{
    private readonly ArrayBufferWriter<byte> _text = new(1 << 20);
    private readonly ArrayBufferWriter<byte> _json = new(1 << 20);
    private readonly List<HashSet<string>> _names = [];
    private readonly DissectionWriter _jsonWriter;
    private readonly DissectionWriter _textWriter;
    private int _jsonFaults;
    private int _textFaults;

    public Dissections()
    {
        _jsonWriter = new JsonDissection(_json);
        _textWriter = new TextDissection(_text);
    }

    /// <summary>Says something about octets, to a writer.</summary>
    public delegate void Dissector(ReadOnlySpan<byte> octets, DissectionWriter writer);

    public void Run(ReadOnlySpan<byte> octets, Dissector dissector, AllocationMeter meter)
    {
        _text.ResetWrittenCount();
        _json.ResetWrittenCount();
        meter.Start();
        Write(octets, dissector, _textWriter);
        Write(octets, dissector, _jsonWriter);
        meter.Stop();
        int textFaults = _textWriter.MalformedCount - _textFaults;
        int jsonFaults = _jsonWriter.MalformedCount - _jsonFaults;
        (_textFaults, _jsonFaults) = (_textWriter.MalformedCount, _jsonWriter.MalformedCount);
        OracleException.Require(textFaults == jsonFaults, $"text and JSON report as many faults ({textFaults}, {jsonFaults})");
        OracleException.Require(_text.WrittenCount > 0 && _text.WrittenSpan[^1] == (byte)'\n', "text ends with a line end");
        CheckText(_text.WrittenSpan);
        CheckJson(_json.WrittenSpan);
    }

    // What a stranger sent must not move a terminal's cursor.
    private static void CheckText(ReadOnlySpan<byte> text)
    {
        foreach (byte octet in text)
        {
            OracleException.Require(octet is >= 0x20 and not 0x7F or (byte)'\n', $"text has no control octet 0x{octet:x2}");
        }
    }

    private static void Write(ReadOnlySpan<byte> octets, Dissector dissector, DissectionWriter writer)
    {
        writer.BeginObject("packet"u8);
        dissector(octets, writer);
        writer.EndObject();
    }

    private void CheckJson(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        int depth = -1;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                if (++depth == _names.Count)
                {
                    _names.Add([]);
                }

                _names[depth].Clear();
            }
            else if (reader.TokenType == JsonTokenType.EndObject)
            {
                depth--;
            }
            else if (reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                OracleException.Require(_names[depth].Add(name), $"the name {name} comes once in its object");
            }
        }
    }
}
