using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Configuration;

/// <summary>Rules between the values of the section <c>lma</c>: pools, routers, static addresses.</summary>
internal sealed class LmaRules
{
    private readonly ConfigurationNode _root;
    private readonly ConfigurationNode _lma;
    private readonly ConfigurationErrors _errors;
    private readonly List<(IpPrefix Pool, string AccessPoint, ConfigurationNode Node)> _pools = [];
    private readonly Dictionary<string, ConfigurationNode> _accessPoints = new(StringComparer.OrdinalIgnoreCase);

    private LmaRules(ConfigurationNode root, ConfigurationNode lma, ConfigurationErrors errors)
    {
        _root = root;
        _lma = lma;
        _errors = errors;
    }

    public static void Check(ConfigurationNode root, ConfigurationNode lma, ConfigurationErrors errors)
    {
        LmaRules rules = new(root, lma, errors);
        foreach (ConfigurationNode accessPoint in lma.Elements("accessPoints"))
        {
            rules.CheckAccessPoint(accessPoint);
        }

        rules.RequireThreeGpp(lma, "requireTimestamp");
        rules.CheckPoolOverlap();
        rules.CheckSubscribers();
    }

    /// <summary>The router of a pool that names none: its first usable address.</summary>
    public static IpAddress DefaultRouter(IpPrefix pool) => IpAddress.FromIPv4(pool.Masked.Address.IPv4 + 1);

    /// <summary>True for the first and the last address of an IPv4 pool, which are not given out.</summary>
    private static bool IsEnd(IpPrefix pool, IpAddress address)
    {
        uint hostMask = uint.MaxValue >> pool.Length;
        return (address.IPv4 & hostMask) == 0 || (address.IPv4 & hostMask) == hostMask;
    }

    private void CheckAccessPoint(ConfigurationNode accessPoint)
    {
        string name = accessPoint.Find("name")?.Text ?? "";
        ConfigurationRules.RequireUnique(_accessPoints, accessPoint.Find("name"), name, $"the access point \"{name}\"", _errors);
        string type = accessPoint.Find("type")?.Text ?? "ipv4v6";
        ConfigurationNode? ipv6Pool = accessPoint.Find("ipv6Pool");
        ConfigurationNode? ipv4Pool = accessPoint.Find("ipv4Pool");
        if (ipv6Pool is not null)
        {
            AddPool(ipv6Pool, name, type == "ipv4" ? type : null);
        }

        if (ipv4Pool is not null)
        {
            AddPool(ipv4Pool, name, type == "ipv6" ? type : null);
        }

        if (accessPoint.Find("ipv4Router") is ConfigurationNode router)
        {
            CheckRouter(router, ipv4Pool, accessPoint);
        }

        if (accessPoint.Find("ipv4Allocation") is { Text: "deferred" } allocation && type != "ipv4v6")
        {
            _errors.Add(allocation, $"an access point of type \"{type}\" has no IPv4 address to give later");
        }

        RequireThreeGpp(accessPoint, "ipv4Allocation", "dns", "backOffSeconds");
    }

    // Sub-options of 3GPP, which go into no message of the other specification.
    private void RequireThreeGpp(ConfigurationNode section, params string[] keys)
    {
        foreach (string key in keys)
        {
            if (_root.Find("specification")?.Text == "ietf" && section.Children.Find(child => child.Name == key) is ConfigurationNode node)
            {
                _errors.Add(node, "it has no meaning with the specification \"ietf\"");
            }
        }
    }

    private void AddPool(ConfigurationNode node, string accessPoint, string? wrongType)
    {
        if (wrongType is not null)
        {
            _errors.Add(node, $"an access point of type \"{wrongType}\" has no use for it");
        }

        IpPrefix pool = IpPrefix.Parse(node.Text);
        _pools.Add((pool, accessPoint, node));
        foreach (string key in (string[])["ipv6", "ipv4"])
        {
            if (_root.Find("transport")?.Find(key) is ConfigurationNode own && pool.Contains(IpAddress.Parse(own.Text)))
            {
                _errors.Add(node, $"{node.Text} holds our own address {own.Text}, transport.{key}");
            }
        }
    }

