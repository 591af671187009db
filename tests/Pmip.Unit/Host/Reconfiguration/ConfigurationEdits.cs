using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using Pmip.Appliance.Configuration;

namespace Pmip.Unit.Host.Reconfiguration;

/// <summary>A configuration with nearly every key, and edits of single keys of it.</summary>
internal static class ConfigurationEdits
{
    public const string Whole = """
        {
          "name": "node1", "role": "both", "specification": "3gpp",
          "limits": { "bindings": 64, "peers": 8, "nodes": 16, "identifierOctets": 72, "peerSharePercent": 100, "reservations": 4 },
          "transport": { "ipv6": "2001:db8:f::1", "ipv4": "192.0.2.1", "interfaces": ["wan0", "wan1"], "mtu": 1500, "tunnelInterface": "pmip0" },
          "timers": { "lifetimeSeconds": 3600, "greSupervisionSeconds": 0, "quarantineSeconds": 60, "transmissionsMax": 5 },
          "heartbeat": { "enabled": true, "intervalSeconds": 60 },
          "partialFailure": { "csid": 7 },
          "lma": {
            "interfaces": ["pdn0"], "uplinkSource": "trusted", "unknownSubscribers": "accept", "acceptForcedUdp": false,
            "revocation": { "atOldMag": true, "retries": 2 },
            "peers": [
              { "name": "mag1", "ipv6": "2001:db8:f::11" },
              { "name": "mag2", "ipv6": "2001:db8:f::12" },
              { "name": "trains", "prefix": "2001:db8:e::/48" } ],
            "accessPoints": [
              { "name": "internet", "ipv6Pool": "2001:db8:100::/48", "ipv4Pool": "10.45.0.0/16", "dns": ["2001:db8::53"], "backOffSeconds": 4 },
              { "name": "ims.example", "type": "ipv6", "ipv6Pool": "2001:db8:200::/48" } ],
            "subscribers": [
              { "identifier": "mn1@example.com", "accessPoint": "internet", "enabled": true, "ipv4Address": "10.45.9.9" },
              { "identifier": "mn1@example.com", "accessPoint": "ims.example" } ]
          },
          "mag": {
            "identity": "node1@example.com", "timestamps": true, "dns": ["2001:db8::53", "198.51.100.53"],
            "lmas": [ { "name": "lma1", "ipv6": "2001:db8:f::21" }, { "name": "lma2", "ipv4": "192.0.2.22", "form": "udp", "tlvHeader": false } ],
            "dhcpRelay": { "server": "192.0.2.77" },
            "access": [ { "interface": "acc0", "technology": "ethernet", "fixedLinkLayerAddress": true } ],
            "presence": { "probeAfterSeconds": 10, "probes": 3 }, "attaches": { "perSecond": 500 },
            "profiles": [
              { "mac": "02:00:00:00:00:01", "identifier": "mn1@example.com",
                "connections": [ { "accessPoint": "internet", "lma": "lma2", "pdnConnectionId": 3 }, { "accessPoint": "ims", "pco": "dns" } ] } ],
            "defaultProfile": { "identifier": "{mac}@example.com", "connections": [ { "accessPoint": "internet", "type": "ipv4" } ] }
          },
          "tunnels": [
            { "name": "west", "role": "lma", "local": "2001:db8:f::1", "remote": "2001:db8:f::99", "sendKey": "0x00000101", "receiveKey": "0x00000102",
              "prefixes": ["2001:db8:900:1::/64"], "supervisionSeconds": 0 } ],
          "control": { "socket": "/run/pmip/node1.sock" },
          "state": { "folder": "/var/lib/pmip" },
          "log": { "level": "info" }
        }
        """;

    // What an element of a list is known by: an edit of one of these is another element.
    private static readonly string[] s_naming = ["name", "interface", "mac", "identifier", "accessPoint"];

    /// <summary>The tree of a text, which must be right key by key.</summary>
    public static ConfigurationNode Parse(string json)
    {
        SourceText source = new(Encoding.UTF8.GetBytes(json));
        ConfigurationErrors errors = new("f.json", source);
        ConfigurationNode root = ConfigurationDocument.Read(source, errors)!;
        ConfigurationShape.Check(root, ConfigurationSchema.Find("")!, errors);
        List<ConfigurationError> found = [];
        errors.CopyTo(found);
        Xunit.Assert.Empty(found);
        return root;
    }

    /// <summary>Every single value of the whole configuration by its path, elements of lists by name, that is no name itself.</summary>
    public static IReadOnlyList<(string Path, ConfigurationKey Key)> Editable { get; } = [.. Leaves(JsonNode.Parse(Whole)!, "", "")];

    /// <summary>The whole configuration with another value at the path.</summary>
    public static string Edited(string json, string path, ConfigurationKey key, int choice)
    {
        JsonNode root = JsonNode.Parse(json)!;
        JsonNode at = Find(root, path, out JsonNode holder, out string name);
        holder[name] = Another(at, key, choice);
        return root.ToJsonString();
    }

