using System;
using System.Text;
using Pmip.Appliance.Control;
using Pmip.Appliance.Logging;
using Pmip.DataPath;
using Pmip.DataPath.Ladder;

namespace Pmip.Appliance.Host;

/// <summary>The counters of what is around the engines, for the console.</summary>
internal sealed class HostCounters(LoopMeter meter, EventRing ring, IGreDataPath dataPath, AccessPorts? accessPorts, GatewayDriver? gateway) : ICounterSource
{
    /// <summary>All names; only a MAG has the last two.</summary>
    public static string[] Names { get; } =
    [
        "controlLoopAllocatedOctets", "controlLoopTurns", "eventsDropped", "sessionsAdopted", "sessionsClaimed", "sessionsRemovedAsStale",
        "packetsTakenOutBySlowPath", "packetsPutInBySlowPath", "offloadRefusals", "offloadEvictions",
        "accessFramesRefused", "kernelRoutesRefused",
    ];

    private static readonly byte[][] s_names = Array.ConvertAll(Names, Encoding.UTF8.GetBytes);

    public ReadOnlySpan<byte> Room => "host"u8;

    // Only a MAG has the last two.
    public int Count => accessPorts is null ? 10 : 12;

    public ReadOnlySpan<byte> NameAt(int index) => s_names[index];

    public long ValueAt(int index) => index switch
    {
        0 => meter.AllocatedOctets,
        1 => meter.Turns,
        2 => ring.Dropped,
        3 => dataPath.Adoption.Adopted,
        4 => dataPath.Adoption.Claimed,
        5 => dataPath.Adoption.Stale,
        6 => (long)dataPath.SlowPath.TakenOut,
        7 => (long)dataPath.SlowPath.PutIn,
        8 => (dataPath as GreAdapter)?.OffloadRefusals ?? 0,
        9 => (dataPath as GreAdapter)?.OffloadEvictions ?? 0,
        10 => accessPorts?.SendRefused ?? 0,
        _ => gateway?.RoutesRefused ?? 0,
    };
}
