using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Pmip.Lab.Network;
using Pmip.Lab.Processes;

namespace Pmip.Lab.Nodes;

/// <summary>Restarts of a node whose data path is kept.</summary>
public static class Restarts
{
    // What layout 2 had not: GreTables.Keeping in src.
    private static readonly string[] TablesOfLayout3 = ["dscp_maps", "remote_ends", "budgets"];

    /// <summary>Ends the process and waits until another one is ready; <paramref name="meanwhile"/> happens between the two.</summary>
    public static void Restart(this Gateway node, RestartWay way, Action meanwhile)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(meanwhile);
        string pins = PinPlace.FolderOf(node.Socket);
        string tables = NumbersOf(pins);
        if (way is RestartWay.Killed or RestartWay.OlderTables)
        {
            node.Process.Kill();
        }
        else
        {
            node.Process.Stop();
        }

        switch (way)
        {
            case RestartWay.Replaced:
                node.Replace();
                break;
            case RestartWay.OlderTables:
                AgeTables(pins);
                break;
            case RestartWay.OtherSizes:
                ChangeSizes(node);
                break;
        }

        meanwhile();
        node.Start();
        bool areOthers = NumbersOf(pins) != tables;
        if (areOthers != (way is RestartWay.OlderTables or RestartWay.OtherSizes))
        {
            throw new LabException($"{node.Name}: {way}: the tables are {(areOthers ? "others" : "the same")}\n{node.Log}");
        }
    }

    // A pinned table is a file with a number of its own, which a new name does not change.
    private static string NumbersOf(string pins)
    {
        string folder = Directory.GetDirectories(pins, "v*").Single();
        return Command.Require("stat", "-c", "%i", Path.Combine(folder, "receive_sessions"), Path.Combine(folder, "send_sessions"));
    }

    // The number of the layout is the name of the folder; what the older one did not have goes.
    private static void AgeTables(string pins)
    {
        string folder = Directory.GetDirectories(pins, "v*").Single();
        int layout = int.Parse(Path.GetFileName(folder.AsSpan())[1..], CultureInfo.InvariantCulture);
        string older = Path.Combine(pins, string.Create(CultureInfo.InvariantCulture, $"v{layout - 1}"));
        Directory.Move(folder, older);
        foreach (string table in TablesOfLayout3)
        {
            File.Delete(Path.Combine(older, table));
        }
    }

    // The tables have room for the static tunnels of the file.
    private static void ChangeSizes(Gateway node)
    {
        JsonObject file = JsonNode.Parse(File.ReadAllText(node.FilePath))!.AsObject();
        bool isMag = file["role"]!.GetValue<string>() == "mag";
        file["tunnels"] = file["tunnels"] is JsonArray { Count: > 0 } ? new JsonArray() : new JsonArray(Tunnel(isMag));
        node.Write(file);
    }

    private static JsonObject Tunnel(bool isMag)
    {
        JsonObject tunnel = new()
        {
            ["name"] = "apart",
            ["role"] = isMag ? "mag" : "lma",
            ["local"] = isMag ? Plan.Mag16 : Plan.Lma6,
            ["remote"] = "2001:db8:f::77",
            ["sendKey"] = "0x0a000077",
            ["receiveKey"] = "0x0b000077",
            ["prefixes"] = new JsonArray("2001:db8:777:1::/64"),
        };
        if (isMag)
        {
            tunnel["interface"] = "acc0";
            tunnel["mac"] = "02:00:00:00:0c:01";
        }

        return tunnel;
    }
}
