using System;
using System.Globalization;
using System.Text.RegularExpressions;
using Pmip.Lab;
using Pmip.Lab.Devices;
using Pmip.Lab.Processes;
using Pmip.Lab.Traffic;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>What does not fit into the tunnel is answered towards its sender, and TCP finds the size by itself.</summary>
public sealed class MtuTests
{
    [RootTheory]
    [InlineData("ipv6", 1452)]
    [InlineData("udp", 1472)]
    public void Packet_TooBigForTheTunnel_SenderIsTold(string form, int tunnelMtu) => Trial.Run(Scenario.For(form), lab =>
    {
        // A device that takes no MTU from its network and believes in 1500.
        lab.Ue1.Place.Sysctl("net.ipv6.conf.eth0.accept_ra_mtu=0");
        lab.Ue1.Attach();
        lab.Ue1.Place.Ip("link set eth0 mtu 1500");
        ExpectAnswer(FromDevice(lab.Ue1, Plan.Server4, 1472), tunnelMtu);
        ExpectAnswer(FromDevice(lab.Ue1, Plan.Server6, 1452), tunnelMtu);
        lab.Ue1.Place.Require("ip", "-4", "route", "flush", "cache");
        lab.Ue1.Place.Require("ip", "-6", "route", "flush", "cache");
        Assert.True(lab.Ue1.Ping(Plan.Server4, octets: tunnelMtu - 28, mayFragment: false));
        Assert.True(lab.Ue1.Ping(Plan.Server6, octets: tunnelMtu - 48, mayFragment: false));
        // Without DF an IPv4 packet is cut and arrives.
        Assert.True(lab.Ue1.Place.Run("ping", "-n", "-c", "1", "-W", "2", "-M", "dont", "-s", "1472", Plan.Server4).Succeeded);
        // The other way: the LMA tells the server.
        string address4 = lab.Ue1.Addresses(4)[0];
        string address6 = lab.Ue1.Addresses(6)[0];
        ExpectAnswer(FromServer(lab, address4, 1472), tunnelMtu);
        ExpectAnswer(FromServer(lab, address6, 1452), tunnelMtu);
        Assert.True(lab.Server.Run("ping", "-n", "-c", "1", "-W", "2", "-M", "dont", "-s", "1472", address4).Succeeded);
    });

    [RootTheory]
    [InlineData("ipv6")]
    [InlineData("udp")]
    public void Download_AtFullSize_FlowsInBothFamilies(string form) => Trial.RunDownload(Scenario.For(form), lab =>
    {
        lab.StartDownloadService();
        lab.Ue1.Attach();
        foreach (string server in new[] { Plan.Server4, Plan.Server6 })
        {
            DownloadResult result = Download.Start(lab.Ue1.Place, server, TimeSpan.FromSeconds(1)).Finish();
            Assert.True(result.Octets > 5_000_000, $"{result.Octets} octets from {server}");
        }
    });

    private static string FromDevice(Device device, string address, int octets) =>
        Text(device.PingResult(address, count: 1, octets, mayFragment: false));

    private static string FromServer(GatewayLab lab, string address, int octets) => Text(lab.Server.Run(
        "ping", "-n", "-c", "1", "-W", "2", "-M", "do", "-s", octets.ToString(CultureInfo.InvariantCulture), address));

    // The kernel answers with the MTU of the one tunnel interface, which is the one of the smaller transport.
    private static void ExpectAnswer(string answer, int tunnelMtu)
    {
        Match told = Regex.Match(answer, "mtu (\\d+)");
        Assert.True(told.Success, answer);
        Assert.InRange(int.Parse(told.Groups[1].Value, CultureInfo.InvariantCulture), 1452, tunnelMtu);
    }

    // "mtu = 1452" and "mtu=1452" and "mtu: 1452" are the same news.
    private static string Text(CommandResult result) => Regex.Replace(result.Output + result.Error, "mtu *[=:] *", "mtu ");
}
