using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pmip.Access;
using Pmip.Appliance.Host;
using Pmip.DataPath;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Engine.Peers;
using Pmip.Foundation;

namespace Pmip.Appliance.Metrics;

/// <summary>Every family that is given out, and with that their documentation. The counters come from the rooms' own lists.</summary>
internal static class MetricTable
{
    public static readonly MetricFamily BuildInfo = MetricFamily.Gauge(
        "pmip_build_info", "Always 1; the labels say what runs.", "version", "framework", "node", "role");

    public static readonly MetricFamily ProcessState = MetricFamily.Gauge(
        "pmip_process_state", "1 for the state that the process is in: starting, running, safeMode or ending.", "state");

    public static readonly MetricFamily NodeUp = MetricFamily.Gauge(
        "pmip_node_up", "1 while the control loop answers, else 0, and then what it knows is missing below.");

    public static readonly MetricFamily StartTime = MetricFamily.Gauge("pmip_start_time_seconds", "When the process started, in seconds since 1970.");

    public static readonly MetricFamily Bindings = MetricFamily.Gauge(
        "pmip_bindings", "Bindings by the role of this node and their state.", "role", "state");

    public static readonly MetricFamily Peers = MetricFamily.Gauge(
        "pmip_peers", "Peers by the role of this node and what heartbeats say of the path to them.", "role", "path");

    public static readonly MetricFamily PeerRoundTrip = MetricFamily.Gauge(
        "pmip_peer_round_trip_seconds", "Time until a peer answered the last heartbeat; of at most 256 peers.", "role", "peer", "address");

    public static readonly MetricFamily PoolSize = MetricFamily.Gauge(
        "pmip_pool_size", "Prefixes or addresses that a pool has.", "apn", "pool");

    public static readonly MetricFamily PoolUnits = MetricFamily.Gauge(
        "pmip_pool_units", "Prefixes or addresses of a pool: in use, resting after use, free, or kept out of it.", "apn", "pool", "state");

    public static readonly MetricFamily Keys = MetricFamily.Gauge(
        "pmip_gre_keys", "GRE keys of this node: in use, resting after use, or free.", "role", "state");

    public static readonly MetricFamily ReservedKeys = MetricFamily.Gauge(
        "pmip_gre_keys_reserved", "Uplink keys that are reserved for connections, in use or not.", "role");

    public static readonly MetricFamily Sessions = MetricFamily.Gauge("pmip_sessions", "Tunnel sessions that the data path carries.");

    public static readonly MetricFamily SessionsBy = MetricFamily.Gauge(
        "pmip_sessions_by_placement", "Tunnel sessions by what carries them, as far as counters prove it.", "placement");

    public static readonly MetricFamily RungTaken = MetricFamily.Gauge(
        "pmip_rung_taken", "1 for the rung of the ladder that sessions between two ports go by, else 0.", "port", "transport", "rung");

    public static readonly MetricFamily Unrouted = MetricFamily.Gauge(
        "pmip_remote_ends_without_route", "Remote ends of sessions that no route leads to.");

    public static readonly MetricFamily Drops = MetricFamily.Counter(
        "pmip_datapath_drops_total", "Packets that the data path dropped, by the reason.", "reason");

    public static readonly MetricFamily LoopProgress = MetricFamily.Counter(
        "pmip_loop_progress_total", "How often a loop that the watchdog asks for has got on.", "loop");

    public static readonly MetricFamily Degraded = MetricFamily.Gauge(
        "pmip_health_reason", "1 for each reason why the node does not simply serve; none when all is well.", "reason");

    public static readonly MetricFamily Temperature = MetricFamily.Gauge(
        "pmip_temperature_celsius", "Temperature of a thermal zone of the board.", "zone");

    public static readonly MetricFamily WatchdogArmed = MetricFamily.Gauge(
        "pmip_watchdog_armed", "1 while somebody ends this process when it hangs.");

    public static readonly MetricFamily LogLines = MetricFamily.Counter("pmip_log_lines_total", "Lines of the log.");

    public static readonly MetricFamily LogLost = MetricFamily.Counter(
        "pmip_log_lost_total", "Lines or events that the log did not take (queue), or one of its ways out (stderr, syslog, file).", "target");

    public static readonly MetricFamily TablesPlanned = MetricFamily.Gauge(
        "pmip_tables_planned_bytes", "Memory that the tables of the configuration cost.");

