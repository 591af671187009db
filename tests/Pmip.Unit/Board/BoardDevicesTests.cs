using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using Pmip.Board;
using Pmip.Board.Buttons;
using Pmip.Board.Health;
using Pmip.Board.Profiles;
using Pmip.Board.Thermal;
using Xunit;

namespace Pmip.Unit.Board;

public sealed class BoardDevicesTests
{
    private static BoardProfile Pi => BoardProfiles.BuiltIn().First(profile => profile.Name == "raspberry-pi-4");

    [Fact]
    public void Board_ThatLacksWhatItsProfileNames_SaysALineForEach()
    {
        using FakeRoot root = new();
        using BoardDevices devices = new(Pi, root.Path, useLights: true, useButton: true);
        Assert.Equal(4, devices.Problems.Count);
        Assert.Contains(devices.Problems, line => line.Contains("ACT", StringComparison.Ordinal));
        Assert.Contains(devices.Problems, line => line.Contains("pinctrl-bcm2711", StringComparison.Ordinal));
        Assert.Contains(devices.Problems, line => line.Contains("ttyS1", StringComparison.Ordinal));
        Assert.Null(devices.Button);
        Assert.Empty(devices.Lights.Shown);
    }

    [Fact]
    public void Board_ThatHasEverything_HasNoProblem()
    {
        using FakeRoot root = new();
        root.AddLight("ACT");
        root.AddLight("PWR");
        root["dev/ttyS0"] = "";
        using BoardDevices devices = new(Pi, root.Path, useLights: true, useButton: false);
        Assert.Empty(devices.Problems);
        Assert.EndsWith("/dev/ttyS0", devices.ConsoleDevice, StringComparison.Ordinal);
        Assert.Equal([LightFunction.Status, LightFunction.Alarm], devices.Lights.Shown.Select(light => light.Function));
    }

    [Fact]
    public void Temperature_AboveTheLowestLimit_IsTooHot()
    {
        using FakeRoot root = new();
        root["sys/class/thermal/thermal_zone0/type"] = "cpu-thermal\n";
        root["sys/class/thermal/thermal_zone0/temp"] = "80000\n";
        root["sys/class/thermal/thermal_zone0/trip_point_0_type"] = "active\n";
        root["sys/class/thermal/thermal_zone0/trip_point_0_temp"] = "50000\n";
        root["sys/class/thermal/thermal_zone0/trip_point_1_type"] = "critical\n";
        root["sys/class/thermal/thermal_zone0/trip_point_1_temp"] = "110000\n";
        root["sys/class/thermal/thermal_zone0/trip_point_2_type"] = "passive\n";
        root["sys/class/thermal/thermal_zone0/trip_point_2_temp"] = "80000\n";
        root["sys/class/thermal/thermal_zone1/type"] = "gpu-thermal\n";
        root["sys/class/thermal/thermal_zone1/temp"] = "nonsense\n";
        Temperature[] all = [.. new Thermometer(root.Path, []).Read()];
        Assert.Equal(new Temperature("cpu-thermal", 80_000, 80_000), all[0]);
        Assert.True(all[0].IsTooHot);
        Assert.Equal(new Temperature("gpu-thermal", null, null), all[1]);
        Assert.False(all[1].IsTooHot);
        Assert.Equal("gpu-thermal", Assert.Single(new Thermometer(root.Path, ["gpu-thermal"]).Read()).Zone);
    }

    [Fact]
    public void Thread_OfTheBoard_ShowsTheHealthAndPutsTheLightOutAtTheEnd()
    {
        using FakeRoot root = new();
        root.AddLight("ACT");
        root["sys/class/thermal/thermal_zone0/type"] = "cpu-thermal\n";
        root["sys/class/thermal/thermal_zone0/temp"] = "99000\n";
        HealthState health = new();
        BlockingCollection<ButtonStage> pressed = [];
        BoardDevices devices = new(Pi, root.Path, useLights: true, useButton: false);
        Assert.True(BoardThread.TryStart(devices, health, pressed.Add, out BoardThread? thread).IsOk);
        Assert.True(SpinWait.SpinUntil(() => root["sys/class/leds/ACT/trigger"] == "timer", TimeSpan.FromSeconds(20)));
        health.Clear(HealthReasons.Starting);
        Assert.True(SpinWait.SpinUntil(() => (health.Reasons & HealthReasons.TooHot) != 0, TimeSpan.FromSeconds(20)));
        Assert.True(SpinWait.SpinUntil(() => root["sys/class/leds/ACT/delay_off"] == "900", TimeSpan.FromSeconds(20)));
        long progress = thread!.Progress.Count;
        Assert.True(SpinWait.SpinUntil(() => thread.Progress.Count > progress, TimeSpan.FromSeconds(20)));
        thread.Dispose();
        devices.Dispose();
        Assert.Equal("0", root["sys/class/leds/ACT/brightness"]);
        Assert.Empty(pressed);
    }
}
