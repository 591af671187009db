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
    private const int PingsOfTwoSizes = 16; // Two tunnels, two sizes, four directions and families.

    [Theory]
    [OnKernel("amd64-6.1")]
    [OnKernel("arm64-6.1")]
    [OnKernel("amd64-6.12")]
    [OnKernel("amd64-5.10")]
    public void Lma_AgainstKernelGre_CarriesBothWays_AlsoChecksumsFragmentsAndSequenceNumbers(string kernel) => Check(kernel, "lma");

    [Theory]
    [OnKernel("amd64-6.1")]
    [OnKernel("amd64-6.12")]
    [OnKernel("amd64-5.10")]
    public void Mag_AgainstKernelGre_CarriesBothWays_AlsoChecksumsFragmentsAndSequenceNumbers(string kernel) => Check(kernel, "mag");

    /// <summary>Without BPF: the kernel's external devices and flower rules at our end, too.</summary>
    [Theory]
    [OnKernel("amd64-6.1")]
    [OnKernel("amd64-6.12")]
    public void KernelRungOfLma_AgainstKernelGre_CarriesBothWays(string kernel) => CheckKernelRung(kernel, "lma");

    [Theory]
    [OnKernel("amd64-6.1")]
    public void KernelRungOfMag_AgainstKernelGre_CarriesBothWays(string kernel) => CheckKernelRung(kernel, "mag");

    private static void Check(string kernel, string role)
    {
        using Guest guest = Ready(kernel, role);
        guest.Run($"sh ./kernel-gre.sh {role}").Require();
        Assert.Equal(PingsOfTwoSizes, Answered(guest, "pings"));
        Assert.Equal(8, File.ReadAllLines(Left(guest, "moves")).Length);

        // The kernel's device says by a destination option how often its packets may be tunnelled again; ours need not say so.
        string capture = Left(guest, "sent.pcap");
        string sender = role == "lma" ? "2001:db8:f::11" : "2001:db8:f::1";
        Assert.NotEqual(0, Reading.Count(capture, $"ipv6.src == {sender} && ipv6.opt.tel == 4 && gre.key"));
        Assert.Equal(0, Reading.Count(capture, $"ipv6.dst == {sender} && ipv6.opt.tel"));
        Assert.NotEqual(0, Reading.Count(capture, $"ipv6.dst == {sender} && gre.key"));

        // What the programs do not do themselves goes through the process, packet by packet: each ping is one, one way or both.
        Assert.Equal(2, Said(guest, "checksum", "ocsum"));
        Assert.Equal(PingsOfTwoSizes, Answered(guest, "checksum-pings"));
        long before = Counter(guest, "before-checksum", "packetsTakenOutBySlowPath");
        long verified = Counter(guest, "after-checksum", "packetsTakenOutBySlowPath");
        Assert.InRange(verified - before, 3 * PingsOfTwoSizes, 5 * PingsOfTwoSizes);
        Assert.Equal(2, Answered(guest, "fragment-pings"));
        Assert.InRange(Counter(guest, "after-fragments", "packetsTakenOutBySlowPath") - verified, 6, 20);
        Assert.Equal(2, Said(guest, "sequence", "oseq"));
        Assert.Equal(PingsOfTwoSizes, Answered(guest, "sequence-pings"));
        Assert.InRange(Counter(guest, "after-sequence", "packetsTakenOutBySlowPath"), 3 * PingsOfTwoSizes, 6 * PingsOfTwoSizes);
        Assert.InRange(Counter(guest, "after-sequence", "packetsPutInBySlowPath"), 3 * PingsOfTwoSizes, 6 * PingsOfTwoSizes);
    }

    private static void CheckKernelRung(string kernel, string role)
    {
        using Guest guest = Ready(kernel, role).Load("cls_flower", "act_tunnel_key", "act_mirred", "act_gact");
        guest.Run($"sh ./kernel-gre.sh {role} kernel").Require();
        Assert.Equal(PingsOfTwoSizes, Answered(guest, "pings"));
        Assert.Equal(8, File.ReadAllLines(Left(guest, "moves")).Length);
        Assert.Equal(2, DataPathRow(guest, "before", "kernel"));
        Assert.Contains("not_in_hw", File.ReadAllText(Left(guest, "rules")), StringComparison.Ordinal);
    }

    private static Guest Ready(string kernel, string role)
    {
        Guest guest = new Guest(GuestKernel.Require(kernel)) { Bound = TimeSpan.FromSeconds(400) }
            .Load("veth", "ip_gre", "ip6_gre", "tun", "sch_ingress", "cls_bpf")
            .Add(Tree.Output(GuestKernel.Require(kernel).RuntimeIdentifier, "pmipd"))
            .Add(Tree.Output("vm", "program-" + GuestKernel.Require(kernel).RuntimeIdentifier, "pmip-guest"));
        foreach (string file in (string[])["kernel-gre.sh", role + ".json"])
        {
            guest.Add(Path.Combine(AppContext.BaseDirectory, "Interoperability", file));
        }

        return guest;
    }

    private static string Left(Guest guest, string name) => Path.Combine(guest.Share, name);

    private static int Answered(Guest guest, string name) => NothingLost().Count(File.ReadAllText(Left(guest, name)));

    private static int Said(Guest guest, string name, string word) =>
        File.ReadAllText(Left(guest, name)).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Count(said => said == word);

    private static long Counter(Guest guest, string name, string counter) => Row(guest, name, "counters", "counter", counter).GetProperty("value").GetInt64();

    private static long DataPathRow(Guest guest, string name, string row) => Row(guest, name, "datapath", "name", row).GetProperty("count").GetInt64();

    private static JsonElement Row(Guest guest, string name, string table, string column, string row)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Left(guest, name + ".json")));
        return document.RootElement.GetProperty(table).EnumerateArray().Last(one => one.GetProperty(column).GetString() == row).Clone();
    }

    [GeneratedRegex(@"3 packets transmitted, 3 (packets )?received")]
    private static partial Regex NothingLost();
}