    public static readonly MetricFamily Resident = MetricFamily.Gauge("pmip_process_resident_memory_bytes", "Memory that the process has.");

    public static readonly MetricFamily Heap = MetricFamily.Gauge("pmip_managed_heap_bytes", "Managed memory in use.");

    public static readonly MetricFamily Allocated = MetricFamily.Counter(
        "pmip_managed_allocated_bytes_total", "Managed memory ever allocated, by all threads; that of the control loop is a counter of the host.");

    public static readonly MetricFamily Collections = MetricFamily.Counter("pmip_garbage_collections_total", "Garbage collections.");

    public static readonly MetricFamily Processor = MetricFamily.Counter("pmip_process_cpu_seconds_total", "Time that the process spent on processors.");

    public static readonly MetricFamily Threads = MetricFamily.Gauge("pmip_process_threads", "Threads of the process.");

    private static readonly MetricFamily[] Fixed =
    [
        BuildInfo, ProcessState, NodeUp, StartTime, Bindings, Peers, PeerRoundTrip, PoolSize, PoolUnits, Keys, ReservedKeys,
        Sessions, SessionsBy, RungTaken, Unrouted,
        Drops, LoopProgress, Degraded, Temperature, WatchdogArmed, LogLines, LogLost, TablesPlanned, Resident, Heap, Allocated, Collections, Processor, Threads,
    ];

    private static readonly MetricFamily[] OfCounters =
    [
        .. Room<SignallingCounter>("signalling"),
        .. Room<LmaCounter>("lma"),
        .. Room<SupervisionCounter>("lma"),
        .. Room<MagCounter>("mag"),
        .. Room<SupervisionCounter>("mag"),
        .. Room<AccessCounter>("access"),
        .. HostCounters.Names.Select(name => OfCounter("host", name)),
    ];

    /// <summary>All of them, in the order in which they are given out.</summary>
    public static IReadOnlyList<MetricFamily> All { get; } = [.. Fixed, .. OfCounters];

    private static readonly Dictionary<(string Room, string Counter), MetricFamily> s_byCounter = IndexOf();

    /// <summary>
    /// The family of a counter of a room, as the console names both; that of the data path's drops is <see cref="Drops"/>.
    /// </summary>
    public static MetricFamily FamilyOf(string room, string counter) =>
        s_byCounter.TryGetValue((room, counter), out MetricFamily? family) ? family : OfCounter(room, counter);

    /// <summary>The name of a counter, <c>pmip_lma_bindings_created_total</c>.</summary>
    public static string NameOf(string room, string counter)
    {
        StringBuilder name = new("pmip_");
        foreach (char character in room + "_" + counter)
        {
            if (char.IsAsciiLetterUpper(character))
            {
                name.Append('_').Append(char.ToLowerInvariant(character));
            }
            else
            {
                name.Append(char.IsAsciiLetterOrDigit(character) ? character : '_');
            }
        }

        return name.Append("_total").ToString();
    }

    private static MetricFamily OfCounter(string room, string counter) =>
        MetricFamily.Counter(NameOf(room, counter), $"The counter {counter} of {room}, as \"show counters\" has it.");

    private static IEnumerable<MetricFamily> Room<TEnum>(string room)
        where TEnum : struct, Enum => Enum.GetNames<TEnum>().Select(name => OfCounter(room, CamelCase.Of(name)));

    private static Dictionary<(string Room, string Counter), MetricFamily> IndexOf()
    {
        Dictionary<(string Room, string Counter), MetricFamily> index = [];
        Add<SignallingCounter>("signalling");
        Add<LmaCounter>("lma");
        Add<SupervisionCounter>("lma");
        Add<MagCounter>("mag");
        Add<SupervisionCounter>("mag");
        Add<AccessCounter>("access");
        foreach (string name in HostCounters.Names)
        {
            index[("host", name)] = Find("host", name);
        }

        for (int reason = 0; reason < DropReasons.Count; reason++)
        {
            index[("datapath", Encoding.UTF8.GetString(DropReasons.Name((DropReason)reason)))] = Drops;
        }

        return index;

        void Add<TEnum>(string room)
            where TEnum : struct, Enum
        {
            foreach (string name in Enum.GetNames<TEnum>().Select(CamelCase.Of))
            {
                index[(room, name)] = Find(room, name);
            }
        }
    }

    private static MetricFamily Find(string room, string counter) =>
        Array.Find(OfCounters, family => family.Name == NameOf(room, counter))!;
}
