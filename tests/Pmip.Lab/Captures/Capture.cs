using System;
using System.Globalization;
using Pmip.Lab.Network;
using Pmip.Lab.Processes;

namespace Pmip.Lab.Captures;

/// <summary>Everything that crosses one interface, in a file.</summary>
public sealed class Capture : IDisposable
{
    private readonly LabProcess _process;

    private Capture(LabProcess process, string file)
    {
        _process = process;
        File = file;
    }

    public string File { get; }

    public static Capture Start(NetworkNamespace place, string link, string file, int octetsPerPacket = 0, string filter = "")
    {
        LabProcess process = place.Start(
            "tcpdump",
            "tcpdump", "-i", link, "-w", file, "-U", "--immediate-mode", "-Z", "root", "-s", octetsPerPacket.ToString(CultureInfo.InvariantCulture), filter);
        process.AwaitLine(line => line.Contains("listening on", StringComparison.Ordinal), "capture has begun");
        return new Capture(process, file);
    }

    public void Stop() => _process.Stop("INT");

    public void Dispose() => Stop();
}
