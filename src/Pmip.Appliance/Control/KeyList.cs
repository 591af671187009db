using System;
using System.Collections.Generic;
using System.Text;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Control;

/// <summary>Collects the JSON keys of a table, for the help.</summary>
internal sealed class KeyList : RowWriter
{
    private readonly List<string> _keys = [];

    /// <summary>The keys of the rows of every table, by the table's name, in their order.</summary>
    public static IEnumerable<(string Table, IReadOnlyList<string> Keys)> OfAll()
    {
        foreach (ConsoleTable table in ConsoleTables.Of(new ConsoleSources { Name = "", Role = "" }))
        {
            KeyList list = new();
            table.WriteColumns(list);
            yield return (Encoding.UTF8.GetString(table.Name.Span), list._keys);
        }
    }

    public override void Text(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, ReadOnlySpan<byte> utf8) => Add(key);

    public override void Number(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, long value) => Add(key);

    public override void Unknown(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, bool isNumber = false) => Add(key);

    public override void Prefixes(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, in IpPrefixList prefixes) => Add(key);

    private void Add(ReadOnlySpan<byte> key)
    {
        if (!key.IsEmpty)
        {
            _keys.Add(Encoding.UTF8.GetString(key));
        }
    }
}
