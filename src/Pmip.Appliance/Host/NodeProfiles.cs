using System;
using System.Collections.Generic;
using System.Linq;
using Pmip.Appliance.Configuration;
using Pmip.Engine.Configuration;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Host;

/// <summary>
/// The profiles of nodes by number: those with a link-layer address first, in the order of the file, and the default profile, if
/// there is one, last.
/// </summary>
internal sealed class NodeProfiles
{
    private readonly IdentifierTemplate[] _identifiers;
    private readonly ConnectionConfiguration?[][] _connections; // by profile and number; null for a number that is not used

    /// <summary>
    /// Numbers the profiles of <paramref name="access"/>, whose connections name places in the lists of <paramref name="mag"/>. A
    /// connection that a node had by <paramref name="previous"/> keeps its number.
    /// </summary>
    public NodeProfiles(AccessConfiguration access, MagConfiguration mag, NodeProfiles? previous = null)
    {
        int count = access.Profiles.Count + (access.DefaultProfile is null ? 0 : 1);
        _identifiers = new IdentifierTemplate[count];
        _connections = new ConnectionConfiguration?[count][];
        Contents = new ulong[count][];
        for (int i = 0; i < count; i++)
        {
            bool isDefault = i == access.Profiles.Count;
            NodeProfileConfiguration profile = isDefault ? access.DefaultProfile! : access.Profiles[i];
            _identifiers[i] = profile.Identifier;
            ConnectionConfiguration[] wanted = [.. profile.Connections];
            ulong[] contents = Array.ConvertAll(wanted, connection => ProfileContent.Of(profile, connection, mag));
            ulong[] before = previous?.ContentsFor(profile.LinkLayerAddress, isDefault) ?? [];
            int[] numbers = ProfileContent.Numbers(contents, before);
            int length = numbers.Max() + 1;
            _connections[i] = new ConnectionConfiguration?[length];
            Contents[i] = new ulong[length];
            for (int n = 0; n < wanted.Length; n++)
            {
                _connections[i][numbers[n]] = wanted[n];
                Contents[i][numbers[n]] = contents[n];
            }
        }

        Addresses = new KeyValuePair<MacAddress, int>[access.Profiles.Count];
        for (int i = 0; i < Addresses.Length; i++)
        {
            Addresses[i] = new(access.Profiles[i].LinkLayerAddress, i);
        }

        Default = access.DefaultProfile is null ? -1 : count - 1;
        ConnectionCounts = Array.ConvertAll(_connections, connections => connections.Length);
    }

    /// <summary>Link-layer addresses with a profile of their own.</summary>
    public KeyValuePair<MacAddress, int>[] Addresses { get; }

    /// <summary>Number of the default profile, or -1.</summary>
    public int Default { get; }

    /// <summary>Numbers of connections in each profile, those that are not used among them.</summary>
    public int[] ConnectionCounts { get; }

    /// <summary>By profile and number of the connection what it is, in one number; zero for none.</summary>
    public ulong[][] Contents { get; }

    /// <summary>True when the profile has a connection with this number.</summary>
    public bool Has(int profile, int connection) => _connections[profile][connection] is not null;

    /// <summary>One connection of a profile.</summary>
    public ConnectionConfiguration ConnectionOf(int profile, int connection) => _connections[profile][connection]!;

    /// <summary>Writes the identifier of a node with this profile.</summary>
    public ReadOnlySpan<byte> WriteIdentifier(int profile, MacAddress node, Span<byte> room)
    {
        bool fits = _identifiers[profile].TryWrite(node, room, out int written);
        Invariant.Require(fits); // The configuration was checked against the longest identifier.
        return room[..written];
    }

    // What the nodes of a profile had before: the profile of the same address, else the one for all.
    private ulong[] ContentsFor(MacAddress address, bool isDefault)
    {
        for (int i = 0; i < Addresses.Length && !isDefault; i++)
        {
            if (Addresses[i].Key == address)
            {
                return Contents[Addresses[i].Value];
            }
        }

        return Default < 0 ? [] : Contents[Default];
    }
}
