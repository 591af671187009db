using System;
using System.Collections.Generic;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Configuration;

/// <summary>Rules between the values of the static tunnels and the rest of the file (R7).</summary>
internal sealed class TunnelRules
{
    private readonly ConfigurationNode _root;
    private readonly ConfigurationErrors _errors;
    private readonly List<(IpPrefix Prefix, ConfigurationNode Node)> _dynamic = [];
    private readonly HashSet<string> _links = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConfigurationNode> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConfigurationNode> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConfigurationNode> _addresses = new(StringComparer.Ordinal);

    private TunnelRules(ConfigurationNode root, ConfigurationErrors errors)
    {
        _root = root;
        _errors = errors;
        foreach (ConfigurationNode link in root.Find("mag")?.Elements("access") ?? [])
        {
            _links.Add(link.Find("interface")?.Text ?? "");
        }

        if (root.Find("lma") is ConfigurationNode lma)
        {
            Collect(lma, "accessPoints", "ipv6Pool", "ipv4Pool");
            Collect(lma, "subscribers", "ipv6Prefix", "ipv4Address");
        }
    }

    public static void Check(ConfigurationNode root, ConfigurationErrors errors)
    {
        TunnelRules rules = new(root, errors);
        foreach (ConfigurationNode tunnel in root.Elements("tunnels"))
        {
            rules.Check(tunnel);
        }
    }

    private void Collect(ConfigurationNode lma, string list, params string[] keys)
    {
        foreach (ConfigurationNode row in lma.Elements(list))
        {
            foreach (string key in keys)
            {
                if (row.Find(key) is ConfigurationNode node)
                {
                    _dynamic.Add((PrefixOf(node), node));
                }
            }
        }
    }

    private void Check(ConfigurationNode tunnel)
    {
        string role = tunnel.Find("role")?.Text ?? "";
        string name = tunnel.Find("name")?.Text ?? "";
        ConfigurationRules.RequireUnique(_names, tunnel.Find("name"), name, $"the tunnel \"{name}\"", _errors);
        CheckEnds(tunnel);
        CheckKey(tunnel, role);
        CheckAddresses(tunnel, role);
        CheckNode(tunnel, role);
        if (role.Length > 0 && !_root.Children.Exists(child => child.Name == role))
        {
            _errors.Add(tunnel.Find("role")!, $"a tunnel of the role \"{role}\" needs the section \"{role}\", which is missing");
        }
    }

    private void CheckEnds(ConfigurationNode tunnel)
    {
        ConfigurationNode? local = tunnel.Find("local");
        ConfigurationNode? remote = tunnel.Find("remote");
        if (local is not null && !IsOwn(local.Text))
        {
            _errors.Add(local, $"{local.Text} is not our own address; wanted is the one of transport.ipv6 or transport.ipv4");
        }

        if (remote is not null && IsOwn(remote.Text))
        {
            _errors.Add(remote, $"{remote.Text} is our own address");
        }

        if (local is null || remote is null)
        {
            return;
        }

        bool isIpv4 = IpAddress.Parse(local.Text).IsIPv4;
        if (isIpv4 != IpAddress.Parse(remote.Text).IsIPv4)
        {
            _errors.Add(remote, $"{remote.Text} is not of the family of our end {local.Text}");
        }
        else if (!isIpv4 && tunnel.Find("encapsulation") is { Text: "udp" } encapsulation)
        {
            _errors.Add(encapsulation, "GRE goes in UDP over IPv4 only; wanted are IPv4 addresses of both ends, or \"gre\"");
        }
    }

    // An LMA knows a connection by the key alone, a MAG by the key and the LMA (R14, R15).
    private void CheckKey(ConfigurationNode tunnel, string role)
    {
        if (tunnel.Find("receiveKey") is not ConfigurationNode node || !GreKey.TryParse(node.Text, out GreKey key))
        {
            return;
        }

        string from = role == "mag" && tunnel.Find("remote") is ConfigurationNode remote ? IpAddress.Parse(remote.Text).ToString() : "";
        ConfigurationRules.RequireUnique(_keys, node, $"{role} {key} {from}", $"the key {key}{(from.Length > 0 ? " from " + from : "")}", _errors);
    }

    private void CheckAddresses(ConfigurationNode tunnel, string role)
    {
        if (!tunnel.Children.Exists(child => (child.Name == "prefixes" && child.Children.Count > 0) || child.Name == "ipv4"))
        {
            _errors.Add(tunnel, "an address of the node is missing; wanted is the key \"prefixes\", \"ipv4\" or both");
        }

        List<ConfigurationNode> nodes = [.. tunnel.Elements("prefixes")];
        if (tunnel.Find("ipv4") is ConfigurationNode ipv4)
        {
            nodes.Add(ipv4);
        }

        foreach (ConfigurationNode node in nodes)
        {
            IpPrefix given = PrefixOf(node);
            ConfigurationRules.RequireUnique(_addresses, node, $"{role} {given}", node.Text, _errors);
            if (role == "lma" && _dynamic.Find(row => row.Prefix.Address.IsIPv4 == given.Address.IsIPv4 && row.Prefix.Overlaps(given))
                is { Node: ConfigurationNode taken })
            {
                _errors.Add(node, $"{node.Text} lies in {taken.Text} of {taken.Path}; wanted is one outside all pools and of no subscriber");
            }
        }
    }

    private void CheckNode(ConfigurationNode tunnel, string role)
    {
        foreach (string key in (string[])["interface", "mac"])
        {
            ConfigurationNode? given = tunnel.Children.Find(child => child.Name == key);
            if (role == "mag" && given is null)
            {
                _errors.Add(tunnel, $"a tunnel of the role \"mag\" needs the key \"{key}\" of its node, which is missing");
            }
            else if (role == "lma" && given is not null)
            {
                _errors.Add(given.KeyOffset, given.Path, "only a tunnel of the role \"mag\" has a node on a link of ours; remove the key");
            }
        }

        if (role == "mag" && tunnel.Find("interface") is ConfigurationNode link && !_links.Contains(link.Text))
        {
            string? nearest = NearestName.Find(link.Text, _links);
            _errors.Add(link, $"\"{link.Text}\" is not an interface of mag.access" + (nearest is null ? "" : $"; did you mean \"{nearest}\"?"));
        }
    }

    private bool IsOwn(string text)
    {
        IpAddress address = IpAddress.Parse(text);
        foreach (string key in (string[])["ipv6", "ipv4"])
        {
            if (_root.Find("transport")?.Find(key) is ConfigurationNode own && IpAddress.Parse(own.Text) == address)
            {
                return true;
            }
        }

        return false;
    }

    private static IpPrefix PrefixOf(ConfigurationNode node) =>
        IpPrefix.TryParse(node.Text, out IpPrefix prefix) ? prefix : new IpPrefix(IpAddress.Parse(node.Text), 32);
}
