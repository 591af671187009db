using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Control;

/// <summary>Collects the columns of a table; allocates, for start and help.</summary>
internal sealed class ColumnList : RowWriter
{
    private readonly List<(string Key, string Title, bool IsNumber)> _columns = [];

    /// <summary>The columns of a table as the JSON array that begins an answer.</summary>
    public static byte[] JsonOf(ConsoleTable table)
    {
        ColumnList list = new();
        table.WriteColumns(list);
        using MemoryStream octets = new();
        using (Utf8JsonWriter json = new(octets))
        {
            json.WriteStartArray();
            foreach ((string key, string title, bool isNumber) in list._columns)
            {
                json.WriteStartObject();
                json.WriteString("key"u8, key);
                json.WriteString("title"u8, title);
                json.WriteString("kind"u8, isNumber ? "number"u8 : "text"u8);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return octets.ToArray();
    }

    /// <summary>The keys of a table's rows in their order.</summary>
    public static IReadOnlyList<string> KeysOf(ConsoleTable table)
    {
        ColumnList list = new();
        table.WriteColumns(list);
        return list._columns.ConvertAll(column => column.Key);
    }

    public override void Text(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, ReadOnlySpan<byte> utf8) => Add(heading, key, isNumber: false);

    public override void Number(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, long value) => Add(heading, key, isNumber: true);

    public override void Unknown(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, bool isNumber = false) => Add(heading, key, isNumber);

    public override void Prefixes(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, in IpPrefixList prefixes) => Add(heading, key, isNumber: false);

    private void Add(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, bool isNumber) =>
        _columns.Add((Encoding.UTF8.GetString(key), Encoding.UTF8.GetString(heading), isNumber));
}
