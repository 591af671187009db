using System;
using System.Collections.Generic;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;

namespace Pmip.Access;

/// <summary>A configuration of the access side, made into arrays that are read without allocation. It never changes.</summary>
internal sealed class AccessRules
{
    private readonly MacAddress[] _profileAddress;
    private readonly int[] _profileOf;
    private readonly HashIndex _profileIndex;
    private readonly ulong[][] _contents;
    private readonly byte[] _masks;
    private readonly SipHash _hash;

    public AccessRules(AccessConfiguration configuration, int links, SipHash hash)
    {
        Invariant.Require(configuration.Links.Count > 0 && configuration.Links.Count <= links && configuration.NodesMax > 0);
        Invariant.Require(configuration.Probes > 0 && configuration.AttachesPerSecond > 0 && configuration.AttachBurst > 0);
        Configuration = configuration;
        _hash = hash;
        Links = new AccessLinkConfiguration[links];
        Array.Fill(Links, new AccessLinkConfiguration { IsUsed = false });
        for (int link = 0; link < configuration.Links.Count; link++)
        {
            Links[link] = configuration.Links[link];
        }

        Circuits = Array.ConvertAll(Links, link => link.CircuitIdentifier.ToArray());
        GatewayAddresses = Array.ConvertAll(Links, link => (IpAddress[])[.. link.GatewayAddresses]);
        Dns = [.. configuration.Dns];
        AttachInterval = new Duration(1_000_000 / configuration.AttachesPerSecond);
        _contents = ContentsOf(configuration);
        _masks = Array.ConvertAll(_contents, MaskOf);
        Invariant.Require(configuration.DefaultProfile < _contents.Length);
        _profileAddress = new MacAddress[configuration.Profiles.Count];
        _profileOf = new int[configuration.Profiles.Count];
        _profileIndex = new HashIndex(Math.Max(configuration.Profiles.Count, 1));
        FillProfiles(configuration.Profiles);
    }

    public AccessConfiguration Configuration { get; }

    public AccessLinkConfiguration[] Links { get; }

    public byte[][] Circuits { get; }

    public IpAddress[][] GatewayAddresses { get; }

    public IpAddress[] Dns { get; }

    public Duration AttachInterval { get; }

    /// <summary>The connections of a profile, bit n for connection n; none without a profile.</summary>
    public byte ConnectionsOf(int profile) => profile < 0 ? (byte)0 : _masks[profile];

    /// <summary>Number of the profile of a node: its own or the default one, -1 when it has none.</summary>
    public int ProfileFor(MacAddress address)
    {
        ulong hash = _hash.Hash(address.Value, 0);
        for (int probe = _profileIndex.First(hash); probe >= 0; probe = _profileIndex.Next(probe, hash))
        {
            int entry = _profileIndex.SlotAt(probe);
            if (_profileAddress[entry] == address)
            {
                return _profileOf[entry];
            }
        }

        return Configuration.DefaultProfile;
    }

    /// <summary>The connections of a profile that are the same in a profile of other rules.</summary>
    public byte Kept(int profile, AccessRules next, int nextProfile)
    {
        int kept = ConnectionsOf(profile) & next.ConnectionsOf(nextProfile);
        for (int connection = 0; kept != 0 && connection < AccessLinks.ConnectionsPerNodeMax; connection++)
        {
            if ((kept >> connection & 1) != 0 && _contents[profile][connection] != next._contents[nextProfile][connection])
            {
                kept &= ~(1 << connection);
            }
        }

        return (byte)kept;
    }

    private static ulong[][] ContentsOf(AccessConfiguration configuration)
    {
        bool isNumbered = configuration.ProfileContents.Count > 0;
        int profiles = isNumbered ? configuration.ProfileContents.Count : configuration.ProfileConnections.Count;
        ulong[][] contents = new ulong[profiles][];
        for (int profile = 0; profile < profiles; profile++)
        {
            contents[profile] = new ulong[AccessLinks.ConnectionsPerNodeMax];
            int count = isNumbered ? configuration.ProfileContents[profile].Count : configuration.ProfileConnections[profile];
            Invariant.Require(count is > 0 and <= AccessLinks.ConnectionsPerNodeMax);
            for (int connection = 0; connection < count; connection++)
            {
                contents[profile][connection] = isNumbered ? configuration.ProfileContents[profile][connection] : (ulong)(connection + 1);
            }

            Invariant.Require(MaskOf(contents[profile]) != 0);
        }

        return contents;
    }

    private static byte MaskOf(ulong[] contents)
    {
        int mask = 0;
        for (int connection = 0; connection < contents.Length; connection++)
        {
            mask |= contents[connection] != 0 ? 1 << connection : 0;
        }

        return (byte)mask;
    }

    private void FillProfiles(IReadOnlyList<KeyValuePair<MacAddress, int>> profiles)
    {
        for (int i = 0; i < profiles.Count; i++)
        {
            Invariant.Require(profiles[i].Value >= 0 && profiles[i].Value < _contents.Length);
            _profileAddress[i] = profiles[i].Key;
            _profileOf[i] = profiles[i].Value;
            _profileIndex.Add(_hash.Hash(profiles[i].Key.Value, 0), i);
        }
    }
}
