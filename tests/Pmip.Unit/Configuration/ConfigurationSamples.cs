using System.Collections.Generic;
using System.Text;
using Pmip.Appliance.Configuration;

namespace Pmip.Unit.Configuration;

/// <summary>Right configurations, and a way to break them.</summary>
internal static class ConfigurationSamples
{
    public const string Lma = """
        {
          "name": "lma1", "role": "lma",
          "limits": { "bindings": 64, "identifierOctets": 72 },
          "transport": { "ipv6": "2001:db8:f::1", "ipv4": "192.0.2.1", "interfaces": ["wan0"], "mtu": 1500 },
          "timers": { "lifetimeSeconds": 3600 },
          "lma": {
            "interfaces": ["pdn0"],
            "peers": [ { "name": "mag1", "ipv6": "2001:db8:f::11" }, { "name": "trains", "prefix": "2001:db8:e::/48" } ],
            "accessPoints": [
              { "name": "internet", "ipv6Pool": "2001:db8:100::/48", "ipv4Pool": "10.45.0.0/16" },
              { "name": "ims.example", "type": "ipv6", "ipv6Pool": "2001:db8:200::/48" }
            ],
            "subscribers": [ { "identifier": "mn1@example.com", "accessPoint": "internet", "ipv6Prefix": "2001:db8:1ff:1::/64", "ipv4Address": "10.45.9.9" } ]
          }
        }
        """;

    public const string Mag = """
        {
          // Comments and trailing commas are welcome.
          "name": "mag1", "role": "mag", "specification": "ietf",
          "transport": { "ipv4": "192.0.2.11", "interfaces": ["wan0"], },
          "mag": {
            "lmas": [ { "name": "lma1", "ipv4": "192.0.2.1" }, { "name": "lma2", "ipv4": "192.0.2.2", "form": "udp" } ],
            "dns": ["2001:db8::53", "198.51.100.53"],
            "access": [ { "interface": "acc0", "technology": "wireless-lan", "fixedLinkLayerAddress": false } ],
            "presence": { "probes": 5 },
            "profiles": [
              { "mac": "02-00-00-00-00-01", "identifier": "mn1@example.com", "connections": [
                { "accessPoint": "internet", "type": "ipv4", "lma": "lma2", "pdnConnectionId": 3 }, { "accessPoint": "IMS" } ] }
            ],
            "defaultProfile": { "identifier": "{mac}@example.com", "connections": [ { "accessPoint": "internet" } ] }
          },
          "log": { "level": "debug" },
        }
        """;

    public static List<string> ErrorsOf(string json)
    {
        List<ConfigurationError> errors = [];
        bool isRight = ConfigurationFile.TryParse("f.json", Encoding.UTF8.GetBytes(json), out _, errors);
        Xunit.Assert.Equal(isRight, errors.Count == 0);
        return errors.ConvertAll(error => error.Headline);
    }

    public static ApplianceConfiguration Read(string json)
    {
        List<ConfigurationError> errors = [];
        Xunit.Assert.True(ConfigurationFile.TryParse("f.json", Encoding.UTF8.GetBytes(json), out ApplianceConfiguration? configuration, errors),
            string.Join('\n', errors));
        return configuration!;
    }
}
