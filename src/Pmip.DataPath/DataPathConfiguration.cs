using Pmip.DataPath.Ladder;
using Pmip.Foundation.Addressing;

namespace Pmip.DataPath;

/// <summary>What the data path must know. Another one may take its place while it runs (<see cref="BpfGreDataPath.Prepare"/>).</summary>
public sealed class DataPathConfiguration
{
    /// <summary>Smallest transport MTU: what is left must carry an IPv6 packet of 1280 octets.</summary>
    public const int TransportMtuMin = 1280 + OverheadIpv6;

    /// <summary>Octets that GRE with a key over IPv6 adds.</summary>
    public const int OverheadIpv6 = 48;

    /// <summary>Octets that GRE with a key over IPv4 adds.</summary>
    public const int OverheadIpv4 = 28;

    /// <summary>Octets that GRE with a key behind UDP and the TLV header over IPv4 adds.</summary>
    public const int OverheadUdp = 40;

    /// <summary>Octets that a sequence number adds.</summary>
    public const int OverheadSequence = 4;

    /// <summary>Ends of tunnels that this node is.</summary>
    public DataPathRoles Roles { get; init; }

    /// <summary>How many low bits of a key that we chose say the place of its session.</summary>
    public int IndexBits { get; init; } = 10;

    /// <summary>Sessions that the table can hold; indexes are 0 to this number minus one.</summary>
    public int SessionCapacity { get; init; } = 1024;

    /// <summary>LMA: pools of addresses. Those of the start hold for a data path's life; an address that is in none of them is searched for.</summary>
    public PoolRange[] AddressPools { get; init; } = [];

    /// <summary>Addresses of sessions that are in no pool, at once: all of them at the MAG.</summary>
    public int ForeignAddresses { get; init; } = 4096;

    /// <summary>Which interfaces get XDP programs in addition.</summary>
    public XdpUse Xdp { get; init; } = XdpUse.Auto;

    /// <summary>LMA: how packets out of tunnels go on.</summary>
    public ServiceForwarding ServiceForwarding { get; init; }

    /// <summary>How many processors share the decapsulation of what XDP programs take; 0: each takes what its network card gives it.</summary>
    public int SpreadProcessors { get; init; }

    /// <summary>Number of the <see cref="DscpMap"/> of sessions that have none of their own: <see cref="DscpMap.Copy"/> for the inner DSCP.</summary>
    public byte DscpMapOfNode { get; init; } = DscpMap.Copy;

    /// <summary>Maps that sessions may name.</summary>
    public DscpMap[] DscpMaps { get; init; } = [];

    /// <summary>True when the outer DSCP of what arrives becomes the inner one (RFC 2983 3.1, uniform model).</summary>
    public bool TakesOuterDscp { get; init; }

    /// <summary>Interfaces on which GRE arrives.</summary>
    public string[] TransportInterfaces { get; init; } = [];

    /// <summary>MAG: interfaces with mobile nodes.</summary>
    public string[] AccessInterfaces { get; init; } = [];

    /// <summary>LMA: interfaces towards the packet data network.</summary>
    public string[] ServiceInterfaces { get; init; } = [];

    /// <summary>Our tunnel address over IPv6, or unspecified.</summary>
    public IpAddress LocalIpv6 { get; init; }

    /// <summary>Our tunnel address over IPv4, or unspecified.</summary>
    public IpAddress LocalIpv4 { get; init; }

    /// <summary>LMA: outer sources that are taken (R18).</summary>
    public IpPrefix[] TrustedSources { get; init; } = [];

    /// <summary>LMA: take any outer source (R18).</summary>
    public bool AcceptAnySource { get; init; }

    /// <summary>Largest packet that the transport network carries.</summary>
    public int TransportMtu { get; init; } = 1500;

    /// <summary>Remote ends to which GRE goes with sequence numbers, and whose sequence numbers are looked at.</summary>
    public IpPrefix[] SequencedRemotes { get; init; } = [];

    /// <summary>Makes the segment size that TCP announces fit the tunnel.</summary>
    public bool ClampsMss { get; init; }

    /// <summary>Name of the TUN device that stands for all tunnels in the kernel's routing.</summary>
    public string TunnelInterface { get; init; } = "pmip0";

    /// <summary>Rungs that may be taken, the preferred one first; empty for all of them, the fastest first.</summary>
    public Rung[] Rungs { get; init; } = [];

    /// <summary>Path of the vendor's plug-in, or empty.</summary>
    public string PluginPath { get; init; } = "";

    /// <summary>Options for the vendor's plug-in, in its own words.</summary>
    public string PluginOptions { get; init; } = "";

    /// <summary>
    /// Folder of a bpffs in which tables and programs outlive the process, so that packets go on without it; empty when they end with it.
    /// One data path has it at a time.
    /// </summary>
    public string Pins { get; init; } = "";

    /// <summary>True when some tunnel may run over IPv6.</summary>
    public bool UsesIpv6Transport => !LocalIpv6.IsUnspecified;

    /// <summary>True when some tunnel over IPv4 may go in UDP.</summary>
    public bool UsesUdp { get; init; }

    /// <summary>Largest overhead of a tunnel over IPv4.</summary>
    public int OverheadOverIpv4 => (UsesUdp ? OverheadUdp : OverheadIpv4) + OverheadOfNumbers;

    /// <summary>Largest overhead of a tunnel over IPv6.</summary>
    public int OverheadOverIpv6 => OverheadIpv6 + OverheadOfNumbers;

    private int OverheadOfNumbers => SequencedRemotes.Length > 0 ? OverheadSequence : 0;

    /// <summary>MTU of the TUN device: the transport's less the largest overhead in use.</summary>
    public int TunnelMtu => TransportMtu - (UsesIpv6Transport ? OverheadOverIpv6 : OverheadOverIpv4);
}
