using System;
using Pmip.DataPath.Ladder;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.DataPath;

/// <summary>
/// Carries the packets of users between access link, tunnels and packet data network. The process only tells it which sessions
/// there are. No member allocates after construction, except <see cref="Description"/>.
/// </summary>
public interface IGreDataPath : IDisposable
{
    /// <summary>One line for a person: how packets are carried, and what is not as configured.</summary>
    string Description { get; }

    /// <summary>One line, UTF-8, of what does not change while it runs: the way that packets are carried, tunnel interface, MTU.</summary>
    ReadOnlySpan<byte> Outline { get; }

    /// <summary>Sessions that are installed.</summary>
    int SessionCount { get; }

    /// <summary>
    /// True when its end does not end the packets: sessions, programs and the tunnel interface stay for a successor. Set to false before the
    /// end, all of it goes.
    /// </summary>
    bool IsKept { get; set; }

    /// <summary>What became of the sessions of the process before.</summary>
    SessionAdoption Adoption { get; }

    /// <summary>Remote ends of sessions that no route leads to at present.</summary>
    int UnroutedCount { get; }

    /// <summary>Programs that packets pass through.</summary>
    int ProgramCount { get; }

    /// <summary>The program with this number.</summary>
    ProgramView ReadProgram(int number);

    /// <summary>Index of the interface that stands for all tunnels in the kernel's routing; routes of address pools lead there.</summary>
    int TunnelInterfaceIndex { get; }

    /// <summary>File descriptor of a socket filter: passes ARP, neighbour and router solicitations, DHCP, and frames of nodes that are not served.</summary>
    int AccessTapProgram { get; }

    /// <summary>Installs or changes a session; idempotent. Counters go on over a change and start at zero for a new session.</summary>
    DataPathStatus Install(in GreSession session);

    /// <summary>Takes a session out; its packets are dropped from now on.</summary>
    DataPathStatus Remove(int index);

    /// <summary>Reads the counters of an installed session; false when there is none.</summary>
    bool TryReadCounters(int index, out SessionCounters counters);

    /// <summary>The session that was installed in a place; false when there is none.</summary>
    bool TryReadSession(int index, out GreSession session);

    /// <summary>Looks whether the kernel still has of a session what was installed.</summary>
    SessionAudit Audit(int index);

    /// <summary>What carries the packets of a session; <see cref="Placement.None"/> when there is no such session.</summary>
    Placement PlacementOf(int index);

    /// <summary>How many sessions are carried so.</summary>
    int CountPlaced(Placement placement);

    /// <summary>Rungs of all pairs of ports.</summary>
    int RungCount { get; }

    /// <summary>The rung with this number: all of one pair of ports, then all of the next.</summary>
    RungView ReadRung(int number);

    /// <summary>When <see cref="Maintain"/> has something to do.</summary>
    Instant NextDeadline(Instant now);

    /// <summary>Does a bounded part of what is to be looked after: counters and events of devices, sessions that may move to a faster rung.</summary>
    void Maintain(Instant now);

    /// <summary>Descriptors at which packets arrive that the process has to do something about; -1 for one that is not open.</summary>
    ReadOnlySpan<int> SlowPathDescriptors { get; }

    /// <summary>Does a bounded amount of what has arrived at the descriptor with this number.</summary>
    void SlowPathReady(int number, Instant now);

    /// <summary>What the process has done so far about packets, and what it knows of paths.</summary>
    SlowPathView SlowPath { get; }

    /// <summary>Packets dropped for this reason since the start.</summary>
    ulong DropCount(DropReason reason);

    /// <summary>Largest inner packet that fits over this kind of transport: what router advertisements and DHCP announce.</summary>
    int TunnelMtu(bool overIpv6);

    /// <summary>Routes or links have moved: resolves all next hops again.</summary>
    void RoutesChanged();

    /// <summary>A neighbour on any interface has this link-layer address now, or cannot be reached at present (zero).</summary>
    void NeighborChanged(int interfaceIndex, IpAddress neighbor, MacAddress linkLayer);

    /// <summary>
    /// Lets captures on interfaces see the packets of one session, or with -1 of all, which XDP programs would take past them, until the time is
    /// over; <see cref="Instant.Never"/> ends it. <see cref="DataPathStatus.NotInstalled"/> when there is no such session.
    /// </summary>
    DataPathStatus Mirror(int session, Instant until);

    /// <summary>What captures see at present.</summary>
    MirrorView Mirrored { get; }

    /// <summary>Interfaces that may have XDP programs.</summary>
    int XdpPortCount { get; }

    /// <summary>The interface with this number.</summary>
    XdpPortView ReadXdpPort(int number);

    /// <summary>An interface of this name came, went or changed: attaches the programs again where they are missing.</summary>
    DataPathStatus InterfaceChanged(ReadOnlySpan<byte> name);

    /// <summary>Says whether a node on an access link is served, so that its ordinary packets do not come up the tap.</summary>
    DataPathStatus SetServedNode(int interfaceIndex, MacAddress node, bool served);
}
