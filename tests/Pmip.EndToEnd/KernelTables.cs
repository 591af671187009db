using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;

namespace Pmip.EndToEnd;

/// <summary>What the kernel has for a node's data path, read behind the node's back: its BPF maps, by bpftool, and its routes, by ip.</summary>
internal static class KernelTables
{
    /// <summary>What arrives; the kernel keeps fifteen characters of a name.</summary>
    internal const string Receive = "receive_session";

    /// <summary>What leaves, an entry for each address.</summary>
    internal const string Send = "send_sessions";

    /// <summary>Where a receive or a send entry has its key; offsets as in bpf/layout.h.</summary>
    internal const int KeyOffset = 8;

    /// <summary>Where a send entry has the address of the node.</summary>
    internal const int AddressOffset = 16;

    private const int State = 0;
    private const int SessionOfSend = 36;
    private const int IsIpv4OfSend = 68;

    /// <summary>Both keys of each session that is open in at least one direction.</summary>
    internal static IReadOnlyList<(uint ReceiveKey, uint SendKey)> Sessions(Gateway node)
    {
        Dictionary<uint, uint> receiving = Open(node, Receive).ToDictionary(static entry => Word(entry.Key, 0), static entry => Key(entry.Value, KeyOffset));
        ILookup<uint, uint> sending = Open(node, Send).ToLookup(static entry => Word(entry.Value, SessionOfSend), static entry => Key(entry.Value, KeyOffset));
        return
        [
            .. receiving.Keys.Union(sending.Select(static group => group.Key))
                .SelectMany(index => sending[index].DefaultIfEmpty().Select(key => (receiving.GetValueOrDefault(index), key)))
                .Distinct()
                .Order(),
        ];
    }

    /// <summary>How many addresses of nodes packets are sent to: prefixes, or IPv4 addresses.</summary>
    internal static int Addresses(Gateway node, bool isIpv4) => Open(node, Send).Count(entry => Word(entry.Value, IsIpv4OfSend) != 0 == isIpv4);

    /// <summary>The entries of a table of sessions that are not vacant.</summary>
    internal static IEnumerable<(byte[] Key, byte[] Value)> Open(Gateway node, string map) =>
        Dump(node, map).Where(static entry => Word(entry.Value, State) != 0);

    /// <summary>How many nodes a MAG does not listen for any more.</summary>
    internal static int ServedNodes(Gateway node) => Dump(node, "served_nodes").Count;

    /// <summary>Writes an entry of a map.</summary>
    internal static void Write(Gateway node, string map, byte[] key, byte[] value) =>
        Command.Require(["bpftool", "map", "update", "id", MapId(node, map), "key", .. Words(key), "value", .. Words(value)], null);

    /// <summary>The destinations of a MAG's routes to its nodes, in every table, by our protocol number.</summary>
    internal static IReadOnlyList<string> RoutesToNodes(Gateway node)
    {
        List<string> found = [];
        foreach (string family in new[] { "-4", "-6" })
        {
            string output = node.Place.Require("ip", "-j", family, "route", "show", "table", "all", "proto", "117", "dev", "acc0");
            using JsonDocument routes = JsonDocument.Parse(output);
            found.AddRange(routes.RootElement.EnumerateArray().Select(static route => route.GetProperty("dst").GetString()!));
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }

    /// <summary>The IPv4 addresses of nodes for which the kernel has a permanent neighbor.</summary>
    internal static IReadOnlyList<string> PermanentNeighbors(Gateway node)
    {
        using JsonDocument rows = JsonDocument.Parse(node.Place.Require("ip", "-j", "-4", "neigh", "show", "nud", "permanent", "dev", "acc0"));
        return [.. rows.RootElement.EnumerateArray().Select(static row => row.GetProperty("dst").GetString()!).Order(StringComparer.Ordinal)];
    }

    private static IReadOnlyList<(byte[] Key, byte[] Value)> Dump(Gateway node, string map)
    {
        string output = Command.Require("bpftool", "-j", "map", "dump", "id", MapId(node, map));
        using JsonDocument document = JsonDocument.Parse(output);
        return
        [
            .. document.RootElement.EnumerateArray()
                .Select(static entry => (Octets(entry.GetProperty("key")), Octets(entry.GetProperty("value")))),
        ];
    }

    // The maps belong to the whole machine; those of one process are the ones that it holds open.
    private static string MapId(Gateway node, string name)
    {
        string process = node.Process.Id.ToString(CultureInfo.InvariantCulture);
        foreach (string descriptor in Directory.GetFiles($"/proc/{process}/fdinfo"))
        {
            string? id = File.ReadLines(descriptor)
                .Where(static line => line.StartsWith("map_id:", StringComparison.Ordinal))
                .Select(static line => line["map_id:".Length..].Trim())
                .FirstOrDefault();
            if (id is not null)
            {
                using JsonDocument map = JsonDocument.Parse(Command.Require("bpftool", "-j", "map", "show", "id", id));
                if (map.RootElement.GetProperty("name").GetString() == name)
                {
                    return id;
                }
            }
        }

        throw new LabException($"{node.Name} holds no map {name}");
    }

    private static byte[] Octets(JsonElement list) =>
    [
        .. list.EnumerateArray()
            .Select(static octet => byte.Parse(octet.GetString()!.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
    ];

    private static IEnumerable<string> Words(byte[] octets) => octets.Select(static octet => octet.ToString(CultureInfo.InvariantCulture));

    private static uint Word(byte[] value, int offset) => BitConverter.ToUInt32(value, offset);

    private static uint Key(byte[] value, int offset) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(value.AsSpan(offset));
}
