using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Pmip.Lab.Network;
using Pmip.Lab.Processes;

namespace Pmip.Lab.Frames;

/// <summary>
/// Numbered frames of both families in both directions between the first device and the server, as many as the path takes, from
/// <see cref="Start"/> to <see cref="End"/>.
/// </summary>
public sealed class FrameRun : IDisposable
{
    private const int Port = 5009;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LastFrames = TimeSpan.FromSeconds(3);

    private readonly FrameLedger _ledger;
    private readonly LabProcess[] _ends;
    private readonly NetworkNamespace[] _places;
    private readonly long _backlogBefore = BacklogDrops();

    private FrameRun(FrameLedger ledger, LabProcess[] ends, NetworkNamespace[] places)
    {
        _ledger = ledger;
        _ends = ends;
        _places = places;
    }

    /// <summary>Frames that were sent until now.</summary>
    public long Sent => _ledger.Sum(FrameLedger.Word.Sent);

    /// <summary>Frames that arrived until now.</summary>
    public long Arrived => _ledger.Sum(FrameLedger.Word.Arrived);

    /// <summary>Numbers that later ones have overtaken; those that are only late are among them for a moment.</summary>
    public long Missing => _ledger.Sum(FrameLedger.Word.Reached) - _ledger.Sum(FrameLedger.Word.Arrived);

    /// <summary>
    /// Begins once the first device is attached, and waits until each stream flows: with so many frames a second and stream, or with 0 as fast as
    /// they arrive.
    /// </summary>
    public static FrameRun Start(GatewayLab lab, int perSecond = 0)
    {
        ArgumentNullException.ThrowIfNull(lab);
        string path = Path.Combine(lab.Folder, "frames");
        FrameLedger ledger = FrameLedger.Make(path);
        string port = Port.ToString(CultureInfo.InvariantCulture);
        string pace = perSecond.ToString(CultureInfo.InvariantCulture);
        LabProcess device = GatewayLab.StartTraffic(lab.Ue1.Place, FrameEnd.Word, path, "device", port, Plan.Server4, Plan.Server6, pace);
        device.AwaitLine(static line => line == "open", "opens");
        LabProcess server = GatewayLab.StartTraffic(
            lab.Server, FrameEnd.Word, path, "server", port, lab.Ue1.AwaitAddress(4), lab.Ue1.AwaitAddress(6), pace);
        FrameRun run = new(ledger, [device, server], [lab.Ue1.Place, lab.Server]);
        server.AwaitLine(static line => line == "open", "opens");
        ledger.Phase = FrameLedger.Turn.Flow;
        for (int stream = 0; stream < FrameLedger.Streams; stream++)
        {
            FrameStream one = (FrameStream)stream;
            Await.Until($"{one} flows", () => ledger.Read(one, FrameLedger.Word.Arrived) > FrameSocket.Window);
        }

        return run;
    }

    /// <summary>Waits until so many more frames of each stream have arrived.</summary>
    public void AwaitMore(long perStream)
    {
        long[] before = Read(FrameLedger.Word.Arrived);
        Await.Until(
            "frames of each stream arrive",
            () => Read(FrameLedger.Word.Arrived).Zip(before, static (now, then) => now - then).Min() >= perStream,
            Patience,
            () => string.Join(' ', Read(FrameLedger.Word.Sent).Zip(Read(FrameLedger.Word.Arrived), static (sent, arrived) => $"{sent}/{arrived}"))
                + string.Concat(_places.Select(static place => $"\n{place.Name}:\n{place.Require("ip", "neigh")}{place.Require("ip", "-4", "route")}")));
    }

    /// <summary>The longest time in which a stream brought nothing, since this was asked last.</summary>
    public TimeSpan TakeLongestGap()
    {
        long longest = Read(FrameLedger.Word.LongestGap).Max();
        for (int stream = 0; stream < FrameLedger.Streams; stream++)
        {
            _ledger.Write((FrameStream)stream, FrameLedger.Word.LongestGap, 0);
        }

        return TimeSpan.FromMicroseconds(longest);
    }

    /// <summary>Ends the sending, waits for what is still under way, and counts.</summary>
    public FrameCount End()
    {
        _ledger.Phase = FrameLedger.Turn.End;
        foreach (LabProcess end in _ends)
        {
            end.AwaitLine(static line => line == "ended", "ends");
        }

        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        Await.Until("the last frames arrive", () => Arrived == Sent || watch.Elapsed > LastFrames);
        return new FrameCount(Sent, Arrived, _ledger.Sum(FrameLedger.Word.Doubled), _places.Sum(SocketDrops), BacklogDrops() - _backlogBefore);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LabProcess end in _ends)
        {
            end.Kill();
        }

        _ledger.Dispose();
    }

    private long[] Read(FrameLedger.Word word) =>
        [.. Enumerable.Range(0, FrameLedger.Streams).Select(stream => _ledger.Read((FrameStream)stream, word))];

    // proc(5): the last column of /proc/net/udp counts what a socket had no room for; the second field names its port.
    private static long SocketDrops(NetworkNamespace place) => place.Require("cat", "/proc/net/udp", "/proc/net/udp6")
        .Split('\n')
        .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(static words => words.Length > 12 && words[1].EndsWith(":" + Port.ToString("X4", CultureInfo.InvariantCulture), StringComparison.Ordinal))
        .Sum(static words => long.Parse(words[^1], CultureInfo.InvariantCulture));

    // The second column: frames that found the queue before a processor full (net.core.netdev_max_backlog).
    private static long BacklogDrops() => File.ReadAllLines("/proc/net/softnet_stat")
        .Sum(static line => long.Parse(line.Split(' ')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
