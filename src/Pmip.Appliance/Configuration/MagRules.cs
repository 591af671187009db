using System;
using System.Collections.Generic;
using System.Globalization;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Configuration;

/// <summary>Rules between the values of the section <c>mag</c>: links, profiles, connections.</summary>
internal static class MagRules
{
    public static void Check(ConfigurationNode root, ConfigurationNode mag, ConfigurationErrors errors)
    {
        CheckLinks(root, mag, errors);
        if (mag.Find("dhcpRelay") is ConfigurationNode relay && root.Find("transport")?.Find("ipv4") is null)
        {
            errors.Add(relay, "DHCP is relayed over IPv4; wanted is the key \"ipv4\" in transport as well");
        }

        long octetsMax = ConfigurationRules.Number(root, "limits", "identifierOctets");
        List<string> lmas = [];
        foreach (ConfigurationNode lma in mag.Elements("lmas"))
        {
            lmas.Add(lma.Find("name")?.Text ?? "");
        }

        Dictionary<string, ConfigurationNode> addresses = new(StringComparer.Ordinal);
        foreach (ConfigurationNode profile in mag.Elements("profiles"))
        {
            if (profile.Find("mac") is ConfigurationNode mac)
            {
                string canonical = MacAddress.TryParse(mac.Text, out MacAddress address) ? address.ToString() : mac.Text;
                ConfigurationRules.RequireUnique(addresses, mac, canonical, canonical, errors);
            }

            if (profile.Find("identifier") is ConfigurationNode identifier)
            {
                if (identifier.Text.Contains(IdentifierTemplate.Mark, StringComparison.Ordinal))
                {
                    errors.Add(identifier, $"{IdentifierTemplate.Mark} may stand in mag.defaultProfile.identifier only");
                }

                CheckIdentifierLength(identifier, new IdentifierTemplate(identifier.Text).Length, octetsMax, errors);
            }

            CheckConnections(mag, profile, lmas, errors);
        }

        if (mag.Find("defaultProfile") is ConfigurationNode defaultProfile)
        {
            if (defaultProfile.Find("identifier") is ConfigurationNode identifier)
            {
                if (!identifier.Text.Contains(IdentifierTemplate.Mark, StringComparison.Ordinal))
                {
                    errors.Add(identifier,
                        $"\"{identifier.Text}\" would be the identifier of every node; wanted is one with {IdentifierTemplate.Mark} in it");
                }

                CheckIdentifierLength(identifier, new IdentifierTemplate(identifier.Text).Length, octetsMax, errors);
            }

            CheckConnections(mag, defaultProfile, lmas, errors);
        }
    }

    public static void CheckIdentifierLength(ConfigurationNode identifier, int length, long octetsMax, ConfigurationErrors errors)
    {
        if (length > octetsMax)
        {
            errors.Add(identifier, string.Create(CultureInfo.InvariantCulture,
                $"the identifier has {length} octets; limits.identifierOctets allows {octetsMax}"));
        }
    }

    private static void CheckLinks(ConfigurationNode root, ConfigurationNode mag, ConfigurationErrors errors)
    {
        Dictionary<string, ConfigurationNode> interfaces = new(StringComparer.Ordinal);
        foreach (ConfigurationNode element in root.Find("transport")?.Elements("interfaces") ?? [])
        {
            interfaces.TryAdd(element.Text, element);
        }

        foreach (ConfigurationNode link in mag.Elements("access"))
        {
            ConfigurationRules.RequireUnique(interfaces, link.Find("interface"), link.Find("interface")?.Text ?? "",
                $"the interface \"{link.Find("interface")?.Text}\"", errors);
        }
    }

    private static void CheckConnections(ConfigurationNode mag, ConfigurationNode profile, List<string> lmas, ConfigurationErrors errors)
    {
        Dictionary<string, ConfigurationNode> seen = new(StringComparer.Ordinal);
        foreach (ConfigurationNode connection in profile.Elements("connections"))
        {
            if (connection.Find("lma") is ConfigurationNode lma && !lmas.Contains(lma.Text))
            {
                string? nearest = NearestName.Find(lma.Text, lmas);
                errors.Add(lma, $"there is no LMA \"{lma.Text}\" in mag.lmas" + (nearest is null ? "" : $"; did you mean \"{nearest}\"?"));
            }
            else if (lmas.Count == 0 && !mag.Children.Exists(child => child.Name == "lmas" && child.Children.Count > 0))
            {
                errors.Add(connection, "a connection needs an LMA, and mag.lmas has none");
            }

            if (connection.Find("accessPoint") is ConfigurationNode accessPoint)
            {
                string number = connection.Find("pdnConnectionId")?.Text ?? "0";
                ConfigurationRules.RequireUnique(
                    seen, accessPoint, accessPoint.Text.ToLowerInvariant() + "\n" + number,
                        $"a connection to \"{accessPoint.Text}\" with pdnConnectionId {number}", errors);
            }
        }
    }
}
