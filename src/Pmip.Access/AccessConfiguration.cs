using System;
using System.Collections.Generic;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Access;

/// <summary>What the access side is told at start. Checked by the configuration room; the machine requires it to be right.</summary>
public sealed record AccessConfiguration
{
    /// <summary>
    /// The links, in the order by which everything else names them, at most <see cref="AccessLinks.LinksMax"/> or as many as there were
    /// at start. A later configuration leaves a link at its number; one that is there no more has <see cref="AccessLinkConfiguration.IsUsed"/>
    /// false.
    /// </summary>
    public IReadOnlyList<AccessLinkConfiguration> Links { get; init; } = [];

    /// <summary>Most nodes on all links together.</summary>
    public int NodesMax { get; init; } = 1024;

    /// <summary>Link-layer addresses that have a profile of their own, with its number.</summary>
    public IReadOnlyList<KeyValuePair<MacAddress, int>> Profiles { get; init; } = [];

    /// <summary>Number of the profile of every other node, or -1: other nodes get nothing.</summary>
    public int DefaultProfile { get; init; } = -1;

    /// <summary>By profile number: how many connections it has, 1 to <see cref="AccessLinks.ConnectionsPerNodeMax"/>.</summary>
    public IReadOnlyList<int> ProfileConnections { get; init; } = [];

    /// <summary>
    /// By profile number, up to eight numbers that stand for what connection 0, 1 and so on is: another number is another connection,
    /// which a node gets instead, and zero is none. Empty numbers the first ones of each profile.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<ulong>> ProfileContents { get; init; } = [];

    /// <summary>A node that was silent this long is probed.</summary>
    public Duration ProbeAfter { get; init; } = Duration.FromSeconds(10);

    /// <summary>Time between two probes.</summary>
    public Duration ProbeInterval { get; init; } = Duration.FromMilliseconds(1000);

    /// <summary>Unanswered probes after which the node has left.</summary>
    public int Probes { get; init; } = 3;

    /// <summary>DNS servers of both families, at most eight of each.</summary>
    public IReadOnlyList<IpAddress> Dns { get; init; } = [];

    /// <summary>DHCP server that messages are relayed to where the LMA does not let us answer; unspecified answers all the same.</summary>
    public IpAddress DhcpServer { get; init; }

    /// <summary>Our address towards that server.</summary>
    public IpAddress DhcpRelayAddress { get; init; }

    /// <summary>Longest time between two router advertisements to one node.</summary>
    public Duration AdvertisementInterval { get; init; } = Duration.FromSeconds(600);

    /// <summary>How long a link may be down before its nodes have left.</summary>
    public Duration LinkDownDelay { get; init; } = Duration.FromMilliseconds(300);

    /// <summary>Attachments per second that one link may cause in the long run.</summary>
    public int AttachesPerSecond { get; init; } = 50;

    /// <summary>Attachments that one link may cause at once.</summary>
    public int AttachBurst { get; init; } = 200;

    /// <summary>Shortest time before a refused node is registered again; it doubles with each refusal.</summary>
    public Duration RetryAfter { get; init; } = Duration.FromMilliseconds(1000);

    /// <summary>Longest such time.</summary>
    public Duration RetryAfterMax { get; init; } = Duration.FromSeconds(32);

    /// <summary>How long a node that may not use the service at all is left alone.</summary>
    public Duration QuietAfterBar { get; init; } = Duration.FromSeconds(600);

    /// <summary>How long a node that the operator detached, or that released its address, is left alone.</summary>
    public Duration QuietAfterDetach { get; init; } = Duration.FromSeconds(10);
}

/// <summary>One access link.</summary>
public sealed record AccessLinkConfiguration
{
    /// <summary>False: there is no such link, and its number is free for another.</summary>
    public bool IsUsed { get; init; } = true;

    /// <summary>The MAC that we send from and answer with; RFC 6543 has one for all MAGs of a domain.</summary>
    public MacAddress GatewayLinkLayerAddress { get; init; } = MacAddress.FixedMag;

    /// <summary>The link-local address that we advertise from (RFC 6543).</summary>
    public IpAddress FixedLinkLocalAddress { get; init; } = new(0xFE80_0000_0000_0000, 0x0200_5EFF_FE00_5213);

    /// <summary>Name of the link for a DHCP server, at most 64 octets.</summary>
    public ReadOnlyMemory<byte> CircuitIdentifier { get; init; }

    /// <summary>Further addresses of ours that nodes may ask for.</summary>
    public IReadOnlyList<IpAddress> GatewayAddresses { get; init; } = [];

    /// <summary>Access technology type of the link (RFC 5213 8.5), for the host.</summary>
    public byte Technology { get; init; } = 3;

    /// <summary>False when the kernel holds our addresses and answers for them.</summary>
    public bool AnswersNeighborSolicitation { get; init; } = true;
}
