using System;
using System.Collections.Generic;
using System.Text.Json;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.OperatorConsole.Guidance;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.OperatorConsole.Sessions;

/// <summary>Asks the node for values to propose, for so long and so many only: help must come at once or without them.</summary>
internal sealed class NodeValues(IDeskLink link, SessionWait wait, Action<DeskMessage> takeNews) : IValueSource
{
    private const int ValuesMax = 50;
    private const int RowsMax = 5000;
    private static readonly Duration Patience = Duration.FromMilliseconds(1500);

    /// <inheritdoc/>
    public IReadOnlyList<string> ValuesOf(ParameterKind kind, string beginning)
    {
        (string table, string key) = kind switch
        {
            ParameterKind.Identifier => ("bindings", "identifier"),
            ParameterKind.Realm => ("bindings", "identifier"),
            ParameterKind.AccessPoint => ("bindings", "accessPoint"),
            ParameterKind.Peer => ("peers", "name"),
            ParameterKind.Tunnel => ("tunnels", "name"),
            ParameterKind.Interface => ("datapath", "interface"),
            _ => ("", ""),
        };
        return table.Length == 0 ? [] : Ask("show " + table, key, beginning, isRealm: kind == ParameterKind.Realm);
    }

    private List<string> Ask(string command, string key, string beginning, bool isRealm)
    {
        SortedSet<string> found = new(StringComparer.Ordinal);
        Instant end = wait.Now.Plus(Patience);
        long id = link.Ask(command, "");
        int rows = 0;
        while (wait.End is null && wait.Now < end && found.Count < ValuesMax && rows < RowsMax)
        {
            if (!link.TryRead(out DeskMessage? message))
            {
                wait.NoteDesk();
                wait.Wait(end.Since(wait.Now));
                continue;
            }

            if (message.Kind == DeskMessageKind.News)
            {
                takeNews(message);
            }
            else if (message.Id == id && message.Kind == DeskMessageKind.Row)
            {
                rows++;
                Add(found, ValueOf(message.Json, key, isRealm), beginning);
            }
            else if (message.Id == id && message.Kind is DeskMessageKind.Done or DeskMessageKind.Failed)
            {
                return [.. found];
            }
        }

        link.Cancel(id); // What of the answer still comes has a number that nobody waits for.
        return [.. found];
    }

    private static void Add(SortedSet<string> found, string value, string beginning)
    {
        if (value.Length > 0 && !value.Contains(' ', StringComparison.Ordinal) && value.StartsWith(beginning, StringComparison.Ordinal)
            && Output.AnswerShaper.Visible(value) == value)
        {
            found.Add(value);
        }
    }

    private static string ValueOf(JsonElement row, string key, bool isRealm)
    {
        if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty(key, out JsonElement value) || value.ValueKind != JsonValueKind.String)
        {
            return "";
        }

        string text = value.GetString()!;
        int at = text.LastIndexOf('@');
        return isRealm ? at < 0 ? "" : text[(at + 1)..] : text;
    }
}
