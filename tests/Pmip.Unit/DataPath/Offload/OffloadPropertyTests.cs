using FsCheck;
using FsCheck.Fluent;
using Pmip.DataPath.Ladder;
using Xunit;

namespace Pmip.Unit.DataPath.Offload;

/// <summary>
/// Any order of sessions, packets, faults and restarts over a device of any kind: each session is carried in one way and shown so, counters
/// never go back, no rule stays behind.
/// </summary>
public sealed class OffloadPropertyTests
{
    [Theory]
    [InlineData(DeviceProfile.Accepts)]
    [InlineData(DeviceProfile.HasNoFeature)]
    [InlineData(DeviceProfile.Refuses)]
    [InlineData(DeviceProfile.FillsUp)]
    [InlineData(DeviceProfile.Evicts)]
    [InlineData(DeviceProfile.HasDeadNeighbour)]
    [InlineData(DeviceProfile.ReportsLate)]
    [InlineData(DeviceProfile.LetsGoReluctantly)]
    public void Ladder_AnythingHappens_EverySessionIsWhereItIsShown(DeviceProfile profile) =>
        Check.One(Config.QuickThrowOnFailure.WithEndSize(120), Prop.ForAll(ArbMap.Default.ArbFor<uint[]>(), steps =>
        {
            OffloadBench bench = new(profile);
            uint version = 0;
            foreach (uint step in steps)
            {
                Do(bench, unchecked(step * 2654435761u), ref version);
                bench.RequireSound();
            }

            RequireTruth(bench);
            RequireNothingLeft(bench);
        }));

    private static void Do(OffloadBench bench, uint random, ref uint version)
    {
        int index = (int)(random >> 4 & 7);
        switch (random & 15)
        {
            case 0 or 1 or 2 or 3:
                version++;
                bench.Path.Install(OffloadBench.Session(index, version));
                break;
            case 4:
                bench.Path.Remove(index);
                bench.Forget(index);
                break;
            case 5 or 6 or 7:
                bench.Carry(index, (random >> 8 & 31) + 1);
                break;
            case 8:
                bench.Kernel.Unplug("acc1");
                bench.Path.InterfaceChanged("acc1"u8);
                break;
            case 9:
                bench.Kernel.Plug("acc1", FakeKernel.OtherPort);
                bench.Path.InterfaceChanged("acc1"u8);
                break;
            case 10:
                bench.Kernel.RouteOut = (random >> 8 & 1) == 0 ? FakeKernel.TransportPort : FakeKernel.OtherPort;
                bench.Path.RoutesChanged();
                break;
            case 11 when bench.Kernel.Profile == DeviceProfile.Evicts:
                foreach (FakeRule rule in bench.Kernel.RulesOf(index))
                {
                    rule.IsInDevice = false;
                }

                break;
            case 12:
                foreach (FakeRule rule in bench.Kernel.RulesOf(index))
                {
                    rule.Told = rule.Packets;
                }

                break;
            case 13 when (random >> 8 & 7) == 0:
                bench.Restart(session => (random >> (16 + session) & 1) == 0);
                break;
            default:
                bench.Wait(1);
                break;
        }
    }

    // Once all is quiet, packets flow and the counters are told, every session is shown where its packets went.
    private static void RequireTruth(OffloadBench bench)
    {
        bench.Kernel.Plug("acc1", FakeKernel.OtherPort);
        bench.Kernel.RouteOut = FakeKernel.TransportPort;
        bench.Path.InterfaceChanged("acc1"u8);
        bench.Wait(14);
        for (int i = 0; i < OffloadBench.Capacity; i++)
        {
            if (!bench.Ground.TryReadSession(i, out _))
            {
                Assert.Empty(bench.Kernel.RulesOf(i));
                continue;
            }

            bool isDevice = bench.Carry(i, 3);
            foreach (FakeRule rule in bench.Kernel.RulesOf(i))
            {
                rule.Told = rule.Packets;
            }

            bench.Wait(2);
            Assert.Equal(isDevice ? Placement.Hardware : Placement.Tc, bench.Path.PlacementOf(i));
        }
    }

    private static void RequireNothingLeft(OffloadBench bench)
    {
        for (int i = 0; i < OffloadBench.Capacity; i++)
        {
            bench.Path.Remove(i);
            bench.Forget(i);
        }

        bench.Wait(3);
        Assert.Empty(bench.Kernel.Rules);
        Assert.Equal(0, bench.Path.SessionCount);
    }
}
