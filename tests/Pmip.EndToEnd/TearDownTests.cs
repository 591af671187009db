using System;
using Pmip.Lab;
using Pmip.Lab.Nodes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>Ways in which a connection ends: afterwards neither side has state, keys or data path for it.</summary>
public sealed class TearDownTests
{
    [RootFact]
    [Trait("Requirement", "R5")]
    public void Operator_Detaches_BothSidesForgetTheConnection() => Trial.Run(new Scenario(), lab =>
    {
        lab.Ue1.Attach();
        lab.Ue2.Attach();
        // The device is switched off first, or its next packet would register it again.
        lab.Ue1.SwitchOff();
        lab.Mag1.Require("detach", Plan.FirstIdentifier);
        ExpectOnly(lab, Plan.SecondIdentifier);
        Assert.True(lab.Ue2.Ping(Plan.Server4));
    });

    [RootFact]
    [Trait("Requirement", "R5")]
    public void AccessLink_GoesDown_BothSidesForgetEveryConnectionOfIt() => Trial.Run(new Scenario(), lab =>
    {
        lab.Ue1.Attach();
        lab.Ue2.Attach();
        lab.Air.Ip("link set mag1 down");
        ExpectNothing(lab);
        lab.Air.Ip("link set mag1 up");
        lab.Ue1.Reattach();
        lab.Ue2.Reattach();
    });

    [RootFact]
    [Trait("Requirement", "R5")]
    public void Device_ReleasesItsLease_Ipv4OnlyConnectionIsForgotten() => Trial.Run(new Scenario { PdnType = "ipv4" }, lab =>
    {
        lab.Ue1.SwitchOn();
        lab.Ue1.StartDhcp();
        lab.Ue1.AwaitAddress(4);
        lab.Ue1.AwaitPing(Plan.Server4);
        lab.Ue1.Place.Sysctl("net.ipv6.conf.eth0.disable_ipv6=1");
        lab.Ue1.ReleaseDhcp();
        ExpectNothing(lab);
    });

    [RootFact]
    [Trait("Requirement", "R5")]
    public void Device_FallsSilent_IsProbedAndForgotten() => Trial.Run(
        new Scenario
        {
            Adjust = (_, file) =>
            {
                if (file["mag"] is { } mag)
                {
                    mag["presence"] = new System.Text.Json.Nodes.JsonObject { ["probeAfterSeconds"] = 1, ["probeIntervalMs"] = 200, ["probes"] = 3 };
                }
            },
        },
        lab =>
        {
            lab.Ue1.Attach();
            lab.Ue2.Attach();
            lab.Ue1.LeaveCells();
            ExpectOnly(lab, Plan.SecondIdentifier);
            Assert.True(lab.Ue2.Ping(Plan.Server4));
        });

    [RootFact]
    [Trait("Requirement", "R6")]
    public void Mag_Killed_LmaForgetsWhenTheLifetimeIsOver() => Trial.Run(
        new Scenario { Adjust = (_, file) => file["timers"]!["lifetimeSeconds"] = 8 },
        lab =>
        {
            lab.Ue1.Attach();
            lab.Mag1.Process.Kill();
            lab.Lma.AwaitBindings(1);
            lab.Lma.AwaitBindings(0, TimeSpan.FromSeconds(30));
            Assert.Equal(0, lab.Lma.SessionCount());
            Assert.False(lab.Server.Run("ping", "-c", "1", "-W", "1", lab.Ue1.Addresses(4)[0]).Succeeded);
        });

    [RootFact]
    [Trait("Requirement", "R6")]
    public void Binding_OlderThanItsLifetime_IsRefreshedWhileTheDeviceStays() => Trial.Run(
        new Scenario { Adjust = (_, file) => file["timers"]!["lifetimeSeconds"] = 4 },
        lab =>
        {
            lab.Ue1.Attach();
            string address = lab.Ue1.Addresses(4)[0];
            Pmip.Lab.Processes.Await.Throughout("the server is reached", TimeSpan.FromSeconds(7), () => lab.Ue1.Ping(Plan.Server4));
            Assert.Equal(address, lab.Ue1.Addresses(4)[0]);
            Assert.Single(lab.Lma.Bindings());
        });

    private static void ExpectNothing(GatewayLab lab)
    {
        lab.Mag1.AwaitBindings(0);
        lab.Lma.AwaitBindings(0);
        Assert.Equal(0, lab.Mag1.SessionCount());
        Assert.Equal(0, lab.Lma.SessionCount());
    }

    private static void ExpectOnly(GatewayLab lab, string identifier)
    {
        lab.Mag1.AwaitBindings(1);
        lab.Lma.AwaitBindings(1);
        Assert.Equal(identifier, lab.Lma.Bindings()[0].Identifier);
        Assert.Equal(1, lab.Mag1.SessionCount());
        Assert.Equal(1, lab.Lma.SessionCount());
    }
}
