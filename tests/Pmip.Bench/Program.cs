using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

namespace Pmip.Bench;

internal static class Program
{
    private const int TransactionsUnlessGiven = 1_000_000;

    private static readonly string s_usage = $"""
        usage: pmip-bench [--json] [--transactions NUMBER] [--pmipd FILE] [--lab FILE] [WHAT...]
               pmip-bench --digest SEED [--transactions NUMBER]

          --pmipd FILE    the binary to measure, for what needs one
          --lab FILE      the program that measures in the lab of namespaces
          --digest SEED   runs a seeded mix of transactions and prints its digest and the octets it allocated

        WHAT, all of it unless named:
        {string.Join('\n', BenchTable.All.Select(static entry => $"  {entry.Name,-14}  {entry.Summary}"))}
        """;

    private static int Main(string[] args)
    {
        if (args is [InsideTable.Option, string part, ..])
        {
            return InsideTable.Run(part, args[2..]);
        }

        bool json = false;
        int transactions = TransactionsUnlessGiven;
        string? binary = null;
        string? lab = null;
        ulong? seed = null;
        List<BenchEntry> chosen = [];
        for (int i = 0; i < args.Length; i++)
        {
            string? value = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--json":
                    json = true;
                    continue;
                case "--transactions" when int.TryParse(value, CultureInfo.InvariantCulture, out transactions) && transactions > 0:
                    break;
                case "--pmipd" when value is not null:
                    binary = value;
                    break;
                case "--lab" when value is not null:
                    lab = value;
                    break;
                case "--digest" when ulong.TryParse(value, CultureInfo.InvariantCulture, out ulong number):
                    seed = number;
                    break;
                case string word when BenchTable.All.FirstOrDefault(entry => entry.Name == word) is BenchEntry entry:
                    chosen.Add(entry);
                    continue;
                default:
                    Console.Error.WriteLine($"'{args[i]}' is no word for here, or lacks its value");
                    Console.Error.WriteLine(s_usage);
                    return 2;
            }

            i++;
        }

        return seed is ulong digested ? SeededRun.Print(digested, transactions)
            : Measure(chosen.Count == 0 ? BenchTable.All : chosen, transactions, binary, lab, json);
    }

    private static int Measure(IReadOnlyList<BenchEntry> chosen, int transactions, string? binary, string? lab, bool json)
    {
        using CancellationTokenSource ending = new();
        using Interruption interruption = new(ending);
        BenchRun run = new(transactions, binary, ending.Token) { Lab = lab };
        try
        {
            foreach (BenchEntry entry in chosen)
            {
                ending.Token.ThrowIfCancellationRequested();
                entry.Run(run);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException)
        {
            Console.Error.WriteLine(exception.Message); // Caught, so that namespaces and processes are gone before this one is.
            return 1;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("interrupted");
            return 130;
        }

        Report.Write(Console.Out, run.Measurements, run.Figures, json);
        return Measurement.Allocated == 0 ? 0 : 1;
    }
}
