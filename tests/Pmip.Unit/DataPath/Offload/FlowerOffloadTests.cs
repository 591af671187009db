using System;
using System.Linq;
using System.Text;
using Pmip.DataPath;
using Pmip.DataPath.Ladder;
using Pmip.Foundation.Addressing;
using Xunit;

namespace Pmip.Unit.DataPath.Offload;

/// <summary>What becomes of sessions over devices of every kind.</summary>
public sealed class FlowerOffloadTests
{
    [Fact]
    public void Session_Installed_DeviceAccepts_IsHardwareOnlyOnceItsCountersMove()
    {
        OffloadBench bench = new(DeviceProfile.Accepts);
        bench.Path.Install(OffloadBench.Session(0));
        Assert.Equal(Placement.Tc, bench.Path.PlacementOf(0));

        bench.Wait(1);
        Assert.Equal(Placement.Flower, bench.Path.PlacementOf(0));

        Assert.True(bench.Carry(0, 5));
        bench.Wait(2);
        Assert.Equal(Placement.Hardware, bench.Path.PlacementOf(0));
        Assert.True(bench.Path.TryReadCounters(0, out SessionCounters counters));
        Assert.Equal(new SessionCounters(0, 0, 5, 500), counters);
    }

    [Fact]
    public void Rules_OfASession_MatchWhatTheProgramsCheckAndKeepTheChecksumBitOut()
    {
        OffloadBench bench = new(DeviceProfile.Accepts);
        bench.Path.Install(OffloadBench.Session(0));
        bench.Wait(1);

        FakeRule[] rules = [.. bench.Kernel.RulesOf(0)];
        Assert.Equal(4, rules.Length);
        Assert.All(rules, rule => Assert.Equal(2u, rule.Flags));
        FakeRule into4 = Assert.Single(rules, rule => rule.EntersTunnel && rule.Matches.ContainsKey(10));
        Assert.Equal(["tunnel_key", "pedit", "csum", "mirred"], into4.Actions);
        Assert.Equal(0xA000_0000u, into4.Key);
        Assert.Equal([10, 45, 0, 2], into4.Matches[10]);
        Assert.Equal([2, 0, 0, 0, 0, 0x10], into4.Matches[6]);
        FakeRule outOf6 = Assert.Single(rules, rule => !rule.EntersTunnel && rule.Matches.ContainsKey(16));
        Assert.Equal(["tunnel_key", "pedit", "vlan", "mirred"], outOf6.Actions);
        Assert.Equal(0xB000_0000u, outOf6.Key);
        Assert.Equal(IpAddress.Parse("2001:db8:f::1"), IpAddress.Read(outOf6.Matches[31]));
        Assert.Equal(IpAddress.Parse("2001:db8:f::11"), IpAddress.Read(outOf6.Matches[33]));
        Assert.Equal("ffffffffffffffff0000000000000000", Convert.ToHexStringLower(outOf6.Matches[17]));
    }

    [Theory]
    [InlineData(DeviceProfile.HasNoFeature, "the access port's driver has no hw-tc-offload")]
    [InlineData(DeviceProfile.Refuses, "the device refuses the rule into the tunnel: only TEB encapsulation is offloaded")]
    public void Session_Installed_DeviceCannot_StaysOnTheGroundAndTheReasonIsShown(DeviceProfile profile, string reason)
    {
        OffloadBench bench = new(profile);
        bench.Path.Install(OffloadBench.Session(0));
        bench.Carry(0, 3);
        bench.Wait(3);

        Assert.Equal(Placement.Tc, bench.Path.PlacementOf(0));
        Assert.Empty(bench.Kernel.Rules);
        Assert.Equal(reason, ReasonOf(bench.Path, Rung.Flower));
        Assert.Equal("", ReasonOf(bench.Path, Rung.Tc));
    }

    [Fact]
    public void Sessions_Installed_DeviceFillsUp_RestIsOnTheGroundWhole()
    {
        OffloadBench bench = new(DeviceProfile.FillsUp);
        for (int i = 0; i < OffloadBench.Capacity; i++)
        {
            bench.Path.Install(OffloadBench.Session(i));
        }

        bench.Wait(3);

        Assert.Equal(1, bench.Path.CountPlaced(Placement.Flower));
        Assert.Equal(OffloadBench.Capacity - 1, bench.Path.CountPlaced(Placement.Tc));
        Assert.Equal(4, bench.Kernel.Rules.Count);
        Assert.True(bench.Path.OffloadRefusals > 0);
    }

    [Fact]
    public void Session_InHardware_DeviceLetsItGo_GoesToTheGroundWithItsCounters()
    {
        OffloadBench bench = new(DeviceProfile.Accepts);
        bench.Path.Install(OffloadBench.Session(0));
        bench.Wait(1);
        bench.Carry(0, 7);
        bench.Wait(2);

        bench.Kernel.RulesOf(0).First().IsInDevice = false;
        bench.Wait(3);

        Assert.Equal(Placement.Tc, bench.Path.PlacementOf(0));
        Assert.Empty(bench.Kernel.Rules);
        Assert.Equal(1, bench.Path.OffloadEvictions);
        bench.Carry(0, 1);
        Assert.True(bench.Path.TryReadCounters(0, out SessionCounters counters));
        Assert.Equal(8ul, counters.PacketsOut);
    }

