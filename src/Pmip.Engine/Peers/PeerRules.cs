using System.Collections.Generic;
using System.Text;
using Pmip.Engine.Configuration;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Tables;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Peers;

/// <summary>The peer list of a configuration, made into arrays that are searched without allocation. It never changes.</summary>
internal sealed class PeerRules
{
    private readonly SipHash _hash;
    private readonly HashIndex _byAddress; // of the named peers; IPv6 addresses under 2 n, IPv4 addresses under 2 n + 1

    /// <summary>Makes the rules; <paramref name="paths"/> are those to the named peers, in order.</summary>
    public PeerRules(IReadOnlyList<PeerConfiguration> peers, SignallingPath[] paths, SipHash hash)
    {
        int prefixes = 0;
        foreach (PeerConfiguration peer in peers)
        {
            prefixes += peer.Prefix is null ? 0 : 1;
        }

        Named = new NamedPeer[peers.Count - prefixes];
        Prefixes = new TrustedPrefix[prefixes];
        int named = 0;
        prefixes = 0;
        foreach (PeerConfiguration peer in peers)
        {
            byte[] name = Encoding.UTF8.GetBytes(peer.Name);
            if (peer.Prefix is IpPrefix prefix)
            {
                Prefixes[prefixes++] = new TrustedPrefix(peer.Name, name, prefix, peer.Quirks);
            }
            else
            {
                SignallingPath path = named < paths.Length ? paths[named] : default;
                Named[named++] = new NamedPeer(peer.Name, name, peer.Ipv6, peer.Ipv4, peer.Quirks, path);
            }
        }

        _hash = hash;
        _byAddress = new HashIndex((2 * Named.Length) + 1);
        for (int place = 0; place < Named.Length; place++)
        {
            Add(Named[place].Ipv6, 2 * place);
            Add(Named[place].Ipv4, (2 * place) + 1);
        }
    }

    /// <summary>The peers with addresses, in order.</summary>
    public NamedPeer[] Named { get; }

    /// <summary>The trusted prefixes, in order.</summary>
    public TrustedPrefix[] Prefixes { get; }

    /// <summary>The place of the named peer that has the address, or -1.</summary>
    public int Find(IpAddress address)
    {
        ulong hash = _hash.Hash(address.High, address.Low);
        for (int probe = address.IsUnspecified ? -1 : _byAddress.First(hash); probe >= 0; probe = _byAddress.Next(probe, hash))
        {
            int place = _byAddress.SlotAt(probe) / 2;
            if (Named[place].Has(address))
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>The place of the trusted prefix that the address is in, or -1.</summary>
    public int PrefixOf(IpAddress address)
    {
        for (int i = 0; i < Prefixes.Length; i++)
        {
            if (Prefixes[i].Prefix.Contains(address))
            {
                return i;
            }
        }

        return -1;
    }

    private void Add(IpAddress address, int place)
    {
        if (!address.IsUnspecified)
        {
            _byAddress.Add(_hash.Hash(address.High, address.Low), place);
        }
    }

    /// <summary>A peer with addresses.</summary>
    internal readonly record struct NamedPeer(
        string Name, byte[] NameOctets, IpAddress Ipv6, IpAddress Ipv4, PeerQuirks Quirks, SignallingPath Path)
    {
        public bool Has(IpAddress address) => !address.IsUnspecified && (Ipv6 == address || Ipv4 == address);
    }

    /// <summary>A prefix whose nodes are peers.</summary>
    internal readonly record struct TrustedPrefix(string Name, byte[] NameOctets, IpPrefix Prefix, PeerQuirks Quirks);
}
