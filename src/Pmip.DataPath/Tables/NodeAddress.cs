using Pmip.Foundation.Addressing;

namespace Pmip.DataPath.Tables;

/// <summary>An address of a node as the programs compare it: the upper half of its prefix or its IPv4 address, in network order.</summary>
internal readonly record struct NodeAddress(ulong Value, bool IsIpv4)
{
    /// <summary>Prefixes and the IPv4 address that a session can have.</summary>
    public const int PerSessionMax = IpPrefixList.Capacity + 1;

    public static NodeAddress Of(IpPrefix prefix) => new(NetworkOrder.Of(prefix.Address.High), false);

    public static NodeAddress Of(IpAddress address4) => new(NetworkOrder.Of(address4.IPv4), true);

    /// <summary>Number of addresses of a session.</summary>
    public static int CountOf(in GreSession session) => session.HomeNetworkPrefixes.Count + (session.HomeAddress4.IsUnspecified ? 0 : 1);

    /// <summary>An address of a session: first the prefixes, then the IPv4 address.</summary>
    public static NodeAddress Of(in GreSession session, int number) =>
        number < session.HomeNetworkPrefixes.Count ? Of(session.HomeNetworkPrefixes[number]) : Of(session.HomeAddress4);

    /// <summary>True when the session has this address.</summary>
    public bool IsOf(in GreSession session)
    {
        bool found = false;
        for (int i = 0; i < CountOf(session) && !found; i++)
        {
            found = Of(session, i) == this;
        }

        return found;
    }

    /// <summary>The number that the programs find in a pool: in this machine's order.</summary>
    public ulong Number => IsIpv4 ? NetworkOrder.Of((uint)Value) : NetworkOrder.Of(Value);
}
