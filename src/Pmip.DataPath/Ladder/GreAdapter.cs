using System;
using Pmip.DataPath.Kernel;
using Pmip.DataPath.Offload;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Netlink;

namespace Pmip.DataPath.Ladder;

/// <summary>
/// The whole ladder as one data path. The ground takes every session first, so a session always works; what is above it takes single sessions
/// later, some in each turn, and what it refuses, loses or reports late only moves the session's <see cref="Placement"/>.
/// </summary>
public sealed partial class GreAdapter : IGreDataPath
{
    private readonly IGreGround _ground;
    private readonly ISessionOffload[] _offloads;
    private readonly NetlinkChannel _channel;
    private readonly LinkTable _links;
    private readonly RouteTable _routes;
    private readonly OffloadLedger? _ledger;
    private PortTable _ports;

    /// <summary>Puts the parts together; <paramref name="offloads"/> are disposed with it, the channel too.</summary>
    internal GreAdapter(DataPathConfiguration configuration, IGreGround ground, ISessionOffload[] offloads, NetlinkChannel channel)
    {
        _ground = ground;
        _offloads = offloads;
        _channel = channel;
        _links = new LinkTable(channel);
        _routes = new RouteTable(channel);
        _capacity = configuration.SessionCapacity;
        _ledger = offloads.Length == 0 ? null : new OffloadLedger(ground, offloads, _capacity);
        _ports = new PortTable(configuration, ground, offloads);
        _ports.Probe(_links);
        foreach (ISessionOffload offload in offloads)
        {
            offload.Started();
        }
    }

    /// <inheritdoc/>
    public string Description => _ground.Description;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Outline => _ground.Outline;

    /// <inheritdoc/>
    public int SessionCount => _ground.SessionCount;

    /// <inheritdoc/>
    public SessionAdoption Adoption => _ground.Adoption;

    /// <inheritdoc/>
    public bool IsKept
    {
        get => _ground.IsKept;
        set => _ground.IsKept = value;
    }

    /// <inheritdoc/>
    public int UnroutedCount => _ground.UnroutedCount;

    /// <inheritdoc/>
    public int ProgramCount => _ground.ProgramCount;

    /// <inheritdoc/>
    public int TunnelInterfaceIndex => _ground.TunnelInterfaceIndex;

    /// <inheritdoc/>
    public int AccessTapProgram => _ground.AccessTapProgram;

    /// <inheritdoc/>
    public int RungCount => _ports.RowCount;

    /// <summary>How often an offload refused a session or had no room for it.</summary>
    public long OffloadRefusals => _ledger?.Refusals ?? 0;

    /// <summary>How often an offload let a session go of its own accord.</summary>
    public long OffloadEvictions => _ledger?.Evictions ?? 0;

    /// <inheritdoc/>
    public ProgramView ReadProgram(int number) => _ground.ReadProgram(number);

    /// <inheritdoc/>
    public RungView ReadRung(int number) => _ports.Read(number);

    /// <inheritdoc/>
    public Placement PlacementOf(int index) =>
        (uint)index >= (uint)_capacity ? Placement.None : _ledger?.PlacementOf(index) ?? _ground.PlacementOf(index);

    /// <inheritdoc/>
    public int CountPlaced(Placement placement) => _ground.CountPlaced(placement) + (_ledger?.Difference(placement) ?? 0);

    /// <inheritdoc/>
    public DataPathStatus Install(in GreSession session)
    {
        DataPathStatus status = _ground.Install(session);
        if (status == DataPathStatus.Ok && _ledger is not null)
        {
            // The ground carries it as it is now; what a device has is as it was.
            _ = _ledger.Release(session.Index);
            _ledger.Forgive(session.Index);
            Queue(session.Index);
        }

        return status;
    }

    /// <inheritdoc/>
    public DataPathStatus Remove(int index)
    {
        if (_ledger is not null && (uint)index < (uint)_capacity)
        {
            _ledger.Forget(index);
        }

        return _ground.Remove(index);
    }