    [Fact]
    public void Session_Installed_NeighbourIsDead_IsShownWhereItsPacketsGo()
    {
        OffloadBench bench = new(DeviceProfile.HasDeadNeighbour);
        bench.Path.Install(OffloadBench.Session(0));
        bench.Wait(2);
        Assert.False(bench.Carry(0, 4));
        bench.Wait(2);

        Assert.Equal(Placement.Tc, bench.Path.PlacementOf(0));
        Assert.NotEmpty(bench.Kernel.Rules);

        // The neighbour answers at last: nothing has to be installed anew.
        bench.Kernel.Profile = DeviceProfile.Accepts;
        Assert.True(bench.Carry(0, 4));
        bench.Wait(2);
        Assert.Equal(Placement.Hardware, bench.Path.PlacementOf(0));
    }

    [Fact]
    public void Session_Carried_DeviceReportsLate_IsNotCalledTheGrounds()
    {
        OffloadBench bench = new(DeviceProfile.ReportsLate);
        bench.Path.Install(OffloadBench.Session(0));
        bench.Wait(1);
        bench.Carry(0, 9);
        bench.Wait(3);
        Assert.Equal(Placement.Flower, bench.Path.PlacementOf(0));

        foreach (FakeRule rule in bench.Kernel.RulesOf(0))
        {
            rule.Told = rule.Packets;
        }

        bench.Wait(2);
        Assert.Equal(Placement.Hardware, bench.Path.PlacementOf(0));
        Assert.True(bench.Path.TryReadCounters(0, out SessionCounters counters));
        Assert.Equal(9ul, counters.PacketsOut);
    }

    [Fact]
    public void Session_Changed_RulesAreThoseOfItsNewState()
    {
        OffloadBench bench = new(DeviceProfile.Accepts);
        bench.Path.Install(OffloadBench.Session(1));
        bench.Wait(1);
        bench.Path.Install(OffloadBench.Session(1, version: 1) with { AccessInterface = FakeKernel.AccessPort });
        Assert.Empty(bench.Kernel.Rules);
        Assert.Equal(Placement.Tc, bench.Path.PlacementOf(1));
        bench.Wait(1);

        Assert.All(bench.Kernel.RulesOf(1).Where(rule => rule.EntersTunnel), rule => Assert.Equal(0xA000_0101u, rule.Key));
        Assert.DoesNotContain(bench.Kernel.Rules.Keys, place => place.Interface == FakeKernel.OtherPort);
    }

    [Fact]
    public void Restart_SessionsSurvive_RulesOfTheLostAreClearedAndTheOthersTakenOverAsTheyAre()
    {
        OffloadBench bench = new(DeviceProfile.Accepts);
        bench.Path.Install(OffloadBench.Session(0));
        bench.Path.Install(OffloadBench.Session(2));
        bench.Wait(1);
        FakeRule[] kept = [.. bench.Kernel.RulesOf(0)];

        bench.Restart(static session => session == 0);
        bench.Wait(2);
        Assert.Equal(2, bench.Kernel.RulesOf(2).Count()); // Nothing is cleared before the sessions had time to come back.
        bench.Wait(12);

        Assert.Equal(kept, bench.Kernel.RulesOf(0));
        Assert.Empty(bench.Kernel.RulesOf(2));
        Assert.Equal(Placement.Flower, bench.Path.PlacementOf(0));
    }

    [Fact]
    public void Rungs_ChangedWhileItRuns_FlowerTakenAway_SessionsGoToTheGroundAndComeBack()
    {
        OffloadBench bench = new(DeviceProfile.Accepts);
        bench.Path.Install(OffloadBench.Session(0));
        bench.Wait(1);
        bench.Carry(0, 2);
        bench.Wait(2);

        bench.Path.Reconfigure(bench.Path.Prepare(OffloadBench.Configuration(Rung.Tc))!);
        bench.Wait(2);
        Assert.Equal(Placement.Tc, bench.Path.PlacementOf(0));
        Assert.Empty(bench.Kernel.Rules);
        Assert.Equal("not in dataPath.rungs", ReasonOf(bench.Path, Rung.Flower));
        bench.Carry(0, 1);

        bench.Path.Reconfigure(bench.Path.Prepare(OffloadBench.Configuration(Rung.Flower, Rung.Tc))!);
        bench.Wait(2);
        Assert.Equal(Placement.Flower, bench.Path.PlacementOf(0));
        bench.Carry(0, 1);
        bench.Wait(2);
        Assert.True(bench.Path.TryReadCounters(0, out SessionCounters counters));
        Assert.Equal(4ul, counters.PacketsOut);
    }

    [Fact]
    public void Stop_OfTheLadder_LeavesNoRuleAndNoDevice()
    {
        OffloadBench bench = new(DeviceProfile.Accepts);
        bench.Path.Install(OffloadBench.Session(0));
        bench.Wait(1);

        bench.Path.Dispose();

        Assert.Empty(bench.Kernel.Rules);
        Assert.Equal(["acc0", "acc1", "wan0"], bench.Kernel.Links.Order());
    }

    [Fact]
    public void Turns_OfAnIdleLadder_AllocateNothing()
    {
        OffloadBench bench = new(DeviceProfile.HasNoFeature);
        for (int i = 0; i < OffloadBench.Capacity; i++)
        {
            bench.Path.Install(OffloadBench.Session(i));
        }

        bench.Wait(2);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            bench.Path.Maintain(new(long.MaxValue / 2 + (i * 1_000_000L)));
            _ = bench.Path.PlacementOf(i % OffloadBench.Capacity);
            _ = bench.Path.ReadRung(i % bench.Path.RungCount);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static string ReasonOf(GreAdapter path, Rung rung)
    {
        for (int i = 0; i < path.RungCount; i++)
        {
            RungView view = path.ReadRung(i);
            if (view.Rung == rung && view.Port.SequenceEqual("acc0"u8))
            {
                return Encoding.UTF8.GetString(view.Reason);
            }
        }

        return "there is no such rung";
    }
}
