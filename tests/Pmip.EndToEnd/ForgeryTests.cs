using System;
using Pmip.Lab;
using Pmip.Lab.Captures;
using Pmip.Lab.Devices;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Pmip.Lab.Traffic;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>Packets with a wrong key or a wrong source are dropped, and each drop is counted under its reason.</summary>
public sealed class ForgeryTests
{
    [RootFact]
    [Trait("Requirement", "R17")]
    public void Connection_Released_PacketsWithItsKeysAreDroppedAndCounted() => Trial.Run(new Scenario(), lab =>
    {
        lab.Ue1.Attach();
        BindingRow old = lab.Lma.Binding(Plan.FirstIdentifier);
        string address = lab.Ue1.Addresses(4)[0];
        lab.Ue1.SwitchOff();
        lab.Mag1.Require("detach", Plan.FirstIdentifier);
        lab.Mag1.AwaitBindings(0);
        lab.Lma.AwaitBindings(0);

        ExpectDrop(lab.Lma, "GreKeyUnknown", () =>
            Forgery.SendTunnelled(lab.Mag1.Place, Plan.Mag16, Plan.Lma6, old.UplinkKey, address, Plan.Server4));
        ExpectDrop(lab.Mag1, "GreKeyUnknown", () =>
            Forgery.SendTunnelled(lab.Lma.Place, Plan.Lma6, Plan.Mag16, old.DownlinkKey, Plan.Server4, address));

        // The next connection gets other keys: the old ones are in quarantine.
        lab.Ue2.Attach();
        BindingRow next = lab.Lma.Binding(Plan.SecondIdentifier);
        Assert.NotEqual(old.UplinkKey, next.UplinkKey);
        Assert.NotEqual(old.DownlinkKey, next.DownlinkKey);
    });

    [RootFact]
    [Trait("Requirement", "R18")]
    public void Uplink_FromAnotherTrustedMag_IsForwarded() => Trial.Run(new Scenario(), lab =>
    {
        lab.Ue1.Attach();
        uint key = lab.Lma.Binding(Plan.FirstIdentifier).UplinkKey;
        Capture server = lab.StartCapture(lab.Server, "lan", "server");
        Forgery.SendTunnelled(lab.Mag2.Place, Plan.Mag26, Plan.Lma6, key, lab.Ue1.Addresses(4)[0], Plan.Server4, identifier: 777);
        Await.Until("the server is asked", () => Moments.Of(server.File, "icmp[icmptype] == icmp-echo and icmp[4:2] == 777").Count == 1);
        server.Stop();
    });

    [RootFact]
    [Trait("Requirement", "R18")]
    public void Uplink_FromAStranger_IsDroppedAndCounted() => Trial.Run(new Scenario(), lab =>
    {
        lab.Ue1.Attach();
        uint key = lab.Lma.Binding(Plan.FirstIdentifier).UplinkKey;
        lab.Mag2.Place.Ip("addr add 2001:db8:f::66/64 dev wan0 nodad");
        ExpectDrop(lab.Lma, "OuterSourceUntrusted", () =>
            Forgery.SendTunnelled(lab.Mag2.Place, "2001:db8:f::66", Plan.Lma6, key, lab.Ue1.Addresses(4)[0], Plan.Server4));
    });

    [RootFact]
    public void Uplink_WithAnotherNodesInnerSource_IsDroppedAndCounted() => Trial.Run(new Scenario(), lab =>
    {
        lab.Ue1.Attach();
        lab.Ue2.Attach();
        uint key = lab.Lma.Binding(Plan.FirstIdentifier).UplinkKey;
        ExpectDrop(lab.Lma, "InnerSourceWrong", () =>
            Forgery.SendTunnelled(lab.Mag1.Place, Plan.Mag16, Plan.Lma6, key, lab.Ue2.Addresses(4)[0], Plan.Server4));
        ExpectDrop(lab.Lma, "InnerSourceWrong", () =>
            Forgery.SendTunnelled(lab.Mag1.Place, Plan.Mag16, Plan.Lma6, key, lab.Ue2.Addresses(6)[0], Plan.Server6));
    });

    [RootFact]
    public void Device_SpoofsAnAddress_ItsPacketsAreDroppedAndCounted() => Trial.Run(new Scenario(), lab =>
    {
        lab.Ue1.Attach();
        lab.Ue2.Attach();
        Device thief = lab.Ue1;
        string victim4 = lab.Ue2.Addresses(4)[0];
        thief.Place.Ip("addr add 10.45.200.200/32 dev eth0", "addr add 2001:db8:100:ffff::1/128 dev eth0 nodad");
        ExpectDrop(lab.Mag1, "InnerSourceWrong", () => Assert.False(thief.Ping(Plan.Server4, source: "10.45.200.200")));
        ExpectDrop(lab.Mag1, "InnerSourceWrong", () => Assert.False(thief.Ping(Plan.Server6, source: "2001:db8:100:ffff::1")));
        thief.Place.Ip($"addr add {victim4}/32 dev eth0");
        ExpectDrop(lab.Mag1, "LinkLayerSourceWrong", () => Assert.False(thief.Ping(Plan.Server4, source: victim4)));
        Assert.True(lab.Ue2.Ping(Plan.Server4));
    });

    [RootTheory]
    [InlineData("ipv6")]
    [InlineData("udp")]
    public void Tunnelled_WithAWrongKey_IsDroppedAndCountedOnBothSides(string form) => Trial.Run(Scenario.For(form), lab =>
    {
        lab.Ue1.Attach();
        BindingRow binding = lab.Lma.Binding(Plan.FirstIdentifier);
        bool isIpv6 = form == "ipv6";
        string lma = isIpv6 ? Plan.Lma6 : Plan.Lma4;
        string mag = isIpv6 ? Plan.Mag16 : Plan.Mag14;
        string device = lab.Ue1.Addresses(4)[0];
        ExpectDrop(lab.Lma, "GreKeyUnknown", () =>
            Forgery.SendTunnelled(lab.Mag1.Place, mag, lma, binding.UplinkKey ^ 0x80000000, device, Plan.Server4));
        ExpectDrop(lab.Mag1, "GreKeyUnknown", () =>
            Forgery.SendTunnelled(lab.Lma.Place, lma, mag, binding.DownlinkKey ^ 0x80000000, Plan.Server4, device));
        Assert.True(lab.Ue1.Ping(Plan.Server4));
    });

    private static void ExpectDrop(Gateway node, string reason, Action send)
    {
        long before = node.Counter(reason);
        send();
        Await.Until($"{node.Name} counts {reason}", () => node.Counter(reason) > before, seen: () => node.Show("datapath").ToString());
    }
}