    private static IEnumerable<(string Path, ConfigurationKey Key)> Leaves(JsonNode node, string path, string schemaPath)
    {
        foreach ((string name, JsonNode? child) in node.AsObject())
        {
            string childPath = path.Length == 0 ? name : $"{path}.{name}";
            ConfigurationKey key = ConfigurationSchema.Find(schemaPath.Length == 0 ? name : $"{schemaPath}.{name}")!;
            if (key.Kind == ConfigurationKind.Section)
            {
                foreach ((string, ConfigurationKey) leaf in Leaves(child!, childPath, key.Path))
                {
                    yield return leaf;
                }
            }
            else if (key.Kind == ConfigurationKind.List && child!.AsArray()[0] is JsonObject)
            {
                foreach (JsonNode? element in child.AsArray())
                {
                    foreach ((string, ConfigurationKey) leaf in Leaves(element!, $"{childPath}[{NameOf(element!)}]", key.Path + "[]"))
                    {
                        yield return leaf;
                    }
                }
            }
            else if (!(schemaPath.EndsWith("[]", StringComparison.Ordinal) && IsNaming(node, name)))
            {
                yield return (childPath, key);
            }
        }
    }

    private static bool IsNaming(JsonNode element, string name) =>
        name == s_naming.First(naming => element[naming] is not null) || (name == "accessPoint" && element["identifier"] is not null);

    private static string NameOf(JsonNode element)
    {
        string name = s_naming.Select(naming => element[naming]?.GetValue<string>()).First(static text => text is not null)!;
        bool isSubscriber = element["mac"] is null && element["identifier"] is not null;
        return isSubscriber && element["accessPoint"] is JsonNode accessPoint ? $"{name}/{accessPoint.GetValue<string>()}" : name;
    }

    private static JsonNode Find(JsonNode root, string path, out JsonNode holder, out string name)
    {
        JsonNode at = root;
        holder = root;
        name = "";
        string rest = path;
        while (rest.Length > 0)
        {
            int end = rest.IndexOfAny(['.', '[']);
            holder = at;
            name = end < 0 ? rest : rest[..end];
            at = at[name]!;
            rest = end < 0 ? "" : rest[end..];
            if (rest.StartsWith('['))
            {
                string element = rest[1..rest.IndexOf(']')];
                at = at.AsArray().First(candidate => NameOf(candidate!) == element)!;
                rest = rest[(rest.IndexOf(']') + 1)..];
            }

            rest = rest.TrimStart('.');
        }

        return at;
    }

    private static JsonNode Another(JsonNode value, ConfigurationKey key, int choice)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        int number = (Math.Abs(choice) % 200) + 1;
        switch (key.Kind)
        {
            case ConfigurationKind.Integer:
                long range = Math.Min(key.Maximum, 1_000_000) - key.Minimum + 1;
                long other = key.Minimum + ((value.GetValue<long>() - key.Minimum + 1 + (Math.Abs((long)choice) % (range - 1))) % range);
                return JsonValue.Create(other);
            case ConfigurationKind.Boolean:
                return JsonValue.Create(!value.GetValue<bool>());
            case ConfigurationKind.Choice:
                string[] others = [.. key.Choices.Where(word => word != value.GetValue<string>())];
                return JsonValue.Create(others[Math.Abs(choice % others.Length)]);
            case ConfigurationKind.List:
                JsonArray array = [.. value.AsArray().Select(static element => element!.DeepClone())];
                array.Add(key.Path switch
                {
                    "transport.interfaces" or "lma.interfaces" => JsonValue.Create(string.Create(invariant, $"eth{number}")),
                    "tunnels[].prefixes" => JsonValue.Create(string.Create(invariant, $"2001:db8:a00:{number}::/64")),
                    _ => JsonValue.Create(string.Create(invariant, $"203.0.113.{number}")),
                });
                return array;
            case ConfigurationKind.Ipv6Address or ConfigurationKind.Address:
                return JsonValue.Create(string.Create(invariant, $"2001:db8:abc::{number:x}"));
            case ConfigurationKind.Ipv4Address:
                return JsonValue.Create(string.Create(invariant, $"203.0.113.{number}"));
            case ConfigurationKind.Ipv6Prefix or ConfigurationKind.Prefix:
                return JsonValue.Create(string.Create(invariant, $"2001:db8:{number + 0x1000:x}::/48"));
            case ConfigurationKind.Ipv4Prefix:
                return JsonValue.Create(string.Create(invariant, $"10.{number}.0.0/17"));
            case ConfigurationKind.GreKey:
                return JsonValue.Create(string.Create(invariant, $"0x{number + 0x1000:x8}"));
            case ConfigurationKind.AbsolutePath:
                return JsonValue.Create(string.Create(invariant, $"/var/lib/other{number}"));
            default:
                return JsonValue.Create(string.Create(invariant, $"other{number}"));
        }
    }
}
