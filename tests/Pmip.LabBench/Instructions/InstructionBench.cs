using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Pmip.Lab.Guests;
using Pmip.LabBench.Results;

namespace Pmip.LabBench.Instructions;

/// <summary>
/// Instructions that a gateway's kernel spends on a packet, by what carries it, counted in a guest in which each instruction takes
/// one nanosecond: the same on a busy machine as on a quiet one. What is counted is net of sending and of arriving at the gateway.
/// </summary>
internal static class InstructionBench
{
    private const string Nothing = "nothing";
    private const string Plain = "plain";

    private static readonly (string Kernel, string[] Carriers)[] s_runs = [("amd64-6.1", ["tc"]), ("arm64-6.1", ["tc"])];

    private static readonly Dictionary<string, string> s_names = new()
    {
        [Plain] = "forwarding without a tunnel",
        ["ip6gre"] = "kernel ip6gre device",
        ["encap"] = "route encap ip6 to ip6gre external",
        ["tc"] = "ours, tc",
    };

    private static readonly (string Word, string PlainWord, string Name)[] s_ways =
    [
        ("up4", "up4", "IPv4 into the tunnel"),
        ("up6", "up6", "IPv6 into the tunnel"),
        ("roomup4", "roomup4", "IPv4 into the tunnel, with the headroom of a network card"),
        ("roomup6", "roomup6", "IPv6 into the tunnel, with the headroom of a network card"),
        ("down4", "plaindown4", "IPv4 out of the tunnel"),
        ("down6", "plaindown6", "IPv6 out of the tunnel"),
    ];

    /// <summary>Adds the instructions of each carrier, and their ratios to plain forwarding and to the kernel's device.</summary>
    public static void Run()
    {
        foreach ((string name, string[] carriers) in s_runs)
        {
            if (GuestKernel.Find(name, out string reason) is not GuestKernel kernel)
            {
                Console.Error.WriteLine($"instructions on {name} are left out: {reason}");
                continue;
            }

            string program = Path.Combine(Tree.Root, "out", "vm", "program-" + kernel.RuntimeIdentifier, "pmip-guest");
            if (!File.Exists(program))
            {
                Console.Error.WriteLine($"instructions on {name} are left out: nothing can be linked for {kernel.RuntimeIdentifier} here");
                continue;
            }

            Add(kernel, Count(kernel, program, carriers));
        }
    }

    private static Dictionary<string, double> Count(GuestKernel kernel, string program, string[] carriers)
    {
        using Guest guest = new Guest(kernel) { CountsInstructions = true, Bound = TimeSpan.FromMinutes(8) }
            .Load("veth", "ip_gre", "ip6_gre", "tun", "sch_ingress", "cls_bpf", "cls_matchall", "act_gact", "ip6_tunnel")
            .Add(program)
            .Add(Path.Combine(Tree.Root, "tests", "Pmip.LabBench", "Instructions", "carriers.sh"));
        string output = guest.Run($"sh ./carriers.sh {string.Join(' ', carriers)}").Require();
        Dictionary<string, double> counts = [];
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ');
            counts.Add(words[0], double.Parse(words[1], CultureInfo.InvariantCulture));
        }

        return counts;
    }

    private static void Add(GuestKernel kernel, Dictionary<string, double> counts)
    {
        foreach ((string word, string plainWord, string way) in s_ways)
        {
            double plain = counts[$"{plainWord}:{Plain}"] - counts[$"{plainWord}:{Nothing}"];
            double nothing = counts[$"{word}:{Nothing}"];
            double device = counts[$"{word}:ip6gre"] - nothing;
            Line.Write($"{kernel.Name}, {way}: {s_names[Plain]}", plain, "instructions", 0);
            foreach (string carrier in s_names.Keys.Where(carrier => carrier != Plain && counts.ContainsKey($"{word}:{carrier}")))
            {
                double net = counts[$"{word}:{carrier}"] - nothing;
                string name = $"{kernel.Name}, {way}: {s_names[carrier]}";
                Line.Write(name, net, "instructions", 0);
                Line.Write(name + ", to forwarding", net / plain, "x", 2);
                if (carrier != "ip6gre")
                {
                    Line.Write(name + ", to ip6gre", net / device, "x", 2);
                }
            }
        }
    }
}
