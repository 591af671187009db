using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;

namespace Pmip.Bench;

/// <summary>
/// The real pmipd as an LMA in a network namespace of its own: how large it is, how long it takes from its start until it
/// serves and what it holds in memory then, by how many bindings its limits allow,
/// and what it holds with a table filled. The part inside the namespace is this program once more.
/// </summary>
internal static class BinaryBench
{
    /// <summary>The name of the part inside the namespace.</summary>
    public const string InsideName = "memory";

    private const int Filled = 4096;
    private const string LmaAddress = "192.0.2.1";
    private const string MagAddress = "192.0.2.11";

    /// <summary>Adds what can be measured here.</summary>
    public static void Run(BenchRun run)
    {
        if (run.Binary is not string binary)
        {
            Console.Error.WriteLine("memory is left out: it needs --pmipd FILE");
            return;
        }

        CancellationToken ending = run.Ending;
        run.Add("size of pmipd", new FileInfo(binary).Length, "octets");
        if (Environment.UserName != "root")
        {
            Console.Error.WriteLine("start to ready and resident memory are left out: they need root for a network namespace");
            return;
        }

        // build.sh removes namespaces of this form whose process is gone.
        string name = $"pmip-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}-bench";
        try
        {
            Commands.Require("ip", "netns", "add", name);
            Commands.Require("ip", "-n", name, "link", "set", "lo", "up");
            foreach (string link in (string[])["wan0", "pdn0"])
            {
                Commands.Require("ip", "-n", name, "link", "add", link, "type", "veth", "peer", "name", link + "-far");
                Commands.Require("ip", "-n", name, "link", "set", link, "up");
                Commands.Require("ip", "-n", name, "link", "set", link + "-far", "up");
            }

            Commands.Require("ip", "-n", name, "address", "add", LmaAddress + "/24", "dev", "wan0");
            Commands.Require("ip", "-n", name, "address", "add", MagAddress + "/24", "dev", "wan0");
            ending.ThrowIfCancellationRequested();
            foreach ((int bindings, int starts) in ((int, int)[])[(Filled, 9), (65_536, 5), (1_048_576, 3)])
            {
                ending.ThrowIfCancellationRequested();
                string answer = Commands.Require(
                    "ip",
                    ["netns", "exec", name, Environment.ProcessPath!, InsideTable.Option, InsideName, Path.GetFullPath(binary), Word(bindings), Word(starts)]);
                string[] numbers = answer.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
                double[] measured = Array.ConvertAll(numbers, static word => double.Parse(word, CultureInfo.InvariantCulture));
                run.Add($"start to ready, room for {bindings} bindings, median of {starts}", measured[0], "ms", 1);
                run.Add($"resident memory, room for {bindings} bindings", measured[1], "KiB");
                if (bindings == Filled)
                {
                    run.Add($"resident memory, {numbers[3]} bindings", measured[2], "KiB");
                }
            }
        }
        finally
        {
            foreach (string process in Commands.Run("ip", "netns", "pids", name).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                Commands.Run("kill", "-KILL", process.Trim());
            }

            Commands.Run("ip", "netns", "delete", name);
        }
    }

    /// <summary>Prints the start in milliseconds, the memory in KiB before and after the filling, and the bindings filled in.</summary>
    public static int RunInside(string[] words)
    {
        string binary = words[0];
        int bindings = int.Parse(words[1], CultureInfo.InvariantCulture);
        int count = int.Parse(words[2], CultureInfo.InvariantCulture);
        string folder = Directory.CreateTempSubdirectory("pmip-bench-").FullName;
        try
        {
            string file = Path.Combine(folder, "lma.json");
            File.WriteAllText(file, Configuration(Path.Combine(folder, "lma.sock"), bindings));
            List<double> starts = [];
            for (int i = 0; i < count; i++)
            {
                using Process once = Start(binary, file, out double milliseconds);
                starts.Add(milliseconds);
                End(once);
            }

            starts.Sort();
            using Process lma = Start(binary, file, out _);
            long empty = ResidentKibibytes(lma.Id);
            int filled = bindings == Filled ? BindingFeed.Fill(MagAddress, LmaAddress, Filled) : 0;
            long full = ResidentKibibytes(lma.Id);
            End(lma);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{starts[starts.Count / 2]:f2} {empty} {full} {filled}"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Word(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Process Start(string binary, string file, out double milliseconds)
    {
        long begin = Stopwatch.GetTimestamp();
        ProcessStartInfo start = new(binary, ["run", "--config", file, "--ready-fd", "1"]) { RedirectStandardOutput = true };
        Process process = Process.Start(start)!;
        bool isReady = process.StandardOutput.ReadLine() == "ready";
        milliseconds = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        return isReady ? process : throw new InvalidOperationException("pmipd ended before it was ready");
    }

    private static void End(Process process)
    {
        Commands.Require("kill", "-TERM", process.Id.ToString(CultureInfo.InvariantCulture));
        process.WaitForExit();
    }

    private static long ResidentKibibytes(int process)
    {
        string line = File.ReadLines($"/proc/{process}/status").First(static l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static string Configuration(string socket, int bindings) => new StringBuilder()
        .Append("{ \"name\": \"lma1\", \"role\": \"lma\",")
        .Append(CultureInfo.InvariantCulture, $" \"limits\": {{ \"bindings\": {bindings} }},")
        .Append(CultureInfo.InvariantCulture, $" \"transport\": {{ \"ipv4\": \"{LmaAddress}\", \"interfaces\": [\"wan0\"] }},")
        .Append(" \"lma\": { \"interfaces\": [\"pdn0\"], \"uplinkSource\": \"any\", \"unknownSubscribers\": \"accept\",")
        .Append(CultureInfo.InvariantCulture, $" \"peers\": [ {{ \"name\": \"mag1\", \"ipv4\": \"{MagAddress}\" }} ],")
        .Append(" \"accessPoints\": [ { \"name\": \"internet\", \"type\": \"ipv4v6\", \"ipv6Pool\": \"2001:db8:8000::/40\",")
        .Append(" \"ipv4Pool\": \"10.0.0.0/10\", \"ipv4Router\": \"10.0.0.1\" } ] },")
        .Append(CultureInfo.InvariantCulture, $" \"control\": {{ \"socket\": \"{socket}\" }}, ")
        .Append(CultureInfo.InvariantCulture, $" \"state\": {{ \"folder\": \"{socket}.state\" }}, \"log\": {{ \"level\": \"error\" }} }}")
        .ToString();
}
