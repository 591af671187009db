using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Pmip.Lab.Guests;
using Xunit;

namespace Pmip.VirtualMachine.Interoperability;

/// <summary>
/// The flower rules of the offload in kernels that have the classifier and its actions: the kernel takes each, and shows just what was
/// asked for. There is no device that takes them, and the probe says so.
/// </summary>
public sealed class FlowerRuleTests
{
    private static readonly string[] s_modules =
        ["veth", "ip_gre", "ip6_gre", "sch_ingress", "cls_flower", "act_tunnel_key", "act_mirred", "act_gact", "act_pedit", "act_vlan"];

    [Theory]
    [OnKernel("amd64-6.1")]
    [OnKernel("amd64-6.12")]
    public void FlowerRules_GivenToKernelInSoftware_AreShownAsAsked_DeviceIsNotThere(string kernel)
    {
        using Guest guest = new Guest(GuestKernel.Require(kernel))
            .Load(s_modules)
            .Add(Tree.Output("vm", "program-" + GuestKernel.Require(kernel).RuntimeIdentifier, "pmip-guest"))
            .Add(Path.Combine(AppContext.BaseDirectory, "Interoperability", "flower.sh"));
        string[] lines = guest.Run("sh ./flower.sh").Require().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        string[] probes = [.. lines.Where(line => line.StartsWith("probe ", StringComparison.Ordinal))];
        Assert.Equal(4, probes.Length);
        Assert.All(probes, probe => Assert.Matches("not taken: the device refuses the rule into the tunnel: .+", probe));
        Assert.Equal(8, lines.Count(line => line.StartsWith("rule ", StringComparison.Ordinal) && line.EndsWith(": taken", StringComparison.Ordinal)));

        string into6 = "pmipgre6", into4 = "pmipgre4", source6 = "2001:db8::1", remote6 = "2001:db8::2", source4 = "192.0.2.1", remote4 = "192.0.2.2";
        AssertInto(Rule(guest, "acc0", "ip", 8), "src_ip", "198.51.100.9", source6, remote6, into6);
        AssertInto(Rule(guest, "acc0", "ipv6", 8), "src_ip", "2001:db8:600:9::/64", source6, remote6, into6);
        AssertInto(Rule(guest, "acc0", "ip", 9), "src_ip", "198.51.100.10", source4, remote4, into4);
        AssertInto(Rule(guest, "acc0", "ipv6", 9), "src_ip", "2001:db8:600:a::/64", source4, remote4, into4);
        AssertOut(Rule(guest, into6, "ip", 8), "198.51.100.9", remote6, source6);
        AssertOut(Rule(guest, into6, "ipv6", 8), "2001:db8:600:9::/64", remote6, source6);
        AssertOut(Rule(guest, into4, "ip", 9), "198.51.100.10", remote4, source4);
        AssertOut(Rule(guest, into4, "ipv6", 9), "2001:db8:600:a::/64", remote4, source4);
    }

    /// <summary>The options of the one rule with this number for this family.</summary>
    private static JsonElement Rule(Guest guest, string device, string protocol, int handle)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(guest.Share, device + ".json")));
        JsonElement options = document.RootElement.EnumerateArray()
            .Where(rule => rule.GetProperty("protocol").GetString() == protocol && rule.GetProperty("kind").GetString() == "flower")
            .Where(rule => rule.TryGetProperty("options", out _))
            .Select(rule => rule.GetProperty("options").Clone())
            .Single(options => options.GetProperty("handle").GetInt32() == handle);
        Assert.True(options.GetProperty("skip_hw").GetBoolean());
        Assert.True(options.GetProperty("not_in_hw").GetBoolean());
        return options;
    }

    private static void AssertInto(JsonElement rule, string field, string own, string source, string remote, string device)
    {
        bool isIpv6 = own.Contains(':', StringComparison.Ordinal);
        AssertKeys(rule, ("dst_mac", "02:00:5e:00:53:01"), ("src_mac", "02:00:5e:00:53:00"), ("eth_type", isIpv6 ? "ipv6" : "ipv4"), (field, own));
        JsonElement[] actions = AssertActions(rule, isIpv6, "tunnel_key", "mirred");
        Assert.Equal("set", Word(actions[0], "mode"));
        Assert.Equal(source, Word(actions[0], "src_ip"));
        Assert.Equal(remote, Word(actions[0], "dst_ip"));
        Assert.Equal(0x0B00_0001, actions[0].GetProperty("key_id").GetInt64());
        Assert.Equal(64, actions[0].GetProperty("ttl").GetInt32());
        Assert.Equal("nocsum", Word(actions[0], "flag"));
        Assert.Equal(device, Word(actions[^1], "to_dev"));
    }

    private static void AssertOut(JsonElement rule, string own, string remote, string local)
    {
        bool isIpv6 = own.Contains(':', StringComparison.Ordinal);
        AssertKeys(rule, ("eth_type", isIpv6 ? "ipv6" : "ipv4"), ("dst_ip", own), ("enc_src_ip", remote), ("enc_dst_ip", local), ("enc_key_id", "167772161"));
        JsonElement[] actions = AssertActions(rule, isIpv6, "tunnel_key", "vlan", "mirred");
        Assert.Equal("unset", Word(actions[0], "mode"));
        JsonElement header = actions.Single(action => Word(action, "kind") == "vlan");
        Assert.Equal("push_eth 02:00:5e:00:53:00 02:00:5e:00:53:01", $"{Word(header, "vlan_action")} {Word(header, "dst_mac")} {Word(header, "src_mac")}");
        Assert.Equal("acc0", Word(actions[^1], "to_dev"));
    }

    private static void AssertKeys(JsonElement rule, params (string Name, string Value)[] wanted) => Assert.Equal(
        wanted.Select(key => $"{key.Name}={key.Value}").Order(StringComparer.Ordinal),
        rule.GetProperty("keys").EnumerateObject().Select(key => $"{key.Name}={key.Value}").Order(StringComparer.Ordinal));

    /// <summary>The actions in their order; before the way on there is always the hop, and in IPv4 the sum of the header.</summary>
    private static JsonElement[] AssertActions(JsonElement rule, bool isIpv6, params string[] around)
    {
        JsonElement[] actions = [.. rule.GetProperty("actions").EnumerateArray()];
        List<string> wanted = [around[0], "pedit", .. isIpv6 ? Array.Empty<string>() : ["csum"], .. around[1..]];
        Assert.Equal(wanted, actions.Select(action => Word(action, "kind")));
        Assert.Equal("pipe", Word(actions[0].GetProperty("control_action"), "type"));
        JsonElement hop = Assert.Single(actions[1].GetProperty("keys").EnumerateArray());
        string change = $"{Word(hop, "htype")} {hop.GetProperty("offset")} {Word(hop, "cmd")} {Word(hop, "val")}";
        Assert.Equal(isIpv6 ? "ipv6 4 add ff" : "ipv4 8 add ff000000", change);
        Assert.Equal("redirect", Word(actions[^1], "mirred_action"));
        Assert.Equal("egress", Word(actions[^1], "direction"));
        return actions;
    }

    private static string? Word(JsonElement of, string name) => of.GetProperty(name).GetString();
}
