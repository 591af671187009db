using System;
using System.Globalization;
using System.Text.RegularExpressions;
using Pmip.Lab.Network;
using Pmip.Lab.Processes;

namespace Pmip.Lab.Traffic;

/// <summary>What a finished download measured.</summary>
public readonly record struct DownloadResult(long Octets, double Milliseconds, double LongestGapMilliseconds)
{
    public double MegabitsPerSecond => Octets * 8 / Milliseconds / 1000;
}

/// <summary>One TCP connection that downloads inside a namespace, for a stated time.</summary>
public sealed partial class Download
{
    private readonly LabProcess _process;

    private Download(LabProcess process)
    {
        _process = process;
    }

    /// <summary>Starts it and waits until the first octets have come.</summary>
    public static Download Start(NetworkNamespace place, string server, TimeSpan span)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        LabProcess process = GatewayLab.StartTraffic(
            place, "download", server, Plan.DownloadPort.ToString(invariant), ((int)span.TotalMilliseconds).ToString(invariant));
        process.AwaitLine(line => line == "flowing", $"downloads from {server}");
        return new Download(process);
    }

    /// <summary>Waits until its time is over; throws when the connection did not survive.</summary>
    public DownloadResult Finish()
    {
        int status = _process.AwaitExit(TimeSpan.FromSeconds(60));
        Match match = Done().Match(_process.Text);
        if (status != 0 || !match.Success)
        {
            throw new LabException($"the download did not survive: {_process.Text}");
        }

        CultureInfo invariant = CultureInfo.InvariantCulture;
        return new DownloadResult(
            long.Parse(match.Groups[1].Value, invariant), double.Parse(match.Groups[2].Value, invariant), double.Parse(match.Groups[3].Value, invariant));
    }

    [GeneratedRegex(@"done octets=(\d+) milliseconds=([\d.]+) gap=([\d.]+)")]
    private static partial Regex Done();
}
