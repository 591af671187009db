using System;
using System.Linq;
using Pmip.DataPath;
using Pmip.DataPath.Ladder;
using Pmip.DataPath.Offload;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Linux.Netlink;
using Xunit;

namespace Pmip.Unit.DataPath.Offload;

/// <summary>A MAG's ladder over a fake kernel and a fake ground, with virtual time and packets that go where the fakes let them.</summary>
internal sealed class OffloadBench
{
    public const int Capacity = 8;
    private readonly ulong[] _seen = new ulong[Capacity];
    private Instant _now = new(1_000_000);

    public OffloadBench(DeviceProfile profile)
    {
        Kernel = new FakeKernel(profile);
        Path = Open();
    }

    public FakeKernel Kernel { get; }

    public FakeGround Ground { get; private set; } = new(Capacity);

    public GreAdapter Path { get; private set; }

    public static DataPathConfiguration Configuration(params Rung[] rungs) => new()
    {
        Roles = DataPathRoles.Mag,
        SessionCapacity = Capacity,
        TransportInterfaces = ["wan0"],
        AccessInterfaces = ["acc0", "acc1"],
        LocalIpv6 = IpAddress.Parse("2001:db8:f::11"),
        Rungs = rungs,
    };

    public static GreSession Session(int index, uint version = 0)
    {
        GreSession session = new()
        {
            Index = index,
            Generation = version,
            IsForwarding = true,
            LocalEndpoint = IpAddress.Parse("2001:db8:f::11"),
            RemoteEndpoint = IpAddress.Parse("2001:db8:f::1"),
            SendKey = new GreKey(0xA000_0000 + (version << 8) + (uint)index),
            ReceiveKey = new GreKey(0xB000_0000 + (version << 8) + (uint)index),
            HomeAddress4 = index % 3 == 2 ? default : IpAddress.FromIPv4(0x0A2D_0002 + (uint)index),
            AccessInterface = index % 2 == 0 ? FakeKernel.AccessPort : FakeKernel.OtherPort,
            NodeLinkLayerAddress = new MacAddress(0x0200_0000_0010 + (ulong)index),
            GatewayLinkLayerAddress = MacAddress.FixedMag,
        };
        _ = session.HomeNetworkPrefixes.TryAdd(new IpPrefix(new IpAddress(0x2001_0DB8_0100_0000 + (ulong)index, 0), 64));
        return session;
    }

    /// <summary>A process takes over that knows nothing of the devices, with the sessions of the one before.</summary>
    public void Restart(Func<int, bool> survives)
    {
        FakeGround before = Ground;
        Ground = new FakeGround(Capacity);
        Path = Open();
        for (int i = 0; i < Capacity; i++)
        {
            if (before.TryReadSession(i, out GreSession session) && survives(i))
            {
                Path.Install(session);
            }

            _seen[i] = 0;
        }
    }

    /// <summary>Time goes by, and the loop turns as long as it is asked to.</summary>
    public void Wait(int seconds)
    {
        for (int second = 0; second < seconds; second++)
        {
            _now = _now.Plus(Duration.FromSeconds(1));
            for (int turn = 0; Path.NextDeadline(_now) <= _now; turn++)
            {
                Assert.True(turn < 1000, "the loop turns for ever");
                Path.Maintain(_now);
            }

            RequireSound();
        }
    }

    /// <summary>Packets of a session's node: the device takes them if it can, else the ground does. True when it was the device.</summary>
    public bool Carry(int index, uint packets)
    {
        if (!Ground.TryReadSession(index, out GreSession session))
        {
            return false;
        }

        FakeRule? rule = Kernel.RulesOf(index).FirstOrDefault(rule => rule.EntersTunnel && rule.IsInDevice && rule.Key == session.SendKey.Value);
        if (rule is null || Kernel.Profile == DeviceProfile.HasDeadNeighbour)
        {
            Ground.Carry(index, packets);
            return false;
        }

        rule.Packets += packets;
        rule.Told = Kernel.Profile == DeviceProfile.ReportsLate ? rule.Told : rule.Packets;
        return true;
    }

    /// <summary>What holds at every moment, whatever the device does.</summary>
    public void RequireSound()
    {
        int[] placed = new int[RungText.PlacementCount];
        for (int i = 0; i < Capacity; i++)
        {
            Placement placement = Path.PlacementOf(i);
            placed[(int)placement]++;
            bool isInstalled = Path.TryReadCounters(i, out SessionCounters counters);
            Assert.Equal(isInstalled, placement != Placement.None);
            Assert.True(!isInstalled || counters.PacketsOut >= _seen[i], $"the counters of session {i} went back");
            _seen[i] = isInstalled ? counters.PacketsOut : 0;
        }

        for (Placement placement = Placement.Tc; placement <= Placement.Hardware; placement++)
        {
            Assert.Equal(placed[(int)placement], Path.CountPlaced(placement));
        }
    }

    /// <summary>A session in this place has another life, and other counters.</summary>
    public void Forget(int index) => _seen[index] = 0;

    private GreAdapter Open()
    {
        NetlinkChannel channel = new(Kernel);
        FlowerOffload flower = new(channel, Kernel, Capacity, 1452);
        return new GreAdapter(Configuration(), Ground, [flower], channel);
    }
}