    private void CheckRouter(ConfigurationNode router, ConfigurationNode? poolNode, ConfigurationNode accessPoint)
    {
        if (poolNode is null)
        {
            if (!accessPoint.Children.Exists(child => child.Name == "ipv4Pool"))
            {
                _errors.Add(router, "a router needs the key \"ipv4Pool\", which is missing");
            }

            return;
        }

        IpPrefix pool = IpPrefix.Parse(poolNode.Text);
        IpAddress address = IpAddress.Parse(router.Text);
        if (!pool.Contains(address))
        {
            _errors.Add(router, $"{router.Text} is outside the pool {poolNode.Text}");
        }
        else if (IsEnd(pool, address))
        {
            _errors.Add(router, $"{router.Text} is the first or the last address of the pool {poolNode.Text}, which nobody may have");
        }
    }

    private void CheckPoolOverlap()
    {
        for (int i = 0; i < _pools.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (_pools[i].Pool.Address.IsIPv4 == _pools[j].Pool.Address.IsIPv4 && _pools[i].Pool.Overlaps(_pools[j].Pool))
                {
                    _errors.Add(_pools[i].Node, string.Create(
                        CultureInfo.InvariantCulture,
                            $"{_pools[i].Pool} overlaps {_pools[j].Pool} of {_pools[j].Node.Path} in line {_errors.LineOf(_pools[j].Node)}"));
                }
            }
        }
    }

    private void CheckSubscribers()
    {
        long octetsMax = ConfigurationRules.Number(_root, "limits", "identifierOctets");
        Dictionary<string, ConfigurationNode> identities = new(StringComparer.Ordinal);
        Dictionary<string, ConfigurationNode> addresses = new(StringComparer.Ordinal);
        foreach (ConfigurationNode subscriber in _lma.Elements("subscribers"))
        {
            if (subscriber.Find("accessPoint") is not ConfigurationNode accessPoint)
            {
                continue;
            }

            if (!_accessPoints.ContainsKey(accessPoint.Text))
            {
                string? nearest = NearestName.Find(accessPoint.Text, _accessPoints.Keys);
                _errors.Add(accessPoint, $"there is no access point \"{accessPoint.Text}\"" + (nearest is null ? "" : $"; did you mean \"{nearest}\"?"));
            }

            if (subscriber.Find("identifier") is ConfigurationNode identifier)
            {
                MagRules.CheckIdentifierLength(identifier, Encoding.UTF8.GetByteCount(identifier.Text), octetsMax, _errors);
                ConfigurationRules.RequireUnique(
                    identities, identifier, identifier.Text + "\n" + accessPoint.Text.ToLowerInvariant(),
                        $"\"{identifier.Text}\" at \"{accessPoint.Text}\"", _errors);
            }

            if (_accessPoints.ContainsKey(accessPoint.Text))
            {
                CheckStatic(subscriber.Find("ipv6Prefix"), accessPoint.Text, addresses);
                CheckStatic(subscriber.Find("ipv4Address"), accessPoint.Text, addresses);
            }
        }
    }

    private void CheckStatic(ConfigurationNode? node, string accessPoint, Dictionary<string, ConfigurationNode> seen)
    {
        if (node is null)
        {
            return;
        }

        IpPrefix given = IpPrefix.TryParse(node.Text, out IpPrefix prefix) ? prefix : new IpPrefix(IpAddress.Parse(node.Text), 32);
        ConfigurationRules.RequireUnique(seen, node, given.ToString(), node.Text, _errors);
        foreach ((IpPrefix pool, string owner, ConfigurationNode poolNode) in _pools)
        {
            if (pool.Address.IsIPv4 != given.Address.IsIPv4 || !pool.Overlaps(given))
            {
                continue;
            }

            if (!string.Equals(owner, accessPoint, StringComparison.OrdinalIgnoreCase))
            {
                _errors.Add(node, $"{node.Text} lies in the pool {poolNode.Text} of the access point \"{owner}\"; wanted is one in the pool of "
                    + $"\"{accessPoint}\" or outside every pool");
            }
            else if (given.Address.IsIPv4 && IsEnd(pool, given.Address))
            {
                _errors.Add(node, $"{node.Text} is the first or the last address of the pool {poolNode.Text}, which nobody may have");
            }
            else if (given.Address.IsIPv4 && given.Address == RouterOf(poolNode))
            {
                _errors.Add(node, $"{node.Text} is the router of the pool {poolNode.Text}");
            }
        }
    }

    private IpAddress RouterOf(ConfigurationNode poolNode)
    {
        foreach (ConfigurationNode accessPoint in _lma.Elements("accessPoints"))
        {
            if (accessPoint.Find("ipv4Pool") == poolNode && accessPoint.Find("ipv4Router") is ConfigurationNode router)
            {
                return IpAddress.Parse(router.Text);
            }
        }

        return DefaultRouter(IpPrefix.Parse(poolNode.Text));
    }
}
