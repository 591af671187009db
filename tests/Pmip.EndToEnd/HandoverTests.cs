using System;
using Pmip.Lab;
using Pmip.Lab.Captures;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Pmip.Lab.Traffic;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>A device moves to the other MAG and keeps its addresses and its connections.</summary>
public sealed class HandoverTests
{
    [RootTheory]
    [InlineData("ipv6", Plan.Server4)]
    [InlineData("ipv6", Plan.Server6)]
    [InlineData("udp-mapped", Plan.Server4)]
    [InlineData("udp-mapped", Plan.Server6)]
    [Trait("Requirement", "R1")]
    [Trait("Requirement", "R4")]
    public void Device_Moves_DuringADownload_TheConnectionSurvives(string form, string server) => Trial.RunDownload(Scenario.For(form), lab =>
    {
        lab.StartDownloadService();
        lab.Ue1.Attach();
        // Its solicitation at start follows the check of its link-local address, which may take longer than that of the global one.
        lab.Ue1.AwaitChecked();
        BindingRow before = lab.Lma.Binding(Plan.FirstIdentifier);
        string address4 = lab.Ue1.Addresses(4)[0];
        string address6 = lab.Ue1.Addresses(6)[0];
        Capture radio = lab.StartCapture(lab.Air, "mag2", "radio", filter: "icmp6 or udp port 67 or udp port 68");
        Download download = Download.Start(lab.Ue1.Place, server, TimeSpan.FromSeconds(4));

        lab.Ue1.RoamTo("cell2");

        // How long the gap was is the demo's to tell; here the connection has to survive it.
        download.Finish();
        Assert.Equal(address4, lab.Ue1.Addresses(4)[0]);
        Assert.Equal(address6, lab.Ue1.Addresses(6)[0]);
        Assert.True(lab.Ue1.Ping(Plan.Server4));
        Assert.True(lab.Ue1.Ping(Plan.Server6));
        lab.Mag2.AwaitBindings(1);
        BindingRow after = lab.Lma.Binding(Plan.FirstIdentifier);
        Assert.NotEqual(before.DownlinkKey, after.DownlinkKey);
        Assert.Equal(after.DownlinkKey, lab.Mag2.Binding(Plan.FirstIdentifier).DownlinkKey);
        // The device noticed nothing: its kernel solicited no router and its client no server.
        radio.Stop();
        Assert.Empty(Reading.Fields(radio.File, $"eth.src == {lab.Ue1.Mac} && (icmpv6.type == 133 || dhcp.type == 1)", "_ws.col.Info"));
    });

    [RootFact]
    public void Device_MovesThereAndBack_KeepsItsAddresses() => Trial.Run(new Scenario(), lab =>
    {
        lab.Ue1.Attach();
        string address = lab.Ue1.Addresses(6)[0];
        foreach (string cell in new[] { "cell2", "cell1", "cell2" })
        {
            lab.Ue1.RoamTo(cell);
            lab.Ue1.AwaitPing(Plan.Server6);
            lab.Ue1.AwaitPing(Plan.Server4);
        }

        Assert.Equal(address, lab.Ue1.Addresses(6)[0]);
        Assert.Single(lab.Lma.Bindings());
    });

    [RootFact]
    public void Devices_OnDifferentMags_TalkToEachOther() => Trial.Run(new Scenario(), lab =>
    {
        lab.Ue2.MoveTo("cell2");
        lab.Ue1.Attach();
        lab.Ue2.Attach();
        lab.Ue1.AwaitPing(lab.Ue2.Addresses(4)[0]);
        lab.Ue1.AwaitPing(lab.Ue2.Addresses(6)[0]);
        Await.Until("one binding each", () => lab.Mag1.Bindings().Count == 1 && lab.Mag2.Bindings().Count == 1);
    });
}
