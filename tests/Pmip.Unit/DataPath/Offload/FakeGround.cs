using System;
using Pmip.DataPath;
using Pmip.DataPath.Ladder;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Linux;

namespace Pmip.Unit.DataPath.Offload;

/// <summary>A ground that keeps sessions in a dictionary and carries what tests give it.</summary>
internal sealed class FakeGround(int capacity) : IGreGround
{
    private readonly SessionCounters[] _counters = new SessionCounters[capacity];
    private readonly GreSession[] _sessions = new GreSession[capacity];
    private readonly bool[] _isInstalled = new bool[capacity];

    public string Description => "fake ground";

    public ReadOnlySpan<byte> Outline => "fake"u8;

    public int SessionCount { get; private set; }

    public SessionAdoption Adoption => default;

    public bool IsKept { get; set; }

    public int UnroutedCount => 0;

    public int ProgramCount => 0;

    public int TunnelInterfaceIndex => 1;

    public int AccessTapProgram => -1;

    public int RungCount => 0;

    public void Carry(int index, uint packets)
    {
        SessionCounters before = _counters[index];
        _counters[index] = before with { PacketsOut = before.PacketsOut + packets, OctetsOut = before.OctetsOut + (100 * packets) };
    }

    public ProgramView ReadProgram(int number) => throw new InvalidOperationException("there is none");

    public DataPathStatus Install(in GreSession session)
    {
        SessionCount += _isInstalled[session.Index] ? 0 : 1;
        _counters[session.Index] = _isInstalled[session.Index] ? _counters[session.Index] : default;
        _isInstalled[session.Index] = true;
        _sessions[session.Index] = session;
        return DataPathStatus.Ok;
    }

    public DataPathStatus Remove(int index)
    {
        if (!_isInstalled[index])
        {
            return DataPathStatus.NotInstalled;
        }

        SessionCount--;
        _isInstalled[index] = false;
        return DataPathStatus.Ok;
    }

    public bool TryReadCounters(int index, out SessionCounters counters)
    {
        counters = _counters[index];
        return _isInstalled[index];
    }

    public bool TryReadSession(int index, out GreSession session)
    {
        session = _sessions[index];
        return _isInstalled[index];
    }

    public SessionAudit Audit(int index) => _isInstalled[index] ? SessionAudit.Sound : SessionAudit.NotInstalled;

    public Placement PlacementOf(int index) => _isInstalled[index] ? Placement.Tc : Placement.None;

    public int CountPlaced(Placement placement) => placement == Placement.Tc ? SessionCount : 0;

    public RungView ReadRung(int number) => throw new InvalidOperationException("there is none");

    public bool IsCarriedBy(Rung rung, ReadOnlySpan<byte> port, ReadOnlySpan<byte> transport, out ReadOnlySpan<byte> reason)
    {
        reason = rung == Rung.Tc ? default : "not here"u8;
        return rung == Rung.Tc;
    }

    public PreparedDataPath? Prepare(DataPathConfiguration next) => new(next, [], []);

    public LinuxStatus Reconfigure(PreparedDataPath prepared) => LinuxStatus.Ok;

    public Instant NextDeadline(Instant now) => Instant.Never;

    public void Maintain(Instant now)
    {
    }

    public ReadOnlySpan<int> SlowPathDescriptors => default;

    public void SlowPathReady(int number, Instant now)
    {
    }

    public SlowPathView SlowPath => default;

    public ulong DropCount(DropReason reason) => 0;

    public int TunnelMtu(bool overIpv6) => 1452;

    public bool ChangesDscp { get; set; }

    public MirrorView Mirrored { get; private set; }

    public DataPathStatus Mirror(int session, Instant until)
    {
        Mirrored = new MirrorView(until != Instant.Never, session, until);
        return DataPathStatus.Ok;
    }

    public int XdpPortCount => 0;

    public void RoutesChanged()
    {
    }

    public void NeighborChanged(int interfaceIndex, IpAddress neighbor, MacAddress linkLayer)
    {
    }

    public XdpPortView ReadXdpPort(int number) => default;

    public DataPathStatus InterfaceChanged(ReadOnlySpan<byte> name) => DataPathStatus.Ok;

    public DataPathStatus SetServedNode(int interfaceIndex, MacAddress node, bool served) => DataPathStatus.Ok;

    public void Dispose()
    {
    }
}
