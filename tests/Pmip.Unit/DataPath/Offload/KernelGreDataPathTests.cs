using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pmip.DataPath;
using Pmip.DataPath.Kernel;
using Pmip.DataPath.Ladder;
using Pmip.Linux.Netlink;
using Xunit;

namespace Pmip.Unit.DataPath.Offload;

/// <summary>What the data path without BPF asks of the kernel.</summary>
public sealed class KernelGreDataPathTests : IDisposable
{
    private const int Tunnel = FakeKernel.OtherPort;
    private readonly FakeKernel _kernel = new(DeviceProfile.Accepts);

    public void Dispose() => _kernel.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Session_Installed_IsRulesOnTheTunnelAndOnTheGreDevice(bool atLma)
    {
        using KernelGreDataPath path = Open();
        Assert.Equal(DataPathStatus.Ok, path.Install(OffloadBench.Session(0) with { AtLma = atLma }));

        (FlowerPlace Place, FakeRule Rule)[] rules = [.. Sessions()];
        Assert.Equal(4, rules.Length);
        foreach ((FlowerPlace place, FakeRule rule) in rules)
        {
            Assert.Equal(place.IsEgress ? Tunnel : _kernel.IndexOf("pmipgre6"), place.Interface);
            Assert.Equal(1u, rule.Flags); // In software only.
            Assert.Equal(place.IsEgress ? ["tunnel_key", "mirred"] : ["tunnel_key", "gact"], rule.Actions);
            Assert.Equal(place.IsEgress ? 0xA000_0000u : 0xB000_0000u, rule.Key);
            int source = place.IsIpv6 ? 14 : 10;
            Assert.Equal(place.IsEgress != atLma, rule.Matches.ContainsKey(source));
            Assert.Equal(place.IsEgress == atLma, rule.Matches.ContainsKey(source + 2));
            Assert.Equal(!place.IsEgress && !atLma, rule.Matches.ContainsKey(31));
            Assert.Equal(!place.IsEgress, rule.Matches.ContainsKey(33));
        }

        Assert.Equal(Placement.Kernel, path.PlacementOf(0));
        Assert.Equal(SessionAudit.Sound, path.Audit(0));
    }

    [Fact]
    public void Session_Changed_CountersGoOnAndOldRulesGo()
    {
        using KernelGreDataPath path = Open();
        path.Install(OffloadBench.Session(0));
        foreach ((FlowerPlace place, FakeRule rule) in Sessions())
        {
            rule.Told = place.IsEgress ? 3ul : 2ul;
        }

        path.Install(OffloadBench.Session(0, version: 1) with { HomeAddress4 = default });

        Assert.Equal(2, Sessions().Count());
        Assert.True(path.TryReadCounters(0, out SessionCounters counters));
        Assert.Equal((4ul, 6ul), (counters.PacketsIn, counters.PacketsOut));
        Assert.Equal(DataPathStatus.StaleGeneration, path.Install(OffloadBench.Session(0)));
        Assert.Equal(DataPathStatus.Ok, path.Remove(0));
        Assert.Empty(Sessions());
        Assert.Equal(DataPathStatus.NotInstalled, path.Remove(0));
    }

    [Fact]
    public void Packets_ThatNoRuleTakes_AreDroppedAndCounted()
    {
        using KernelGreDataPath path = Open();
        FakeRule[] rest = [.. _kernel.Rules.Values];
        Assert.Equal(4, rest.Length);
        Assert.All(rest, rule => Assert.Equal(["gact"], rule.Actions));
        foreach ((FlowerPlace place, FakeRule rule) in _kernel.Rules)
        {
            rule.Told = place.IsEgress ? 5ul : 7ul;
        }

        Assert.Equal(10ul, path.DropCount(DropReason.NoSession));
        Assert.Equal(14ul, path.DropCount(DropReason.GreKeyUnknown));
        Assert.Equal(0ul, path.DropCount(DropReason.TooBig));
    }

    [Fact]
    public void Session_InUdp_IsRefusedAndLeavesNothing()
    {
        using KernelGreDataPath path = Open();
        Assert.Equal(DataPathStatus.KernelRefused, path.Install(OffloadBench.Session(0) with { Encapsulation = GreEncapsulation.UdpTlvGre }));
        Assert.Empty(Sessions());
        Assert.Equal(Placement.None, path.PlacementOf(0));
    }

    [Fact]
    public void Rung_Shown_SaysWhatItCannotCheck()
    {
        using KernelGreDataPath path = Open();
        Assert.True(path.IsCarriedBy(Rung.Kernel, "acc0"u8, "wan0"u8, out ReadOnlySpan<byte> reason));
        Assert.StartsWith("told so; unchecked: a node's link-layer address and interface;", Encoding.UTF8.GetString(reason), StringComparison.Ordinal);
        Assert.False(path.IsCarriedBy(Rung.Tc, "acc0"u8, "wan0"u8, out _));
    }

    [Fact]
    public void Stop_OfTheDataPath_TakesTheGreDeviceAway()
    {
        Open().Dispose();
        Assert.DoesNotContain("pmipgre6", _kernel.Links);
    }

    private IEnumerable<(FlowerPlace Place, FakeRule Rule)> Sessions() =>
        _kernel.Rules.Where(static rule => rule.Key.Priority < 0x4FFE).Select(static rule => (rule.Key, rule.Value));

    private KernelGreDataPath Open()
    {
        DataPathConfiguration configuration = OffloadBench.Configuration();
        NetlinkChannel channel = new(_kernel);
        KernelDevices devices = new(channel, null, Tunnel);
        Assert.Equal("", devices.Prepare(configuration));
        KernelGreDataPath path = new(configuration, devices, channel, "told so");
        Assert.Equal("", path.DropTheRest());
        return path;
    }
}
