using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Board.Buttons;
using Pmip.Board.Health;
using Pmip.Board.Leds;
using Pmip.Board.Profiles;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.Board;

public sealed class LightTests
{
    [Fact]
    public void StatusLight_InEachState_ShinesInItsOwnWay()
    {
        ApplianceHealth[] states = Enum.GetValues<ApplianceHealth>();
        Assert.Equal(states.Length, states.Select(state => LightCode.Of(LightFunction.Status, state, ButtonStage.None)).Distinct().Count());
    }

    // A light that the kernel blinks or that stays on outlives the process: only serving may be told by what needs a living one.
    [Fact]
    public void StatusLight_OfAServingNode_IsMadeByTheProcessOnly()
    {
        Assert.Equal(LightPattern.Wink, LightCode.Of(LightFunction.Status, ApplianceHealth.Serving, ButtonStage.None));
        Assert.False(LightPatterns.TryGetBlink(LightPattern.Wink, out _, out _));
        Assert.DoesNotContain(
            LightPattern.Wink,
            Enum.GetValues<ApplianceHealth>().Where(state => state != ApplianceHealth.Serving)
                .SelectMany(state => Enum.GetValues<LightFunction>().Select(light => LightCode.Of(light, state, ButtonStage.None))));
    }

    [Fact]
    public void StatusLight_WhileTheButtonIsHeld_ShowsEachStageInItsOwnWayWhateverTheState()
    {
        ButtonStage[] stages = [ButtonStage.Restart, ButtonStage.SafeMode, ButtonStage.FactoryReset, ButtonStage.GivenUp];
        foreach (ApplianceHealth state in Enum.GetValues<ApplianceHealth>())
        {
            Assert.Equal(stages.Length, stages.Select(stage => LightCode.Of(LightFunction.Status, state, stage)).Distinct().Count());
        }
    }

    [Fact]
    public void KernelLight_ThatBlinks_HasTheTimerWithItsTimes()
    {
        using FakeRoot root = new();
        root.AddLight("green:status", "127");
        KernelLight light = KernelLight.Find(root.Path, ["ACT", "*:status"])!;
        Assert.Equal("green:status", light.Name);
        Assert.True(light.TryShow(LightPattern.Flash, out _));
        Assert.Equal("timer", root["sys/class/leds/green:status/trigger"]);
        Assert.Equal("100", root["sys/class/leds/green:status/delay_on"]);
        Assert.Equal("900", root["sys/class/leds/green:status/delay_off"]);
        Assert.True(light.TryShow(LightPattern.On, out _));
        Assert.Equal("none", root["sys/class/leds/green:status/trigger"]);
        Assert.Equal("127", root["sys/class/leds/green:status/brightness"]);
        light.Dispose();
        Assert.Equal("0", root["sys/class/leds/green:status/brightness"]);
    }

    [Fact]
    public void KernelLight_ForTraffic_IsLeftToTheKernelWithItsInterface()
    {
        using FakeRoot root = new();
        root.AddLight("lan");
        Assert.True(KernelLight.Find(root.Path, ["lan"])!.TryShowTraffic("eth0", out _));
        Assert.Equal("netdev", root["sys/class/leds/lan/trigger"]);
        Assert.Equal("eth0", root["sys/class/leds/lan/device_name"]);
    }

    [Fact]
    public void Lights_WinkingWithoutATurn_StandStill()
    {
        FakeLight light = new(blinksByItself: true);
        StatusLights lights = new();
        lights.Add(LightFunction.Status, light);
        Instant now = new Instant(1_000_000);
        Instant next = lights.Turn(now, ApplianceHealth.Serving, ButtonStage.None);
        Assert.Equal(now.Plus(Duration.FromMilliseconds(1900)), next);
        Assert.Equal([LightPattern.On], light.Shown);
        next = lights.Turn(next, ApplianceHealth.Serving, ButtonStage.None);
        next = lights.Turn(next, ApplianceHealth.Serving, ButtonStage.None);
        Assert.Equal([LightPattern.On, LightPattern.Off, LightPattern.On], light.Shown);
        lights.Turn(next, ApplianceHealth.Fault, ButtonStage.None);
        Assert.Equal(LightPattern.Fast, light.Shown[^1]);
    }

    // A driver that only switches shows, over any times of the turns, what one that blinks by itself would have been told.
    [Fact]
    public void Lights_OfEitherKind_AreOnlyAskedForWhatTheyCan() => Prop.ForAll(
        ArbMap.Default.ArbFor<bool>(), Gen.Choose(0, 3_000).ArrayOf().ToArbitrary(), ArbMap.Default.ArbFor<ApplianceHealth[]>(),
        (blinks, waits, states) =>
        {
            FakeLight light = new(blinks);
            StatusLights lights = new();
            lights.Add(LightFunction.Status, light);
            Instant now = new Instant(0);
            for (int i = 0; i < Math.Min(waits.Length, states.Length); i++)
            {
                now = now.Plus(Duration.FromMilliseconds(waits[i]));
                Instant next = lights.Turn(now, states[i], ButtonStage.None);
                if (next <= now)
                {
                    return false;
                }
            }

            return light.Shown.TrueForAll(pattern => blinks ? pattern != LightPattern.Wink : pattern is LightPattern.On or LightPattern.Off);
        }).QuickCheckThrowOnFailure();

    private sealed class FakeLight(bool blinksByItself) : ILight
    {
        public List<LightPattern> Shown { get; } = [];

        public string Name => "fake";

        public bool BlinksByItself => blinksByItself;

        public bool TryShow(LightPattern pattern, out string problem)
        {
            Shown.Add(pattern);
            problem = "";
            return true;
        }

        public void Dispose()
        {
        }
    }
}
