using System;
using System.Collections.Generic;
using System.Globalization;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Configuration;

/// <summary>
/// Rules between values, for those that are right by themselves. Every broken one is found, so a file is put right in one go.
/// </summary>
internal sealed class ConfigurationRules
{
    private readonly ConfigurationNode _root;
    private readonly ConfigurationErrors _errors;
    private readonly ConfigurationNode? _transport;

    private ConfigurationRules(ConfigurationNode root, ConfigurationErrors errors)
    {
        _root = root;
        _errors = errors;
        _transport = root.Find("transport");
    }

    public static void Check(ConfigurationNode root, ConfigurationErrors errors)
    {
        ConfigurationRules rules = new(root, errors);
        rules.CheckRole();
        rules.CheckTransport();
        rules.CheckTimers();
        rules.CheckLimits();
        if (root.Find("lma") is ConfigurationNode lma)
        {
            rules.CheckPeers(lma, "peers");
            LmaRules.Check(root, lma, errors);
        }

        if (root.Find("mag") is ConfigurationNode mag)
        {
            rules.CheckPeers(mag, "lmas");
            MagRules.Check(root, mag, errors);
        }

        TunnelRules.Check(root, errors);
        OperatorRules.Check(root, errors);
        LogRules.Check(root, errors);
        DataPathReader.Check(root, errors);
    }

    /// <summary>The number at a path of two keys, or its default.</summary>
    public static long Number(ConfigurationNode root, string section, string key) => long.Parse(
        root.Find(section)?.Find(key)?.Text ?? ConfigurationSchema.Find(section + "." + key)!.Default!, CultureInfo.InvariantCulture);

    /// <summary>Reports a text that an earlier element of the list has.</summary>
    public static void RequireUnique(Dictionary<string, ConfigurationNode> seen, ConfigurationNode? node, string text, string what,
        ConfigurationErrors errors)
    {
        if (node is not null && !seen.TryAdd(text, node))
        {
            errors.Add(node, string.Create(CultureInfo.InvariantCulture,
                $"{what} is given twice; the first is {seen[text].Path} in line {errors.LineOf(seen[text])}"));
        }
    }

    private void CheckRole()
    {
        if (_root.Find("role") is not ConfigurationNode role)
        {
            return;
        }

        foreach (string section in (string[])["lma", "mag"])
        {
            bool isWanted = role.Text == section || role.Text == "both";
            bool isGiven = _root.Children.Exists(child => child.Name == section);
            if (isWanted && !isGiven)
            {
                _errors.Add(role, $"\"{role.Text}\" needs the section \"{section}\", which is missing");
            }
            else if (isGiven && !isWanted)
            {
                ConfigurationNode given = _root.Children.Find(child => child.Name == section)!;
                _errors.Add(given.KeyOffset, given.Path, $"not used by the role \"{role.Text}\"; remove the section or make the role \"both\"");
            }
        }
    }

    private void CheckTransport()
    {
        if (_transport is null)
        {
            return;
        }

        if (!_transport.Children.Exists(child => child.Name is "ipv6" or "ipv4"))
        {
            _errors.Add(_transport, "an address is missing; wanted is the key \"ipv6\", \"ipv4\" or both");
        }

        Dictionary<string, ConfigurationNode> interfaces = new(StringComparer.Ordinal);
        foreach (ConfigurationNode element in _transport.Elements("interfaces"))
        {
            RequireUnique(interfaces, element, element.Text, $"the interface \"{element.Text}\"", _errors);
        }

        if (_transport.Find("tunnelInterface") is ConfigurationNode tunnel)
        {
            RequireUnique(interfaces, tunnel, tunnel.Text, $"the interface \"{tunnel.Text}\"", _errors);
        }
    }

    private void CheckTimers()
    {
        if (_root.Find("timers") is not ConfigurationNode timers)
        {
            return;
        }

        if (timers.Find("lifetimeSeconds") is ConfigurationNode lifetime && long.Parse(lifetime.Text, CultureInfo.InvariantCulture) % 4 != 0)
        {
            _errors.Add(lifetime, $"{lifetime.Text} is not a multiple of 4, the unit of lifetimes in messages");
        }

        long initial = Number(_root, "timers", "initialBindAckTimeoutMs");
        long longest = Number(_root, "timers", "maxBindAckTimeoutMs");
        if (initial > longest && (timers.Find("initialBindAckTimeoutMs") ?? timers.Find("maxBindAckTimeoutMs")) is ConfigurationNode timeout)
        {
            _errors.Add(timeout, string.Create(CultureInfo.InvariantCulture,
                $"initialBindAckTimeoutMs {initial} is more than maxBindAckTimeoutMs {longest}"));
        }
    }

