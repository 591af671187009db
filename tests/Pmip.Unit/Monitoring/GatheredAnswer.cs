using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Desk;
using Xunit;

namespace Pmip.Unit.Monitoring;

/// <summary>Keeps an answer, and can lose its patience after some rows.</summary>
internal sealed class GatheredAnswer : IAnswer
{
    private readonly List<string> _keys = [];

    /// <summary>The keys of the columns.</summary>
    public IReadOnlyList<string> Keys => _keys;

    /// <summary>The rows, as JSON.</summary>
    public List<string> Rows { get; } = [];

    /// <summary>The lines.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>The failure; empty for none.</summary>
    public string Failure { get; private set; } = "";

    /// <summary>When the rest is not wanted.</summary>
    public Func<GatheredAnswer, bool> Enough { get; set; } = _ => false;

    /// <inheritdoc/>
    public bool IsAbandoned => Enough(this);

    /// <summary>Runs a line of a verb.</summary>
    public static GatheredAnswer Of(DeskVerbs verbs, string line, Func<GatheredAnswer, bool>? enough = null)
    {
        GatheredAnswer answer = new();
        answer.Enough = enough ?? answer.Enough;
        byte[] octets = Encoding.UTF8.GetBytes(line);
        Assert.Equal(VerbFault.None, VerbArguments.TryRead(octets, out VerbArguments arguments, out _, out _));
        Assert.True(verbs.TryGet(arguments.Verb.Id, out DeskVerb? run));
        run(arguments, new DeskRequest { Operator = "root", Access = OperatorAccess.Look, Session = "test" }, answer);
        return answer;
    }

    /// <inheritdoc/>
    public void Columns(params ReadOnlySpan<AnswerColumn> columns)
    {
        foreach (AnswerColumn column in columns)
        {
            _keys.Add(column.Key);
        }
    }

    /// <inheritdoc/>
    public void Row(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        string row = Encoding.UTF8.GetString(stream.ToArray());
        foreach (JsonProperty property in JsonDocument.Parse(row).RootElement.EnumerateObject())
        {
            Assert.Contains(property.Name, _keys);
        }

        Rows.Add(row.Replace('"', '\''));
    }

    /// <inheritdoc/>
    public void Text(string line) => Lines.Add(line);

    /// <inheritdoc/>
    public void Octets(ReadOnlySpan<byte> octets) => Assert.Fail("no file was asked for");

    /// <inheritdoc/>
    public void Fail(string code, string message, WordPlace word = default) => Failure = $"{code}: {message}";
}
