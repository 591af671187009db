using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Desk;
using Pmip.Appliance.Logging;

namespace Pmip.Appliance.Monitoring;

/// <summary>
/// <c>monitor</c>: changes as they come, until the operator cancels. It looks from the desk; the loop does nothing more than for a
/// <c>show</c>.
/// </summary>
internal sealed class MonitorDesk(ILoopPort loop, LogThread log)
{
    private const int IntervalDefaultSeconds = 2;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);

    private static readonly string[] s_bindingKeys = ["role", "identifier", "accessPoint", "pdnConnectionId"];
    private static readonly string[] s_bindingWatched = ["state", "homeNetworkPrefixes", "ipv4HomeAddress", "peer", "uplinkKey", "downlinkKey"];
    private static readonly string[] s_peerKeys = ["role", "name", "address"];
    private static readonly string[] s_peerWatched = ["form", "bindings", "path", "restartCounter", "lacks"];

    /// <summary>Adds the verb.</summary>
    public void AddTo(DeskVerbs verbs) => verbs.Add(VerbId.Monitor, Run);

    private void Run(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        TimeSpan interval = TimeSpan.FromSeconds(arguments.Has(1) ? Math.Max(arguments.Number(1), 1) : IntervalDefaultSeconds);
        EventLevel level = arguments.Has(2) ? (EventLevel)arguments.Choice(2) : EventLevel.Debug;
        LogFilter filter = new(level, Encoding.UTF8.GetString(arguments.Text(3)));
        switch ((MonitoredThing)arguments.Choice(0))
        {
            case MonitoredThing.Bindings:
                FollowTable("bindings", s_bindingKeys, s_bindingWatched, interval, answer);
                break;
            case MonitoredThing.Peers:
                FollowTable("peers", s_peerKeys, s_peerWatched, interval, answer);
                break;
            case MonitoredThing.Counters:
                FollowCounters(interval, answer);
                break;
            case MonitoredThing.Log:
                FollowLog(filter, answer);
                break;
            default:
                FollowEvents(filter, answer);
                break;
        }
    }

    private void FollowTable(string table, string[] keys, string[] watched, TimeSpan interval, IAnswer answer)
    {
        string[] shown = [.. keys, .. watched];
        List<AnswerColumn> columns = [new("time", "TIME"), new("change", "CHANGE"), .. Array.ConvertAll(shown, key => new AnswerColumn(key, Heading(key)))];
        answer.Columns([.. columns]);
        RowChanges changes = new(keys, watched);
        bool isKnown = true;
        do
        {
            LoopRows rows = LoopRows.Of(loop, table, () => answer.IsAbandoned);
            isKnown = Tell(rows, isKnown, answer);
            if (rows.Code.Length == 0 && !answer.IsAbandoned)
            {
                foreach ((string change, JsonElement row) in changes.Next(rows.Rows))
                {
                    answer.Row(json => WriteChange(json, change, row, shown));
                }
            }
        }
        while (Pause.Of(interval, answer));
    }

    private void FollowCounters(TimeSpan interval, IAnswer answer)
    {
        answer.Columns(
            new AnswerColumn("time", "TIME"),
            new AnswerColumn("room", "ROOM"),
            new AnswerColumn("counter", "COUNTER"),
            new AnswerColumn("value", "VALUE", ColumnKind.Number),
            new AnswerColumn("growth", "GROWTH", ColumnKind.Number),
            new AnswerColumn("perSecond", "PER-SECOND", ColumnKind.Number));
        CounterSample? before = null;
        bool isKnown = true;
        do
        {
            CounterSample? sample = CounterSample.Take(loop, out LoopRows rows, () => answer.IsAbandoned);
            isKnown = Tell(rows, isKnown, answer);
            if (sample is not null && before is not null && !answer.IsAbandoned)
            {
                WriteGrowth(before, sample, answer);
            }

            before = sample ?? before;
        }
        while (Pause.Of(interval, answer));
    }

    private void FollowLog(LogFilter filter, IAnswer answer)
    {
        answer.Columns(LogDesk.Columns);
        for (long next = log.Memory.Next; !answer.IsAbandoned;)
        {
            if (!log.Memory.WaitFor(next, s_look))
            {
                continue;
            }

            if (log.Memory.TryRead(next, out LogLine line))
            {
                next++;
                if (filter.Wants(line))
                {
                    LogDesk.Write(line, answer);
                }
            }
            else
            {
                long first = log.Memory.First;
                answer.Text(string.Create(CultureInfo.InvariantCulture, $"{first - next} lines came too fast to be shown"));
                next = first;
            }
        }
    }

    private void FollowEvents(LogFilter filter, IAnswer answer)
    {
        answer.Columns([.. LogDesk.Columns[1..]]);
        EventFeed feed = new(filter.Level);
        log.Watch(feed);
        try
        {
            long lost = 0;
            while (!answer.IsAbandoned)
            {
                if (feed.TryTake(s_look, out EventRecord record))
                {
                    WriteEvent(record, filter, answer);
                }

                if (feed.Lost > lost)
                {
                    answer.Text(string.Create(CultureInfo.InvariantCulture, $"{feed.Lost - lost} events came too fast to be shown"));
                    lost = feed.Lost;
                }
            }
        }
        finally
        {
            log.Unwatch(feed);
        }
    }

    private static void WriteEvent(EventRecord record, LogFilter filter, IAnswer answer)
    {
        string sentence = EventSentences.Render(record);
        string room = EventRooms.NameOf(record.Room);
        if (!filter.Holds(sentence, room))
        {
            return;
        }

        answer.Row(json =>
        {
            json.WriteString("time"u8, LogTime.Text(record.UnixMicroseconds));
            json.WriteString("level"u8, LogDesk.NameOf(EventSentences.LevelOf(record.Kind)));
            json.WriteString("room"u8, room);
            json.WriteString("sentence"u8, sentence);
        });
    }

    private static void WriteGrowth(CounterSample before, CounterSample sample, IAnswer answer)
    {
        double seconds = Math.Max(sample.Taken.Since(before.Taken).Microseconds, 1) / 1e6;
        foreach ((string room, string counter, long value) in sample.Values)
        {
            long growth = CounterSample.Growth(before, room, counter, value);
            if (growth != 0)
            {
                answer.Row(json =>
                {
                    json.WriteString("time"u8, LogTime.Text(LogTime.Now));
                    json.WriteString("room"u8, room);
                    json.WriteString("counter"u8, counter);
                    json.WriteNumber("value"u8, value);
                    json.WriteNumber("growth"u8, growth);
                    json.WriteNumber("perSecond"u8, Math.Round(growth / seconds, 1));
                });
            }
        }
    }

    private static void WriteChange(Utf8JsonWriter json, string change, JsonElement row, string[] shown)
    {
        json.WriteString("time"u8, LogTime.Text(LogTime.Now));
        json.WriteString("change"u8, change);
        foreach (string key in shown)
        {
            if (row.TryGetProperty(key, out JsonElement value))
            {
                json.WritePropertyName(key);
                value.WriteTo(json);
            }
        }
    }

    // A node that starts anew answers later: that is said once, not every time.
    private static bool Tell(LoopRows rows, bool wasKnown, IAnswer answer)
    {
        if (rows.Code.Length > 0 && wasKnown && !answer.IsAbandoned)
        {
            answer.Text(rows.Message);
        }

        if (rows.AreCut)
        {
            answer.Text(string.Create(CultureInfo.InvariantCulture, $"only the first {LoopRows.RowsMax} are watched"));
        }

        return rows.Code.Length == 0;
    }

    private static string Heading(string key) => key switch
    {
        "accessPoint" => "APN",
        "pdnConnectionId" => "PDN",
        "homeNetworkPrefixes" => "PREFIX",
        "ipv4HomeAddress" => "IPV4",
        "uplinkKey" => "UPLINK",
        "downlinkKey" => "DOWNLINK",
        "restartCounter" => "RESTARTS",
        _ => key.ToUpperInvariant(),
    };
}
