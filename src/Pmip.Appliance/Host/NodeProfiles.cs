using System;
using System.Collections.Generic;
using Pmip.Appliance.Configuration;
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
    private readonly ConnectionConfiguration[][] _connections;

    /// <summary>Numbers the profiles of <paramref name="access"/>.</summary>
    public NodeProfiles(AccessConfiguration access)
    {
        int count = access.Profiles.Count + (access.DefaultProfile is null ? 0 : 1);
        _identifiers = new IdentifierTemplate[count];
        _connections = new ConnectionConfiguration[count][];
        for (int i = 0; i < count; i++)
        {
            NodeProfileConfiguration profile = i < access.Profiles.Count ? access.Profiles[i] : access.DefaultProfile!;
            _identifiers[i] = profile.Identifier;
            _connections[i] = [.. profile.Connections];
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

    /// <summary>Connections of each profile.</summary>
    public int[] ConnectionCounts { get; }

    /// <summary>One connection of a profile.</summary>
    public ConnectionConfiguration ConnectionOf(int profile, int connection) => _connections[profile][connection];

    /// <summary>Writes the identifier of a node with this profile.</summary>
    public ReadOnlySpan<byte> WriteIdentifier(int profile, MacAddress node, Span<byte> room)
    {
        bool fits = _identifiers[profile].TryWrite(node, room, out int written);
        Invariant.Require(fits); // The configuration was checked against the longest identifier.
        return room[..written];
    }
}
