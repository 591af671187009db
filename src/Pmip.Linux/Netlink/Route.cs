using Pmip.Foundation.Addressing;

namespace Pmip.Linux.Netlink;

/// <summary>What a route does with packets, with the kernel's numbers.</summary>
public enum RouteType : byte
{
    /// <summary>Sends them on.</summary>
    Unicast = 1,

    /// <summary>Takes them for this machine.</summary>
    Local = 2,

    /// <summary>Drops them.</summary>
    Blackhole = 6,

    /// <summary>Answers that the destination is unreachable.</summary>
    Unreachable = 7,
}

/// <summary>A route.</summary>
/// <param name="Destination">Where to; bits behind the prefix are ignored.</param>
/// <param name="InterfaceIndex">Over which interface; 0 for a type that needs none.</param>
public readonly record struct Route(IpPrefix Destination, int InterfaceIndex)
{
    /// <summary>The main table.</summary>
    public const int MainTable = 254;

    /// <summary>Next hop, or unspecified for a destination on the link.</summary>
    public IpAddress Gateway { get; init; }

    /// <summary>Source that this machine takes, or unspecified.</summary>
    public IpAddress Source { get; init; }

    /// <summary>Which table.</summary>
    public int Table { get; init; } = MainTable;

    /// <summary>Largest packet on this path, or 0 for the interface's.</summary>
    public int Mtu { get; init; }

    /// <summary>Routes to the same destination: the lowest wins. 0 for the kernel's default.</summary>
    public int Priority { get; init; }

    /// <summary>What it does.</summary>
    public RouteType Type { get; init; } = RouteType.Unicast;
}

/// <summary>How the kernel would send to an address.</summary>
/// <param name="InterfaceIndex">Over which interface.</param>
/// <param name="NextHop">The router, or the address itself when it is on the link.</param>
/// <param name="Mtu">MTU of the route when it has one, else 0. What some ICMP error has made the kernel believe for a while does not count.</param>
/// <param name="IsLocal">The address is this machine's own.</param>
public readonly record struct RouteLookup(int InterfaceIndex, IpAddress NextHop, int Mtu, bool IsLocal);
