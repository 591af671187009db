using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace Pmip.Bench;

/// <summary>
/// The whole LMA, <c>pmipd run</c>, in one namespace and a load of many MAGs in another, over a veth: Proxy Binding Updates answered
/// per second, and how long an answer takes at half that rate. A bare echo of the same messages takes the LMA's place in turn, so
/// that both have the same machine, the same neighbours and the same load.
/// </summary>
internal static class SocketBench
{
    private const int Rounds = 3;
    private const int MillisecondsPerRound = 1500;
    private const string Lma6 = "2001:db8:f::1";
    private const string Lma4 = "192.0.2.1";
    private const string Echo6 = "2001:db8:f::2";
    private const string Echo4 = "192.0.2.2";
    private const string Mag6 = "2001:db8:f::100";
    private const string Mag4 = "192.0.2.100";

    /// <summary>Adds rates, ratios and latencies of both forms.</summary>
    public static void Run(BenchRun run)
    {
        if (run.Binary is not string binary || Environment.UserName != "root")
        {
            Console.Error.WriteLine("sockets is left out: it needs --pmipd FILE, and root for network namespaces");
            return;
        }

        string folder = Directory.CreateTempSubdirectory("pmip-bench-").FullName;
        try
        {
            using BenchNamespace server = new("server");
            using BenchNamespace load = new("load");
            Prepare(server, load);
            string file = Path.Combine(folder, "lma.json");
            File.WriteAllText(file, Configuration(folder));
            run.Ending.ThrowIfCancellationRequested();
            using Process lma = server.Start(Path.GetFullPath(binary), "run", "--config", file, "--ready-fd", "1");
            int firstNode = 0;
            foreach (string form in (string[])[BenchSocket.Raw, BenchSocket.Udp])
            {
                bool isRaw = form == BenchSocket.Raw;
                using Process echo = server.Start(
                    Environment.ProcessPath!, InsideTable.Option, SocketEcho.InsideName, form, isRaw ? Echo6 : Echo4);
                Measure(run, form, load, isRaw ? Mag6 : Mag4, isRaw ? Lma6 : Lma4, isRaw ? Echo6 : Echo4, ref firstNode);
                echo.Kill();
            }

            Commands.Require("kill", "-TERM", lma.Id.ToString(CultureInfo.InvariantCulture));
            lma.WaitForExit();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Prepare(BenchNamespace server, BenchNamespace load)
    {
        server.Connect("wan0", load, "wan0");
        server.Connect("pdn0", load, "pdn0");
        foreach (string address in (string[])[Lma6 + "/64", Echo6 + "/64", Lma4 + "/24", Echo4 + "/24"])
        {
            Assign(server, address);
        }

        for (int mag = 0; mag < SocketLoad.Mags; mag++)
        {
            Assign(load, $"{Mag(mag, isIpv6: true)}/64");
            Assign(load, $"{Mag(mag, isIpv6: false)}/24");
        }
    }

    private static void Assign(BenchNamespace place, string address) => place.Ip(
        address.Contains(':', StringComparison.Ordinal) ? ["address", "add", address, "dev", "wan0", "nodad"] : ["address", "add", address, "dev", "wan0"]);

    private static string Mag(int number, bool isIpv6) => isIpv6
        ? $"2001:db8:f::{0x100 + number:x}"
        : string.Create(CultureInfo.InvariantCulture, $"192.0.2.{100 + number}");

    private static void Measure(BenchRun run, string form, BenchNamespace load, string mag, string lma, string echo, ref int firstNode)
    {
        List<Result> echoes = [];
        List<Result> answers = [];
        for (int round = 0; round < Rounds; round++)
        {
            run.Ending.ThrowIfCancellationRequested();
            echoes.Add(Load(load, form, mag, echo, SocketEcho.InsideName, ref firstNode, 0));
            answers.Add(Load(load, form, mag, lma, "lma", ref firstNode, 0));
        }

        double echoRate = Median(echoes, static result => result.PerSecond);
        double rate = Median(answers, static result => result.PerSecond);
        double ratio = Median(answers.Zip(echoes, static (own, bare) => own.PerSecond / bare.PerSecond));
        Result paced = Load(load, form, mag, lma, "lma", ref firstNode, rate / 2);
        Result pacedEcho = Load(load, form, mag, echo, SocketEcho.InsideName, ref firstNode, rate / 2);
        run.Add($"{form}: bare echo", echoRate, "answers per second");
        run.Add($"{form}: LMA, refreshes", rate, "answers per second");
        run.Add($"{form}: LMA to bare echo", ratio, "x", 2);
        run.Add($"{form}: LMA, registrations with sessions", Median(answers, static result => result.Registrations), "answers per second");
        run.Add($"{form}: refused", answers.Append(paced).Sum(static result => result.Refused), "updates");
        run.Add($"{form}: LMA at half rate, reached", paced.PerSecond / (rate / 2), "of it", 2);
        foreach ((string name, Result result) in ((string, Result)[])[("LMA", paced), ("bare echo", pacedEcho)])
        {
            run.Add($"{form}: {name} at half rate, p50", result.P50, "us");
            run.Add($"{form}: {name} at half rate, p99", result.P99, "us");
            run.Add($"{form}: {name} at half rate, p99.9", result.P999, "us");
        }
    }

    // Every run at the LMA has nodes of its own: those of the one before it have another sequence.
    private static Result Load(BenchNamespace load, string form, string mag, string target, string kind, ref int firstNode, double rate)
    {
        string printed = load.Inside(
            SocketLoad.InsideName,
            form,
            mag,
            target,
            kind,
            firstNode.ToString(CultureInfo.InvariantCulture),
            MillisecondsPerRound.ToString(CultureInfo.InvariantCulture),
            rate.ToString("f0", CultureInfo.InvariantCulture));
        firstNode += kind == SocketEcho.InsideName ? 0 : SocketLoad.Mags * SocketLoad.NodesPerMag;
        string[] words = printed.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        double[] numbers = [.. words.Select(static word => double.Parse(word, CultureInfo.InvariantCulture))];
        return new Result(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }

    private static double Median(IEnumerable<Result> results, Func<Result, double> choose) => Median(results.Select(choose));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static string Configuration(string folder)
    {
        IEnumerable<string> peers = Enumerable.Range(0, SocketLoad.Mags)
            .Select(static mag => $"{{ \"name\": \"mag{mag}\", \"ipv6\": \"{Mag(mag, true)}\", \"ipv4\": \"{Mag(mag, false)}\" }}");
        return new StringBuilder()
            .Append("{ \"name\": \"lma1\", \"role\": \"lma\", \"limits\": { \"bindings\": 65536 },")
            .Append(CultureInfo.InvariantCulture, $" \"transport\": {{ \"ipv6\": \"{Lma6}\", \"ipv4\": \"{Lma4}\", \"interfaces\": [\"wan0\"] }},")
            .Append(" \"lma\": { \"interfaces\": [\"pdn0\"], \"uplinkSource\": \"any\", \"unknownSubscribers\": \"accept\",")
            .Append(CultureInfo.InvariantCulture, $" \"peers\": [ {string.Join(", ", peers)} ],")
            .Append(" \"accessPoints\": [ { \"name\": \"internet\", \"type\": \"ipv4v6\", \"ipv6Pool\": \"2001:db8:8000::/40\",")
            .Append(" \"ipv4Pool\": \"10.0.0.0/12\", \"ipv4Router\": \"10.0.0.1\" } ] },")
            .Append(CultureInfo.InvariantCulture, $" \"control\": {{ \"socket\": \"{folder}/lma.sock\" }},")
            .Append(CultureInfo.InvariantCulture, $" \"state\": {{ \"folder\": \"{folder}/state\" }}, \"log\": {{ \"level\": \"error\" }} }}")
            .ToString();
    }

    private readonly record struct Result(double PerSecond, double P50, double P99, double P999, double Registrations, double Refused);
}