    private void CheckLimits()
    {
        const long IdentifierOctetsMax = 1 << 27;
        long bindings = Number(_root, "limits", "bindings");
        long octets = Number(_root, "limits", "identifierOctets");
        if (bindings * octets > IdentifierOctetsMax && _root.Find("limits") is ConfigurationNode limits)
        {
            _errors.Add(limits, string.Create(
                CultureInfo.InvariantCulture, $"bindings {bindings} times identifierOctets {octets} is {bindings * octets}; at most {IdentifierOctetsMax} "
                    + $"octets of identifiers are kept"));
        }
    }

    // Peers of an LMA and LMAs of a MAG obey the same rules; only an LMA's have prefixes, only a MAG's have a form.
    private void CheckPeers(ConfigurationNode section, string list)
    {
        Dictionary<string, ConfigurationNode> names = new(StringComparer.Ordinal);
        Dictionary<string, ConfigurationNode> addresses = new(StringComparer.Ordinal);
        int count = 0;
        foreach (ConfigurationNode peer in section.Elements(list))
        {
            count += peer.Find("prefix") is null ? 1 : 0;
            RequireUnique(names, peer.Find("name"), peer.Find("name")?.Text ?? "", $"the name \"{peer.Find("name")?.Text}\"", _errors);
            foreach (string key in (string[])["ipv6", "ipv4", "prefix"])
            {
                if (peer.Find(key) is ConfigurationNode address)
                {
                    string canonical = key == "prefix" ? IpPrefix.Parse(address.Text).ToString() : IpAddress.Parse(address.Text).ToString();
                    RequireUnique(addresses, address, canonical, canonical, _errors);
                    CheckNotOwn(address, key, canonical);
                }
            }

            CheckFamily(peer);
        }

        long peersMax = Number(_root, "limits", "peers");
        if (count > peersMax)
        {
            _errors.Add(section.Find(list)!, string.Create(CultureInfo.InvariantCulture, $"{count} peers are listed, but limits.peers is {peersMax}"));
        }
    }

    private void CheckNotOwn(ConfigurationNode address, string key, string canonical)
    {
        if (_root.Find("role")?.Text != "both" && _transport?.Find(key) is ConfigurationNode own && IpAddress.Parse(own.Text).ToString() == canonical)
        {
            _errors.Add(address, $"{canonical} is our own address, transport.{key}");
        }
    }

    private void CheckFamily(ConfigurationNode peer)
    {
        bool hasIpv6 = peer.Children.Exists(child => child.Name == "ipv6");
        bool hasIpv4 = peer.Children.Exists(child => child.Name == "ipv4");
        bool hasPrefix = peer.Children.Exists(child => child.Name == "prefix");
        if (hasPrefix ? hasIpv6 || hasIpv4 : !hasIpv6 && !hasIpv4)
        {
            bool isLma = peer.Path.StartsWith("mag.", StringComparison.Ordinal);
            _errors.Add(peer, isLma ? "an address is missing; wanted is \"ipv6\", \"ipv4\" or both"
                : "wanted are addresses, \"ipv6\", \"ipv4\" or both, or else a \"prefix\"");
            return;
        }

        if (_transport is null || !_transport.Children.Exists(child => child.Name is "ipv6" or "ipv4"))
        {
            return;
        }

        bool weHaveIpv6 = _transport.Children.Exists(child => child.Name == "ipv6");
        bool weHaveIpv4 = _transport.Children.Exists(child => child.Name == "ipv4");
        CheckUdp(peer, peer.Find("form")?.Text ?? (hasIpv6 && weHaveIpv6 ? "ipv6" : "udp-mapped"));
        if (peer.Find("form") is ConfigurationNode form)
        {
            string family = form.Text == "ipv6" ? "ipv6" : "ipv4";
            if (!(family == "ipv6" ? hasIpv6 : hasIpv4))
            {
                _errors.Add(form, $"the form \"{form.Text}\" needs the key \"{family}\" of this LMA, which is missing");
            }
            else if (!(family == "ipv6" ? weHaveIpv6 : weHaveIpv4))
            {
                _errors.Add(form, $"the form \"{form.Text}\" needs transport.{family}, which is missing");
            }

            return;
        }

        bool isReachable = peer.Find("prefix") is ConfigurationNode prefix
            ? (IpPrefix.Parse(prefix.Text).Address.IsIPv4 ? weHaveIpv4 : weHaveIpv6)
            : hasPrefix || (hasIpv6 && weHaveIpv6) || (hasIpv4 && weHaveIpv4);
        if (!isReachable)
        {
            _errors.Add(peer, $"it cannot be reached: transport has no {(weHaveIpv6 ? "ipv4" : "ipv6")} address");
        }
    }

    private void CheckUdp(ConfigurationNode peer, string form)
    {
        foreach (string key in (string[])["tlvHeader", "forceUdp"])
        {
            if (form == "ipv6" && peer.Find(key) is { Text: "true" } node)
            {
                _errors.Add(node, "user traffic goes in UDP over IPv4 only, and the form of messages to this LMA is \"ipv6\"; wanted is a \"form\" over IPv4");
            }
        }
    }
}
