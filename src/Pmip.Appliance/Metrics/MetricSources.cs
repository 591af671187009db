using System;
using System.Collections.Generic;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Desk;
using Pmip.Appliance.Logging;
using Pmip.Board.Health;
using Pmip.Board.Thermal;
using Pmip.Foundation.Liveness;

namespace Pmip.Appliance.Metrics;

/// <summary>Where the values come from.</summary>
internal sealed record MetricSources
{
    /// <summary>The control loop.</summary>
    public required ILoopPort Loop { get; init; }

    /// <summary>The log.</summary>
    public required LogThread Log { get; init; }

    /// <summary>The loops that the watchdog asks for.</summary>
    public required Func<IReadOnlyList<LoopProgress>> Loops { get; init; }

    /// <summary>What runs; null in safe mode.</summary>
    public required Func<ApplianceConfiguration?> Configuration { get; init; }

    /// <summary>The state of the process: starting, running, safeMode or ending.</summary>
    public required Func<string> State { get; init; }

    /// <summary>Why the node does not simply serve.</summary>
    public Func<HealthReasons> Health { get; init; } = static () => HealthReasons.None;

    /// <summary>The temperatures of the board.</summary>
    public Func<IReadOnlyList<Temperature>> Temperatures { get; init; } = static () => [];

    /// <summary>Whether somebody ends this process when it hangs.</summary>
    public bool HasWatchdog { get; init; }

    /// <summary>Version of the process.</summary>
    public required string Version { get; init; }
}
