using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Logging.Targets;
using Pmip.Appliance.Monitoring;
using Pmip.Board.Health;
using Pmip.Board.Thermal;
using Pmip.Foundation;
using Pmip.Foundation.Liveness;

namespace Pmip.Appliance.Metrics;

/// <summary>Gathers the values of one fetch. The loop answers as it answers an operator; everything else is read from other threads.</summary>
internal sealed class MetricCollection(MetricSources sources)
{
    private const int RoundTripsMax = 256;
    private readonly MetricText _text = new();

    /// <summary>The text of this moment.</summary>
    public static byte[] Render(MetricSources sources)
    {
        MetricCollection collection = new(sources);
        collection.AddProcess();
        collection.AddNode();
        return collection._text.Render();
    }

    private void AddProcess()
    {
        ApplianceConfiguration? configuration = sources.Configuration();
        _text.Add(
            MetricTable.BuildInfo, 1, sources.Version, RuntimeInformation.FrameworkDescription, configuration?.Name ?? "",
            configuration?.Role.ToString().ToLowerInvariant() ?? "");
        _text.Add(MetricTable.ProcessState, 1, sources.State());
        _text.Add(MetricTable.StartTime, (ProcessFigures.Started() - DateTime.UnixEpoch).TotalSeconds);
        ProcessFigures figures = ProcessFigures.Now();
        _text.Add(MetricTable.Resident, figures.ResidentOctets);
        _text.Add(MetricTable.Heap, figures.HeapOctets);
        _text.Add(MetricTable.Allocated, figures.AllocatedOctets);
        _text.Add(MetricTable.Collections, figures.Collections);
        _text.Add(MetricTable.Processor, figures.ProcessorTime.TotalSeconds);
        _text.Add(MetricTable.Threads, figures.Threads);
        if (configuration is not null)
        {
            _text.Add(MetricTable.TablesPlanned, MemoryBudget.Of(configuration).Octets);
        }

        foreach (LoopProgress loop in sources.Loops())
        {
            _text.Add(MetricTable.LoopProgress, loop.Count, loop.Name);
        }

        AddBoard();
        _text.Add(MetricTable.LogLines, sources.Log.Lines);
        _text.Add(MetricTable.LogLost, sources.Log.Ring.Dropped + sources.Log.SentencesDropped, "queue");
        foreach ((string target, LogLosses losses) in sources.Log.Losses)
        {
            _text.Add(MetricTable.LogLost, losses.Lost, target);
        }
    }

    private void AddBoard()
    {
        HealthReasons raised = sources.Health();
        foreach (HealthReasons reason in Enum.GetValues<HealthReasons>())
        {
            if (reason != HealthReasons.None && (raised & reason) != 0)
            {
                _text.Add(MetricTable.Degraded, 1, CamelCase.Of(reason.ToString()));
            }
        }

        foreach (Temperature temperature in sources.Temperatures())
        {
            if (temperature.MilliCelsius is int milli)
            {
                _text.Add(MetricTable.Temperature, milli / 1000.0, temperature.Zone);
            }
        }

        _text.Add(MetricTable.WatchdogArmed, sources.HasWatchdog ? 1 : 0);
    }

    private void AddNode()
    {
        CounterSample? counters = CounterSample.Take(sources.Loop, out _);
        _text.Add(MetricTable.NodeUp, counters is null ? 0 : 1);
        if (counters is null)
        {
            return;
        }

        AddSlots(LoopRows.Of(sources.Loop, "slots").Rows);
        AddPeers(LoopRows.Of(sources.Loop, "peers").Rows);
        AddPools(LoopRows.Of(sources.Loop, "pools").Rows);
        AddKeys(LoopRows.Of(sources.Loop, "keys").Rows);
        foreach (JsonElement row in LoopRows.Of(sources.Loop, "datapath").Rows)
        {
            AddPlacement(row);
            MetricFamily? family = Text(row, "item") switch
            {
                "sessions" => MetricTable.Sessions,
                "remoteEnds" => MetricTable.Unrouted,
                _ => null,
            };
            if (family is not null)
            {
                _text.Add(family, Number(row, "count"));
            }
        }

        foreach ((string room, string counter, long value) in counters.Values)
        {
            MetricFamily family = MetricTable.FamilyOf(room, counter);
            _text.Add(family, value, ReferenceEquals(family, MetricTable.Drops) ? [counter] : []);
        }
    }

    private void AddPlacement(JsonElement row)
    {
        switch (Text(row, "item"))
        {
            case "sessionsBy":
                _text.Add(MetricTable.SessionsBy, Number(row, "count"), Text(row, "name"));
                break;
            case "rung":
                string[] ports = Text(row, "interface").Split(' ');
                int taken = Text(row, "state").StartsWith("taken", StringComparison.Ordinal) ? 1 : 0;
                _text.Add(MetricTable.RungTaken, taken, ports[0], ports[^1], Text(row, "name"));
                break;
        }
    }

    private void AddSlots(List<JsonElement> rows)
    {
        string role = sources.Configuration()?.Role.ToString().ToLowerInvariant() ?? "";
        Add("lma", ["active", "deregistrationGrace", "revoking"]);
        Add("mag", ["registering", "registered", "refreshing", "deregistering"]);

        void Add(string ofRole, string[] states)
        {
            if (role == ofRole || role == "both")
            {
                foreach (string state in states)
                {
                    _text.Add(MetricTable.Bindings, rows.Where(row => Text(row, "role") == ofRole).Sum(row => Number(row, state)), ofRole, state);
                }
            }
        }
    }

    private void AddPeers(List<JsonElement> rows)
    {
        foreach (IGrouping<(string Role, string Path), JsonElement> group in rows.GroupBy(row => (Text(row, "role"), Text(row, "path"))))
        {
            _text.Add(MetricTable.Peers, group.Count(), group.Key.Role, group.Key.Path);
        }

        foreach (JsonElement row in rows.Where(row => Number(row, "roundTripMicroseconds") > 0).Take(RoundTripsMax))
        {
            _text.Add(
                MetricTable.PeerRoundTrip, Number(row, "roundTripMicroseconds") / 1e6, Text(row, "role"), Text(row, "name"), Text(row, "address"));
        }
    }

    private void AddPools(List<JsonElement> rows)
    {
        foreach (JsonElement row in rows)
        {
            string apn = Text(row, "accessPoint");
            string pool = Text(row, "pool");
            _text.Add(MetricTable.PoolSize, Number(row, "size"), apn, pool);
            foreach (string state in (string[])["inUse", "resting", "free", "keptOut"])
            {
                _text.Add(MetricTable.PoolUnits, Number(row, state), apn, pool, state);
            }
        }
    }

    private void AddKeys(List<JsonElement> rows)
    {
        foreach (JsonElement row in rows)
        {
            string role = Text(row, "role");
            foreach (string state in (string[])["inUse", "resting", "free"])
            {
                _text.Add(MetricTable.Keys, Number(row, state), role, state);
            }

            _text.Add(MetricTable.ReservedKeys, Number(row, "reserved"), role);
        }
    }

    private static string Text(JsonElement row, string key) => row.TryGetProperty(key, out JsonElement value) ? value.ToString() : "";

    private static long Number(JsonElement row, string key) =>
        row.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : 0;
}
