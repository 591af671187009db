using System;
using System.Collections.Generic;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Control;
using Pmip.Appliance.Host;
using Pmip.Appliance.Logging;
using Pmip.Appliance.Tunnels;
using Pmip.DataPath;
using Pmip.DataPath.Ladder;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.Tunnels;

/// <summary>The GRE supervision timer (R6) over static tunnels and connections, in bounded slices.</summary>
[Trait("Requirement", "R6")]
public sealed class SupervisionTests : IDisposable
{
    private static readonly Duration Limit = Duration.FromSeconds(10);
    private readonly CountingDataPath _dataPath = new();
    private readonly TurnClock _clock = new();
    private readonly RoomEvents _events;
    private readonly List<int> _ended = [];

    public SupervisionTests() => _events = new RoomEvents(new EventRing(), _clock, EventRoom.Host);

    public void Dispose() => _dataPath.Dispose();

    [Fact]
    public void Connection_WithoutTraffic_ForItsTime_IsEnded()
    {
        Slots slots = new(4);
        IdleConnections idle = new(slots, End, _dataPath, Limit, _events);
        TunnelSupervision supervision = new(NoTunnels(), [idle]);
        slots.Take(2, session: 7);
        _dataPath.Counters[7] = default;

        Walk(supervision, 0, 10);
        Assert.Empty(_ended);
        Walk(supervision, 10, 11);

        Assert.Equal([2], _ended);
    }

    [Fact]
    public void Connection_WithTrafficInEitherDirection_Lives()
    {
        Slots slots = new(4);
        IdleConnections idle = new(slots, End, _dataPath, Limit, _events);
        TunnelSupervision supervision = new(NoTunnels(), [idle]);
        slots.Take(0, session: 1);
        slots.Take(1, session: 2);
        for (uint second = 0; second < 60; second++)
        {
            _dataPath.Counters[1] = new SessionCounters(second / 9, 0, 5, 0);
            _dataPath.Counters[2] = new SessionCounters(5, 0, second / 9, 0);
            Walk(supervision, second, second + 1);
        }

        Assert.Empty(_ended);
    }

    [Fact]
    public void Connection_ThatTakesTheSlotOfAnother_GetsItsWholeTime()
    {
        Slots slots = new(4);
        IdleConnections idle = new(slots, End, _dataPath, Limit, _events);
        TunnelSupervision supervision = new(NoTunnels(), [idle]);
        slots.Take(0, session: 1);
        _dataPath.Counters[1] = default;
        _dataPath.Counters[2] = default;
        Walk(supervision, 0, 9);
        slots.Take(0, session: 2);

        Walk(supervision, 9, 18);

        Assert.Empty(_ended);
        Walk(supervision, 18, 20);
        Assert.Equal([0], _ended);
    }