    /// <inheritdoc/>
    public bool TryReadCounters(int index, out SessionCounters counters)
    {
        if (!_ground.TryReadCounters(index, out counters))
        {
            return false;
        }

        if (_ledger is not null)
        {
            SessionCounters device = _ledger.CountersOf(index);
            counters = unchecked(new SessionCounters(
                counters.PacketsIn + device.PacketsIn,
                counters.OctetsIn + device.OctetsIn,
                counters.PacketsOut + device.PacketsOut,
                counters.OctetsOut + device.OctetsOut,
                counters.PolicedIn,
                counters.PolicedOut));
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryReadSession(int index, out GreSession session) => _ground.TryReadSession(index, out session);

    /// <inheritdoc/>
    public SessionAudit Audit(int index) => _ground.Audit(index);

    /// <inheritdoc/>
    public ulong DropCount(DropReason reason) => _ground.DropCount(reason);

    /// <inheritdoc/>
    public ReadOnlySpan<int> SlowPathDescriptors => _ground.SlowPathDescriptors;

    /// <inheritdoc/>
    public void SlowPathReady(int number, Instant now) => _ground.SlowPathReady(number, now);

    /// <inheritdoc/>
    public SlowPathView SlowPath => _ground.SlowPath;

    /// <inheritdoc/>
    public int TunnelMtu(bool overIpv6) => _ground.TunnelMtu(overIpv6);

    /// <inheritdoc/>
    public void RoutesChanged()
    {
        _ground.RoutesChanged();
        LookAgain();
    }

    /// <inheritdoc/>
    public void NeighborChanged(int interfaceIndex, IpAddress neighbor, MacAddress linkLayer) =>
        _ground.NeighborChanged(interfaceIndex, neighbor, linkLayer);

    /// <inheritdoc/>
    public DataPathStatus Mirror(int session, Instant until)
    {
        // What a device has, no capture sees. It is offered again by a later walk.
        if (until != Instant.Never && session >= 0 && _ledger is not null && session < _capacity)
        {
            _ = _ledger.Release(session);
        }

        return _ground.Mirror(session, until);
    }

    /// <inheritdoc/>
    public MirrorView Mirrored => _ground.Mirrored;

    /// <inheritdoc/>
    public int XdpPortCount => _ground.XdpPortCount;

    /// <inheritdoc/>
    public XdpPortView ReadXdpPort(int number) => _ground.ReadXdpPort(number);

    /// <inheritdoc/>
    public DataPathStatus InterfaceChanged(ReadOnlySpan<byte> name)
    {
        DataPathStatus status = _ground.InterfaceChanged(name);
        if (_offloads.Length > 0)
        {
            _ports.Probe(_links, name);
            LookAgain();
        }

        return status;
    }

    /// <inheritdoc/>
    public DataPathStatus SetServedNode(int interfaceIndex, MacAddress node, bool served) => _ground.SetServedNode(interfaceIndex, node, served);

    /// <summary>See <see cref="IGreGround.Prepare"/>.</summary>
    public PreparedAdapter? Prepare(DataPathConfiguration next)
    {
        ArgumentNullException.ThrowIfNull(next);
        bool isOnKernel = _ground is KernelGreDataPath;
        bool isOtherGround = isOnKernel ? next.Rungs.Length > 0 && Array.IndexOf(next.Rungs, Rung.Kernel) < 0 : PutsKernelFirst(next);
        PreparedDataPath? ground = isOtherGround ? null : _ground.Prepare(next);
        return ground is null ? null : new PreparedAdapter(ground, new PortTable(next, _ground, _offloads));
    }

    /// <summary>
    /// See <see cref="IGreGround.Reconfigure"/>. Sessions in a device that they may not be in any more go back to the ground, which has them;
    /// the others stay.
    /// </summary>
    public LinuxStatus Reconfigure(PreparedAdapter prepared)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        LinuxStatus status = _ground.Reconfigure(prepared.Ground);
        _ports = prepared.Ports;
        _ports.Probe(_links);
        LookAgain();
        return status;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ISessionOffload offload in _offloads)
        {
            offload.Dispose();
        }

        _ground.Dispose();
        _channel.Dispose();
    }
}
