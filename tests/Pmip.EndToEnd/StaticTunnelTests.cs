using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Captures;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>Tunnels that stand in the files of both ends (R7), and their supervision (R6).</summary>
public sealed class StaticTunnelTests
{
    private const string UplinkKey = "0x0b000001";
    private const string DownlinkKey = "0x0a000001";
    private const string Prefix = "2001:db8:600:1::/64";
    private const string Address6 = "2001:db8:600:1::9";
    private const string Address4 = "10.60.0.9";

    [RootFact]
    [Trait("Requirement", "R7")]
    [Trait("Requirement", "R6")]
    public void StaticTunnel_OfBothFiles_CarriesTrafficWithoutSignalling_GoesIdleAndComesBack() => Trial.Run(
        new Scenario { Adjust = AddTunnel },
        lab =>
        {
            // The device has its addresses by hand, as its tunnel has.
            lab.Ue1.SwitchOn();
            lab.Ue1.Place.Ip(
                $"addr add {Address6}/64 dev eth0 nodad",
                $"addr add {Address4}/32 dev eth0",
                "route add ::/0 via fe80::200:5eff:fe00:5213 dev eth0",
                "neigh add 10.60.0.1 lladdr 00:00:5e:00:52:13 dev eth0 nud permanent",
                "route add default via 10.60.0.1 dev eth0 onlink");
            lab.Server.Ip($"route add {Prefix} via {Plan.LmaService6}", $"route add {Address4}/32 via {Plan.LmaService4}");
            lab.Lma.Require("tunnel", "up", "east"); // Its time may have run out while the other nodes started.
            lab.Ue1.AwaitPing(Plan.Server6, source: Address6);
            lab.Ue1.AwaitPing(Plan.Server4, source: Address4);
            Assert.True(lab.Server.Run("ping", "-n", "-c", "1", "-W", "2", Address6).Succeeded);
            Assert.True(lab.Server.Run("ping", "-n", "-c", "1", "-W", "2", Address4).Succeeded);

            JsonElement row = Tunnel(lab.Lma);
            Assert.Equal("up", row.GetProperty("state").GetString());
            Assert.Equal((UplinkKey, DownlinkKey), (row.GetProperty("receiveKey").GetString(), row.GetProperty("sendKey").GetString()));
            Assert.True(row.GetProperty("packetsIn").GetInt64() >= 4 && row.GetProperty("packetsOut").GetInt64() >= 4, row.ToString());
            Assert.Equal("up", Tunnel(lab.Mag1).GetProperty("state").GetString());
            Assert.Empty(lab.Lma.Bindings());

            Await.Until("the tunnel is idle", () => Tunnel(lab.Lma).GetProperty("state").GetString() == "idle-down", TimeSpan.FromSeconds(30));
            Assert.False(lab.Ue1.Ping(Plan.Server6, source: Address6));
            lab.Lma.Require("tunnel", "up", "east");
            lab.Ue1.AwaitPing(Plan.Server6, source: Address6);
        },
        capture =>
        {
            Assert.Equal(0, Reading.Count(capture, "mip6.mhtype == 5"));
            Assert.NotEqual(0, Reading.Count(capture, $"gre.key == {UplinkKey} && ipv6.dst == {Plan.Lma6}"));
            Assert.NotEqual(0, Reading.Count(capture, $"gre.key == {DownlinkKey} && ipv6.dst == {Plan.Mag16}"));
        });

    private static JsonElement Tunnel(Gateway node) => node.Show("tunnels").GetProperty("tunnels").EnumerateArray().Single();

    private static void AddTunnel(string node, JsonObject file)
    {
        if (node == "lma1")
        {
            JsonObject tunnel = Make("lma", Plan.Lma6, Plan.Mag16, DownlinkKey, UplinkKey);
            tunnel["supervisionSeconds"] = 8;
            file["tunnels"] = new JsonArray(tunnel);
        }
        else if (node == "mag1")
        {
            JsonObject tunnel = Make("mag", Plan.Mag16, Plan.Lma6, UplinkKey, DownlinkKey);
            tunnel["interface"] = "acc0";
            tunnel["mac"] = Plan.FirstDeviceMac;
            file["tunnels"] = new JsonArray(tunnel);
            file["mag"]!["profiles"] = new JsonArray();
        }
    }

    private static JsonObject Make(string role, string local, string remote, string sendKey, string receiveKey) => new()
    {
        ["name"] = "east",
        ["role"] = role,
        ["local"] = local,
        ["remote"] = remote,
        ["sendKey"] = sendKey,
        ["receiveKey"] = receiveKey,
        ["prefixes"] = new JsonArray(Prefix),
        ["ipv4"] = Address4,
    };
}
