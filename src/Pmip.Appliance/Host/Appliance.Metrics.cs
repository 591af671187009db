using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Desk;
using Pmip.Appliance.Logging;
using Pmip.Appliance.Metrics;
using Pmip.Appliance.Monitoring;
using Pmip.Appliance.Store;
using Pmip.Board.Watchdog;
using Pmip.Foundation;

namespace Pmip.Appliance.Host;

/// <content>What is looked at: the log, the counters, changes as they come, and the figures for Prometheus.</content>
internal sealed partial class Appliance
{
    private MetricsRoom? _metrics;

    partial void StartMetrics()
    {
        LogThread log = Surroundings.Log;
        ILoopPort loop = Surroundings.LoopPort;
        new LogDesk(log).AddTo(DeskRooms.Verbs);
        new CounterDesk(loop).AddTo(DeskRooms.Verbs);
        new MonitorDesk(loop, log).AddTo(DeskRooms.Verbs);
        DeskRooms.Tables.Add(new FigureTable("memory", "what the process costs, and what its tables were planned to cost", MemoryLines));
        DeskRooms.Tables.Add(new FigureTable("version", "what runs: build, framework, configuration, and how it began", VersionLines));
        DeskRooms.Tables.Add(new LadderTable(loop));
        DeskRooms.Tables.Add(new LoggingTable(log, () => Lives.Node?.Configuration ?? _configuration));
        _metrics = _opened.Keep(new MetricsRoom(new MetricSources
        {
            Loop = loop,
            Log = log,
            Loops = () => Array.ConvertAll(Loops.All.ToArray(), static loop => loop.Progress),
            Configuration = () => Lives.Node?.Configuration,
            State = () => Facts().State,
            Health = () => Watchdog.Health.Reasons,
            Temperatures = () => _boardThread?.Temperatures ?? [],
            HasWatchdog = Watchdog.Dog.Kind != WatchdogKind.None,
            Version = DeskRooms.Version,
        }));
        ApplyLook(_configuration);

        // Another life may have another configuration. Not on this thread: to stop listening takes a moment.
        Lives.Changed += state =>
        {
            if (state == NodeState.Running && Lives.Node is Node node)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static work => work.Process.ApplyLook(work.Configuration), (Process: this, node.Configuration), false);
            }
        };
    }

    /// <summary>Any thread but the control loop's: brings the sections <c>log</c> and <c>metrics</c> into force.</summary>
    internal void ApplyLook(ApplianceConfiguration configuration)
    {
        Surroundings.Log.Apply(configuration.Log, configuration.Name);
        _metrics?.Apply(configuration.Metrics);
    }

    private IEnumerable<(string What, string Value)> MemoryLines() => MemoryLinesOf.Now(Lives.Node?.Configuration);

    private IEnumerable<(string What, string Value)> VersionLines() => new VersionLinesOf
    {
        Version = DeskRooms.Version,
        ConfigurationPath = _configurationPath,
        State = Facts().State,
        Reason = Lives.Reason,
        Beginning = Lives.Node?.Beginning ?? "",
        Configuration = ConfigurationLines(),
    }.Now();

    private IEnumerable<(string What, string Value)> ConfigurationLines()
    {
        StoreStatus store = _store.Status;
        yield return ("configurationSource", CamelCase.Of(store.Source.ToString()));
        yield return ("generation", store.Generation.ToString(CultureInfo.InvariantCulture));
        if (store.PendingSeconds > 0)
        {
            yield return ("pendingSeconds", store.PendingSeconds.ToString(CultureInfo.InvariantCulture));
        }

        yield return ("chosenBecause", _store.Start.Reason);
        foreach (string complaint in _store.Start.Complaints)
        {
            yield return ("complaint", complaint);
        }
    }
}
