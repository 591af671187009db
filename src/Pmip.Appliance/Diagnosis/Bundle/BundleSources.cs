using System;
using Pmip.Appliance.Desk;
using Pmip.Appliance.Diagnosis.Taps;
using Pmip.Appliance.Host;

namespace Pmip.Appliance.Diagnosis.Bundle;

/// <summary>Where a bundle gets its files from.</summary>
internal sealed record BundleSources
{
    /// <summary>The tables of the control loop.</summary>
    public required ILoopPort Loop { get; init; }

    /// <summary>The verbs of the desk.</summary>
    public required DeskVerbs Verbs { get; init; }

    /// <summary>The tables of the desk.</summary>
    public required DeskTables Tables { get; init; }

    /// <summary>Trace and capture.</summary>
    public required DiagnosisTaps Taps { get; init; }

    /// <summary>The running node, or null.</summary>
    public required Func<Node?> Node { get; init; }

    /// <summary>Where the configuration came from.</summary>
    public required string ConfigurationPath { get; init; }

    /// <summary>Version of the process.</summary>
    public required string Version { get; init; }
}
