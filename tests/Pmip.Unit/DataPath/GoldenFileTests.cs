using System;
using System.IO;
using System.Linq;
using Pmip.DataPath;
using Pmip.Linux.Bpf;
using Xunit;

namespace Pmip.Unit.DataPath;

/// <summary>The packets of <c>Golden/packets.hex</c>, which were not made by this code, through tc and XDP: the octets that every rung must give.</summary>
public sealed class GoldenFileTests
{
    [BpfTheory]
    [Trait("Requirement", "R3")]
    [InlineData("mag", "ipv6")]
    [InlineData("mag", "ipv4")]
    [InlineData("mag", "udp")]
    [InlineData("lma", "ipv6")]
    [InlineData("lma", "ipv4")]
    [InlineData("lma", "udp")]
    public void Packets_OfTheFile_AreTheSameByTcAndByXdp(string role, string form)
    {
        using ProgramBench bench = new(role == "lma" ? DataPathRoles.Lma : DataPathRoles.Mag);
        GreSession session = bench.Session(form == "ipv6");
        session.Encapsulation = form == "udp" ? GreEncapsulation.UdpTlvGre : GreEncapsulation.Gre;
        bench.Install(session);
        bench.PrepareXdp(session);
        string[][] rows = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "DataPath", "Golden", "packets.hex"))
            .Where(static line => !line.StartsWith('#')).Select(static line => line.Split(' ')).Where(row => row[0] == role && row[2] == form)];

        Assert.Equal(4, rows.Length);
        foreach (string[] row in rows)
        {
            bool isInto = row[1] == "into";
            byte[] frame = Packet.Ethernet(isInto && !bench.AtLma ? ProgramBench.GatewayMac : default, ProgramBench.NodeMac, Convert.FromHexString(row[3]));
            (BpfProgram tc, BpfProgram xdp) = isInto ? (bench.Encap, bench.XdpEncap) : (bench.Decap, bench.XdpTransport);
            Assert.Equal(Verdict.Redirected, bench.Run(tc, frame, out byte[] byTc));
            Assert.Equal(row[4], Octets(byTc, isInto && form == "ipv6"));

            // Where the kernel routes, XDP leaves it to tc.
            XdpVerdict verdict = bench.RunXdp(xdp, frame, out byte[] byXdp);
            Assert.Equal(!isInto && bench.AtLma ? XdpVerdict.LeftToTc : XdpVerdict.Redirected, verdict);
            Assert.Equal(verdict == XdpVerdict.Redirected ? row[4] : row[3], Octets(byXdp, isInto && form == "ipv6"));
        }
    }

    private static string Octets(byte[] frame, bool hasLabel)
    {
        byte[] packet = frame[Packet.EthernetLength..];
        if (hasLabel)
        {
            (packet[1], packet[2], packet[3]) = ((byte)(packet[1] & 0xF0), 0, 0);
        }

        return Convert.ToHexString(packet).ToLowerInvariant();
    }
}
