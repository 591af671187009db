using System;
using System.Collections.Generic;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;

namespace Pmip.Lab.Frames;

/// <summary>One restart while frames flow.</summary>
/// <param name="Node">Whose.</param>
/// <param name="Way">How.</param>
/// <param name="Frames">That were sent from the end of the old process until the new one had carried its share.</param>
/// <param name="LongestGap">The longest time in which one of the streams brought nothing.</param>
public readonly record struct FrameRestart(string Node, RestartWay Way, long Frames, TimeSpan LongestGap);

/// <summary>Restarts of the LMA and the MAG in turn while frames flow between a device and the server; every frame is counted.</summary>
public static class FrameTrial
{
    // Frames of each stream while no process is there. Not many: nobody answers the device when it asks for its router's link-layer address again,
    // which it does within seconds.
    private const int Away = 1_000;
    private const int Portion = 50_000;

    /// <summary>
    /// Sends at least <paramref name="frames"/> frames over so many restarts, spread evenly; each is checked to have brought back its bindings
    /// and no registration.
    /// </summary>
    public static (FrameCount Count, IReadOnlyList<FrameRestart> Restarts) Run(GatewayLab lab, long frames, RestartWay[] ways, int rounds)
    {
        ArgumentNullException.ThrowIfNull(lab);
        ArgumentNullException.ThrowIfNull(ways);
        long perRestart = frames / ((2L * ways.Length * rounds) + 1);
        long perStream = Math.Min(perRestart / FrameLedger.Streams / 3, Portion);
        List<FrameRestart> done = [];
        using FrameRun run = FrameRun.Start(lab);
        for (int round = 0; round < rounds; round++)
        {
            foreach (RestartWay way in ways)
            {
                foreach (Gateway node in (Gateway[])[lab.Lma, lab.Mag1])
                {
                    run.TakeLongestGap();
                    long before = run.Sent;
                    long missing = run.Missing;
                    Restart(lab, node, way, () => run.AwaitMore(Away));
                    run.AwaitMore(perStream);
                    done.Add(new FrameRestart(node.Name, way, run.Sent - before, run.TakeLongestGap()));
                    Await.Until(
                        "no number is missing that was not before",
                        () => run.Missing <= missing,
                        bound: null,
                        () => $"{run.Missing - missing} are missing since the restart {done.Count}: {node.Name} {way}");
                    AwaitSent(run, before + perRestart);
                }
            }
        }

        AwaitSent(run, frames);
        return (run.End(), done);
    }

    // In small portions, so that one stream that does not go on is noticed.
    private static void AwaitSent(FrameRun run, long frames)
    {
        while (run.Sent < frames)
        {
            run.AwaitMore(Math.Clamp((frames - run.Sent) / FrameLedger.Streams, 1, Portion));
        }
    }

    private static void Restart(GatewayLab lab, Gateway node, RestartWay way, Action meanwhile)
    {
        bool isAnchor = node == lab.Lma;
        long created = lab.Lma.Counter("bindingCreated");
        long updates = lab.Lma.Counter("updateReceived");
        node.Restart(way, meanwhile);
        Expect(node, isAnchor ? "bindingRestored" : "connectionsKept", 1);
        Expect(node, "restartsAnnounced", 0);
        Expect(isAnchor ? lab.Mag1 : lab.Lma, "peersRestarted", 0);
        Expect(lab.Lma, "bindingCreated", isAnchor ? 0 : created);
        Expect(lab.Lma, "updateReceived", isAnchor ? 0 : updates);
    }

    private static void Expect(Gateway node, string counter, long value)
    {
        long found = node.Counter(counter);
        if (found != value)
        {
            throw new LabException($"{node.Name}: {counter} is {found} and should be {value}\n{node.Log}");
        }
    }
}
