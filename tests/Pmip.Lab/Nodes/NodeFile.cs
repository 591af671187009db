using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace Pmip.Lab.Nodes;

/// <summary>Writes the configuration file of each node of a scenario.</summary>
internal static class NodeFile
{
    internal static JsonObject ForLma(Scenario scenario, bool isSecond, string socket)
    {
        string name = isSecond ? "lma2" : "lma1";
        JsonObject file = Common(
            name,
            "lma",
            scenario,
            scenario.LmaHasIpv6 ? (isSecond ? Plan.SecondLma6 : Plan.Lma6) : null,
            isSecond ? Plan.SecondLma4 : Plan.Lma4,
            socket);
        file["lma"] = new JsonObject
        {
            ["interfaces"] = new JsonArray("pdn0"),
            ["uplinkSource"] = "trusted",
            ["unknownSubscribers"] = "accept",
            ["peers"] = new JsonArray(
                Peer("mag1", scenario.MagHasIpv6 ? Plan.Mag16 : null, Plan.Mag14),
                Peer("mag2", scenario.MagHasIpv6 ? Plan.Mag26 : null, Plan.Mag24)),
            ["accessPoints"] = isSecond
                ? new JsonArray(AccessPoint("private", Plan.SecondPool6, Plan.SecondPool4, Plan.SecondRouter4))
                : new JsonArray(
                    AccessPoint("internet", Plan.InternetPool6, Plan.InternetPool4, Plan.InternetRouter4),
                    AccessPoint("voice", Plan.VoicePool6, Plan.VoicePool4, Plan.VoiceRouter4)),
        };
        scenario.Adjust?.Invoke(name, file);
        return file;
    }

    internal static JsonObject ForMag(Scenario scenario, string name, string ipv6, string ipv4, string socket)
    {
        JsonObject file = Common(name, "mag", scenario, scenario.MagHasIpv6 ? ipv6 : null, ipv4, socket);
        JsonArray lmas = new(Lma("lma1", scenario, Plan.Lma6, Plan.Lma4));
        if (scenario.HasSecondLma)
        {
            lmas.Add(Lma("lma2", scenario, Plan.SecondLma6, Plan.SecondLma4));
        }

        file["mag"] = new JsonObject
        {
            ["lmas"] = lmas,
            ["dns"] = new JsonArray("2001:db8:d::53", "198.51.100.53"),
            ["access"] = new JsonArray(new JsonObject { ["interface"] = "acc0", ["technology"] = "ethernet", ["fixedLinkLayerAddress"] = true }),
            ["profiles"] = new JsonArray(
                Profile(scenario, Plan.FirstDeviceMac, Plan.FirstIdentifier, scenario.FirstDeviceAccessPoints),
                Profile(scenario, Plan.SecondDeviceMac, Plan.SecondIdentifier, ["internet"])),
        };
        scenario.Adjust?.Invoke(name, file);
        return file;
    }

    private static JsonObject Common(string name, string role, Scenario scenario, string? ipv6, string ipv4, string socket)
    {
        JsonObject transport = new() { ["ipv4"] = ipv4, ["interfaces"] = new JsonArray("wan0"), ["mtu"] = scenario.TransportMtu };
        if (ipv6 is not null)
        {
            transport["ipv6"] = ipv6;
        }

        return new JsonObject
        {
            ["name"] = name,
            ["role"] = role,
            ["specification"] = scenario.Specification,
            ["limits"] = new JsonObject { ["bindings"] = 256, ["peers"] = 16, ["nodes"] = 64 },
            ["transport"] = transport,
            ["timers"] = new JsonObject { ["minDelayBeforeBceDeleteMs"] = 500, ["timestampValidityWindowMs"] = 1000 },
            ["dataPath"] = new JsonObject { ["pins"] = scenario.IsKept ? Network.PinPlace.FolderOf(socket) : "off" },
            ["control"] = new JsonObject { ["socket"] = socket },
            ["state"] = new JsonObject { ["folder"] = socket + ".state" },
            // A node of the lab is killed now and then, and must not take the machine with it.
            ["board"] = new JsonObject { ["watchdog"] = new JsonObject { ["backend"] = "none" } },
            ["log"] = new JsonObject { ["level"] = "debug" },
        };
    }

    private static JsonObject Peer(string name, string? ipv6, string ipv4)
    {
        JsonObject peer = new() { ["name"] = name, ["ipv4"] = ipv4 };
        if (ipv6 is not null)
        {
            peer["ipv6"] = ipv6;
        }

        return peer;
    }

    private static JsonObject Lma(string name, Scenario scenario, string ipv6, string ipv4)
    {
        JsonObject lma = Peer(name, scenario.LmaHasIpv6 ? ipv6 : null, ipv4);
        lma["form"] = scenario.Form;
        return lma;
    }

    private static JsonObject AccessPoint(string name, string pool6, string pool4, string router4) => new()
    {
        ["name"] = name,
        ["type"] = "ipv4v6",
        ["ipv6Pool"] = pool6,
        ["ipv4Pool"] = pool4,
        ["ipv4Router"] = router4,
    };

    private static JsonObject Profile(Scenario scenario, string mac, string identifier, IReadOnlyList<string> accessPoints) => new()
    {
        ["mac"] = mac,
        ["identifier"] = identifier,
        ["connections"] = new JsonArray(accessPoints.Select((accessPoint, index) => (JsonNode)new JsonObject
        {
            ["accessPoint"] = accessPoint,
            // One interface can hold one DHCP address: the connections after the first are IPv6 ones.
            ["type"] = index == 0 ? scenario.PdnType : "ipv6",
            ["lma"] = accessPoint == "private" ? "lma2" : "lma1",
            ["pdnConnectionId"] = index,
        }).ToArray()),
    };
}