    [Fact]
    public void Walk_OverManyConnections_DoesABoundedPartInEachTurnAndAllocatesNothing()
    {
        Slots slots = new(1000);
        TunnelSupervision supervision = new(NoTunnels(), [new IdleConnections(slots, End, _dataPath, Limit, _events)]);
        for (int slot = 0; slot < 1000; slot++)
        {
            slots.Take(slot, slot);
            _dataPath.Counters[slot] = default;
        }

        Instant now = new(1_000_000);
        while (supervision.Turn(now) > 0 || supervision.NextDeadline(now) == now)
        {
        }

        now = supervision.NextDeadline(now);
        Assert.Equal(256, supervision.Turn(now));
        long before = GC.GetAllocatedBytesForCurrentThread();
        int second = supervision.Turn(now);
        int third = supervision.Turn(now);
        bool hasMore = supervision.NextDeadline(now) == now;
        int fourth = supervision.Turn(now);
        int fifth = supervision.Turn(now);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal((256, 256, 232, 0), (second, third, fourth, fifth));
        Assert.True(hasMore);
        Assert.Equal(now.Plus(TunnelSupervision.Interval), supervision.NextDeadline(now));
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Supervision_OfNothing_NeverWakesTheLoop()
    {
        TunnelSupervision supervision = new(NoTunnels(), []);

        Assert.Equal(Instant.Never, supervision.NextDeadline(new Instant(5)));
        Assert.Equal(0, supervision.Turn(new Instant(5)));
    }

    [Fact]
    [Trait("Requirement", "R7")]
    public void StaticTunnel_BroughtUp_IsInTheDataPathUntilItIsIdle_AndComesBackByItsName()
    {
        StaticTunnels tunnels = Tunnels(East with { Supervision = new Duration(1) });
        tunnels.BringUpAll();
        Assert.Equal("up"u8.ToArray(), StateOf(tunnels));
        Assert.Equal(East.ReceiveKey, _dataPath.Installed[40].ReceiveKey);
        Assert.True(_dataPath.Installed[40].IsForwarding && _dataPath.Installed[40].AtLma);
        _clock.Advance();
        Await(() => tunnels.Supervise(0), () => !_dataPath.Installed.ContainsKey(40));

        Assert.Equal("idle-down"u8.ToArray(), StateOf(tunnels));
        Assert.Equal(OperatorStatus.NotFound, tunnels.BringUp("west"u8));
        Assert.Equal(OperatorStatus.Done, tunnels.BringUp("east"u8));
        Assert.True(_dataPath.Installed.ContainsKey(40));
        Assert.Equal(OperatorStatus.Done, tunnels.BringUp("east"u8));
    }

    [Fact]
    [Trait("Requirement", "R7")]
    public void StaticTunnel_ThatTheDataPathRefuses_SaysSo()
    {
        _dataPath.Answer = DataPathStatus.AddressTaken;
        StaticTunnels tunnels = Tunnels(East);

        tunnels.BringUpAll();

        Assert.Equal("refused"u8.ToArray(), StateOf(tunnels));
        Assert.Equal(OperatorStatus.Refused, tunnels.BringUp("east"u8));
    }

    private static StaticTunnelConfiguration East
    {
        get
        {
            IpPrefixList prefixes = default;
            prefixes.TryAdd(IpPrefix.Parse("2001:db8:600:1::/64"));
            return new StaticTunnelConfiguration
            {
                Name = "east",
                AtLma = true,
                Local = IpAddress.Parse("2001:db8:f::1"),
                Remote = IpAddress.Parse("2001:db8:f::11"),
                SendKey = new GreKey(0x0A00_0001),
                ReceiveKey = new GreKey(0x0B00_0001),
                Prefixes = prefixes,
            };
        }
    }

    // The clock of a turn is the machine's, and moves on by itself.
    private void Await(Action step, Func<bool> done)
    {
        for (int i = 0; i < 1_000_000 && !done(); i++)
        {
            _clock.Advance();
            step();
        }

        Assert.True(done());
    }

    private static void Walk(TunnelSupervision supervision, long from, long to)
    {
        for (long second = from; second < to; second++)
        {
            supervision.Turn(new Instant(1_000_000 * (second + 1)));
        }
    }

    private bool End(int slot)
    {
        _ended.Add(slot);
        return true;
    }

    private static byte[] StateOf(StaticTunnels tunnels) => tunnels.TryRead(0, out TunnelRow row) ? row.State.ToArray() : [];

    private StaticTunnels NoTunnels() => Tunnels();

    private StaticTunnels Tunnels(params StaticTunnelConfiguration[] tunnels) => new(tunnels, tunnels.Length, 40, _dataPath, null!, null, _clock, _events);

    private sealed class Slots(int capacity) : IBindingSource
    {
        private readonly int[] _sessions = Filled(capacity);

        public ReadOnlySpan<byte> Role => "lma"u8;

        public int FirstSession => 0;

        public int Capacity => capacity;

        public void Take(int slot, int session) => _sessions[slot] = session;

        public bool TryRead(int slot, Instant now, out BindingRow row)
        {
            row = default;
            row.SessionIndex = _sessions[slot];
            return row.SessionIndex >= 0;
        }

        private static int[] Filled(int capacity)
        {
            int[] sessions = new int[capacity];
            Array.Fill(sessions, -1);
            return sessions;
        }
    }

    private sealed class CountingDataPath : IGreDataPath
    {
        public Dictionary<int, SessionCounters> Counters { get; } = [];

        public Dictionary<int, GreSession> Installed { get; } = [];

        public DataPathStatus Answer { get; set; } = DataPathStatus.Ok;

        public string Description => "";

        public ReadOnlySpan<byte> Outline => default;

        public int SessionCount => Installed.Count;

        public bool IsKept { get; set; }

        public SessionAdoption Adoption => default;

        public int UnroutedCount => 0;

        public int ProgramCount => 0;

        public int TunnelInterfaceIndex => 1;

        public int AccessTapProgram => -1;

        public ProgramView ReadProgram(int number) => throw new InvalidOperationException("there is none");

        public DataPathStatus Install(in GreSession session)
        {
            if (Answer == DataPathStatus.Ok)
            {
                Installed[session.Index] = session;
                Counters[session.Index] = default;
            }

            return Answer;
        }

        public DataPathStatus Remove(int index)
        {
            Counters.Remove(index);
            return Installed.Remove(index) ? DataPathStatus.Ok : DataPathStatus.NotInstalled;
        }

        public bool TryReadCounters(int index, out SessionCounters counters) => Counters.TryGetValue(index, out counters);

        public bool TryReadSession(int index, out GreSession session) => Installed.TryGetValue(index, out session);

        public SessionAudit Audit(int index) => Installed.ContainsKey(index) ? SessionAudit.Sound : SessionAudit.NotInstalled;

        public Placement PlacementOf(int index) => Installed.ContainsKey(index) ? Placement.Tc : Placement.None;

        public int CountPlaced(Placement placement) => placement == Placement.Tc ? Installed.Count : 0;

        public int RungCount => 0;

        public RungView ReadRung(int number) => throw new InvalidOperationException("there is none");

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

        public MirrorView Mirrored => default;

        public DataPathStatus Mirror(int session, Instant until) => DataPathStatus.Ok;

        public int TunnelMtu(bool overIpv6) => 1452;

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
}
