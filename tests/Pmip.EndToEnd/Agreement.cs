using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pmip.Lab.Nodes;

namespace Pmip.EndToEnd;

/// <summary>
/// Whether an LMA and its MAGs have the same state: each binding on both sides with the same keys and addresses, each data path with these
/// keys and no other, each kernel with routes to these nodes and no other.
/// </summary>
internal sealed class Agreement(Gateway lma, params Gateway[] mags)
{
    private sealed record State(string Identifier, uint UplinkKey, uint DownlinkKey, string Prefixes, string HomeAddress4);

    /// <summary>The first difference in words; null when there is none.</summary>
    internal string? Difference(params int[] counts)
    {
        State[] anchored = States(lma);
        State[][] held = [.. mags.Select(States)];
        for (int mag = 0; mag < mags.Length; mag++)
        {
            if (held[mag].Length != counts[mag])
            {
                return $"{mags[mag].Name} has {held[mag].Length} bindings, not {counts[mag]}";
            }
        }

        return Differ("bindings of the LMA and of its MAGs", anchored, held.SelectMany(static states => states))
            ?? Sessions(lma, anchored, atLma: true)
            ?? mags
                .Select((mag, index) => Sessions(mag, held[index], atLma: false) ?? Routes(mag, held[index]))
                .FirstOrDefault(static text => text is not null);
    }

    private static State[] States(Gateway node) =>
    [
        .. node.Bindings().Select(static row =>
        {
            JsonNode binding = JsonNode.Parse(row.Text)!;
            return new State(
                row.Identifier,
                row.UplinkKey,
                row.DownlinkKey,
                binding["homeNetworkPrefixes"]!.ToJsonString(),
                binding["ipv4HomeAddress"]?.GetValue<string>() ?? "");
        }),
    ];

    // What the console says of the data path, and what the kernel's own tables say.
    private static string? Sessions(Gateway node, State[] states, bool atLma)
    {
        (uint, uint)[] expected = [.. states.Select(state => atLma ? (state.UplinkKey, state.DownlinkKey) : (state.DownlinkKey, state.UplinkKey))];
        IEnumerable<(uint, uint)> told = node.Show("sessions").GetProperty("sessions").EnumerateArray()
            .Select(static row => (Key(row, "receiveKey"), Key(row, "sendKey")));
        return Differ($"sessions of {node.Name}", expected, told)
            ?? Differ($"keys in the kernel's table of {node.Name}", expected, KernelTables.Sessions(node))
            ?? Differ($"prefixes in the kernel's table of {node.Name}", [states.Length], [KernelTables.Addresses(node, isIpv4: false)])
            ?? Differ($"IPv4 addresses in the kernel's table of {node.Name}", [states.Length], [KernelTables.Addresses(node, isIpv4: true)]);
    }

    private static string? Routes(Gateway mag, State[] states)
    {
        string[] addresses = [.. states.Select(static state => state.HomeAddress4.Split('/')[0])];
        IEnumerable<string> prefixes = states
            .SelectMany(static state => JsonNode.Parse(state.Prefixes)!.AsArray())
            .Select(static prefix => prefix!.GetValue<string>());
        return Differ($"routes of {mag.Name}", addresses.Concat(prefixes), KernelTables.RoutesToNodes(mag))
            ?? Differ($"neighbors of {mag.Name}", addresses, KernelTables.PermanentNeighbors(mag));
    }

    private static string? Differ<T>(string what, IEnumerable<T> one, IEnumerable<T> other)
        where T : notnull
    {
        HashSet<T> left = [.. one];
        HashSet<T> right = [.. other];
        if (left.SetEquals(right))
        {
            return null;
        }

        string missing = string.Join(", ", left.Except(right).Take(3));
        string orphaned = string.Join(", ", right.Except(left).Take(3));
        return string.Create(CultureInfo.InvariantCulture, $"{what}: {left.Count} and {right.Count}; missing {missing}; orphaned {orphaned}");
    }

    private static uint Key(JsonElement row, string name) =>
        uint.Parse(row.GetProperty(name).GetString()!.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
