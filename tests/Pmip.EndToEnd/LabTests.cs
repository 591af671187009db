using System.IO;
using Pmip.Lab;
using Pmip.Lab.Captures;
using Pmip.Lab.Network;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>The lab itself: what the other tests stand on.</summary>
public sealed class LabTests
{
    [RootFact]
    public void Lab_Built_TransportReachesEveryNodeAndIsGoneAfterwards()
    {
        string folder;
        using (GatewayLab lab = new(new Scenario { HasSecondLma = true }, "pmipd"))
        {
            folder = lab.Folder;
            foreach (string address in new[] { Plan.Lma6, Plan.Lma4, Plan.Mag26, Plan.Mag24, Plan.SecondLma6, Plan.SecondLma4 })
            {
                Assert.True(lab.Mag1.Place.Run("ping", "-c", "1", "-W", "2", address).Succeeded, address);
            }

            Assert.True(lab.Lma.Place.Run("ping", "-c", "1", "-W", "2", Plan.Server4).Succeeded);
            Assert.True(lab.SecondLma!.Place.Run("ping", "-c", "1", "-W", "2", Plan.Server6).Succeeded);
            Assert.NotEmpty(Leftovers.OfThisProcess());
        }

        Assert.Empty(Leftovers.OfThisProcess());
        Assert.False(Directory.Exists(folder));
    }

    [RootFact]
    public void Device_MovedBetweenCells_KeepsItsCarrierAndChangesItsGateway()
    {
        using GatewayLab lab = new(new Scenario(), "pmipd");
        lab.Mag1.Place.Ip("addr add 10.9.0.1/24 dev acc0");
        lab.Mag2.Place.Ip("addr add 10.9.0.1/24 dev acc0", "link set acc0 address 02:00:00:00:00:fe");
        lab.Mag1.Place.Ip("link set acc0 address 02:00:00:00:00:fe");
        lab.Ue1.Place.Ip("link set eth0 up", "addr add 10.9.0.2/24 dev eth0");
        lab.Ue1.AwaitPing("10.9.0.1");
        string before = lab.Ue1.Place.Require("cat", "/sys/class/net/eth0/carrier_changes");

        lab.Ue1.MoveTo("cell2");

        lab.Ue1.AwaitPing("10.9.0.1");
        Assert.Equal(before, lab.Ue1.Place.Require("cat", "/sys/class/net/eth0/carrier_changes"));
        lab.Mag1.Place.Ip("link set acc0 down");
        Assert.True(lab.Ue1.Ping("10.9.0.1"));
    }

    [RootFact]
    public void PlainPath_Built_CarriesADownloadAndACaptureSeesIt()
    {
        using GatewayLab lab = new(new Scenario { HasPlainPath = true }, "pmipd");
        lab.StartDownloadService();
        Capture capture = lab.StartCapture(lab.Wan, "mag1", "wan", octetsPerPacket: 96);
        foreach (string server in new[] { Plan.Server4, Plan.Server6 })
        {
            LabProcess download = GatewayLab.StartTraffic(lab.Plain!, "download", server, "5001", "200");
            Assert.True(download.AwaitExit() == 0, download.Text);
            Assert.Contains("gap=", download.Text, System.StringComparison.Ordinal);
        }

        capture.Stop();
        Assert.True(new FileInfo(capture.File).Length > 1000);
    }
}
