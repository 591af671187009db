using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pmip.Lab.Captures;
using Pmip.Lab.Guests;
using Xunit;

namespace Pmip.VirtualMachine.Interoperability;

/// <summary>
/// <c>pmipd</c> against the keyed GRE devices of other kernels, over IPv6 and over IPv4: pings of both families both ways, and TCP, which
/// such a device sends in segments larger than the wire takes.
/// </summary>
public sealed partial class KernelGreTests
{
    [Theory]
    [OnKernel("amd64-6.1")]
    [OnKernel("arm64-6.1")]
    [OnKernel("amd64-6.12")]
    public void Lma_AgainstKernelGre_CarriesBothFamiliesBothWays_CountsChecksums(string kernel) => Check(kernel, "lma");

    [Theory]
    [OnKernel("amd64-6.1")]
    [OnKernel("amd64-6.12")]
    public void Mag_AgainstKernelGre_CarriesBothFamiliesBothWays_CountsChecksums(string kernel) => Check(kernel, "mag");

    private static void Check(string kernel, string role)
    {
        using Guest guest = new Guest(GuestKernel.Require(kernel)) { Bound = TimeSpan.FromSeconds(240) }
            .Load("veth", "ip_gre", "ip6_gre", "tun", "sch_ingress", "cls_bpf")
            .Add(Tree.Output(GuestKernel.Require(kernel).RuntimeIdentifier, "pmipd"))
            .Add(Tree.Output("vm", "program-" + GuestKernel.Require(kernel).RuntimeIdentifier, "pmip-guest"));
        foreach (string file in (string[])["kernel-gre.sh", role + ".json"])
        {
            guest.Add(Path.Combine(AppContext.BaseDirectory, "Interoperability", file));
        }

        guest.Run($"sh ./kernel-gre.sh {role}").Require();
        string Left(string name) => Path.Combine(guest.Share, name);

        // Two tunnels, two sizes, four directions and families.
        Assert.Equal(16, NothingLost().Count(File.ReadAllText(Left("pings"))));
        Assert.Equal(8, File.ReadAllLines(Left("moves")).Length);
        Assert.Contains("csum", File.ReadAllText(Left("checksum")), StringComparison.Ordinal);
        Assert.Equal(0, Refused(Left("before.json")));
        Assert.InRange(Refused(Left("after.json")), 4, 1000);

        // The kernel's device says by a destination option how often its packets may be tunnelled again; ours need not say so.
        string capture = Left("sent.pcap");
        string sender = role == "lma" ? "2001:db8:f::11" : "2001:db8:f::1";
        Assert.NotEqual(0, Reading.Count(capture, $"ipv6.src == {sender} && ipv6.opt.tel == 4 && gre.key"));
        Assert.Equal(0, Reading.Count(capture, $"ipv6.dst == {sender} && ipv6.opt.tel"));
        Assert.NotEqual(0, Reading.Count(capture, $"ipv6.dst == {sender} && gre.key"));
    }

    /// <summary>Packets with a checksum that the data path dropped, as the operator sees it.</summary>
    private static long Refused(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.GetProperty("datapath").EnumerateArray()
            .Single(row => row.GetProperty("name").GetString() == "greFlags").GetProperty("count").GetInt64();
    }

    [GeneratedRegex(@"3 packets transmitted, 3 (packets )?received")]
    private static partial Regex NothingLost();
}
