using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.InteropServices;
using Pmip.Appliance.Logging;

namespace Pmip.Appliance.Monitoring;

/// <summary>The lines of <c>show version</c>.</summary>
internal sealed record VersionLinesOf
{
    /// <summary>Version of the process.</summary>
    public required string Version { get; init; }

    /// <summary>The file that a person edits.</summary>
    public required string ConfigurationPath { get; init; }

    /// <summary>State of the process.</summary>
    public required string State { get; init; }

    /// <summary>Why it is in that state; empty for no reason.</summary>
    public required string Reason { get; init; }

    /// <summary>How the node began; empty when none runs.</summary>
    public required string Beginning { get; init; }

    /// <summary>What the store adds: source, generation, hash, and what it complains about.</summary>
    public IEnumerable<(string What, string Value)> Configuration { get; init; } = [];

    /// <summary>Those of this moment.</summary>
    public IEnumerable<(string What, string Value)> Now()
    {
        DateTime started = ProcessFigures.Started();
        TimeSpan up = DateTime.UtcNow - started;
        yield return ("version", Version);
        yield return ("framework", RuntimeInformation.FrameworkDescription);
        yield return ("machine", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        yield return ("process", Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        yield return ("started", LogTime.Text((started - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond));
        yield return ("up", string.Create(CultureInfo.InvariantCulture, $"{(int)up.TotalDays}d {up.Hours:00}:{up.Minutes:00}:{up.Seconds:00}"));
        yield return ("state", State);
        if (Reason.Length > 0)
        {
            yield return ("reason", Reason);
        }

        if (Beginning.Length > 0)
        {
            yield return ("beginning", Beginning);
        }

        yield return ("configurationFile", ConfigurationPath);
        foreach ((string what, string value) in Configuration)
        {
            yield return (what, value);
        }
    }
}
