using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Captures;
using Pmip.Lab.Nodes;
using Pmip.Lab.Traffic;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>User traffic as GRE behind UDP and the TLV header over IPv4 (RFC 5845 4), forced by the MAG.</summary>
public sealed class UdpTunnelTests
{
    [RootFact]
    [Trait("Requirement", "R3")]
    [Trait("Requirement", "R21")]
    public void Traffic_InForcedUdp_FlowsBothWaysInBothFamilies()
    {
        BindingRow? binding = null;
        Trial.Run(
            new Scenario { Form = "udp", Adjust = AllowUdp },
            lab =>
            {
                lab.Ue1.Attach();
                binding = lab.Lma.Binding(Plan.FirstIdentifier);
                Assert.True(lab.Ue1.Ping(Plan.Server4, octets: 1432 - 8, mayFragment: false));
                Assert.True(lab.Ue1.Ping(Plan.Server6, octets: 1412 - 8, mayFragment: false));
                Assert.True(lab.Server.Run("ping", "-n", "-c", "1", "-W", "2", lab.Ue1.Addresses(4)[0]).Succeeded);
                Assert.True(lab.Server.Run("ping", "-n", "-c", "1", "-W", "2", lab.Ue1.Addresses(6)[0]).Succeeded);
            },
            capture =>
            {
                Assert.Equal(0, Reading.Count(capture, "gre && ip.proto == 47"));
                AssertPackets(capture, Plan.Lma4, binding!.UplinkKey);
                AssertPackets(capture, Plan.Mag14, binding.DownlinkKey);
            });
    }

    [RootFact]
    public void Download_InForcedUdp_OfUnmergedSegments_Flows() => Trial.RunDownload(new Scenario { Form = "udp", Adjust = AllowUdp }, lab =>
    {
        // What leaves the sender is cut already: a TLV header has the length of one packet.
        lab.Server.Require("ethtool", "-K", "lma", "tso", "off", "gso", "off");
        lab.Ue1.Place.Require("ethtool", "-K", "eth0", "tso", "off", "gso", "off");
        lab.StartDownloadService();
        lab.Ue1.Attach();
        DownloadResult result = Download.Start(lab.Ue1.Place, Plan.Server4, TimeSpan.FromSeconds(1)).Finish();
        Assert.True(result.Octets > 1_000_000, $"{result.Octets} octets");
    });

    // Tshark shows what is in UDP as it is: TLV header, GRE with the key, and nothing behind.
    private static void AssertPackets(string capture, string destination, uint key)
    {
        IReadOnlyList<string[]> packets = Reading.Fields(
            capture, $"udp.dstport == 5437 && ip.dst == {destination}", "udp.srcport", "udp.length", "udp.checksum", "udp.payload");
        Assert.NotEmpty(packets);
        foreach (string[] packet in packets)
        {
            byte[] payload = Convert.FromHexString(packet[3].Replace(":", "", StringComparison.Ordinal));
            Assert.Equal(("5437", "0x0000"), (packet[0], packet[2]));
            Assert.Equal(int.Parse(packet[1], CultureInfo.InvariantCulture) - 8, payload.Length);
            Assert.Equal([0, 47, (byte)((payload.Length - 4) >> 8), (byte)((payload.Length - 4) & 0xFF)], payload[..4]);
            Assert.Equal([0x20, 0], payload[4..6]);
            Assert.Equal(key, Convert.ToUInt32(Convert.ToHexString(payload[8..12]), 16));
            Assert.Equal(payload[6] == 8 ? 4 : 6, payload[12] >> 4);
        }
    }

    private static void AllowUdp(string node, JsonObject file)
    {
        if (file["lma"] is { } lma)
        {
            lma["acceptForcedUdp"] = true;
        }

        if (file["mag"]?["lmas"]?[0] is { } anchor)
        {
            anchor["forceUdp"] = true;
        }
    }
}
