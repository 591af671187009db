using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;

namespace Pmip.Bench;

internal static class Program
{
    private const string Usage = """
        usage: pmip-bench [--json] [--transactions NUMBER] [--pmipd FILE]
               pmip-bench --digest SEED [--transactions NUMBER]

          --pmipd FILE    measures this binary too: size, start to ready, resident memory (root)
          --digest SEED   runs a seeded mix of transactions and prints its digest and the octets it allocated
        """;

    private static int Main(string[] args)
    {
        bool json = false;
        int transactions = 1_000_000;
        string? binary = null;
        string? inside = null;
        ulong? seed = null;
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
                case BinaryBench.InsideOption when value is not null:
                    inside = value;
                    break;
                case "--digest" when ulong.TryParse(value, CultureInfo.InvariantCulture, out ulong number):
                    seed = number;
                    break;
                default:
                    Console.Error.WriteLine(Usage);
                    return 2;
            }

            i++;
        }

        return seed is ulong chosen ? SeededRun.Print(chosen, transactions)
            : inside is not null ? BinaryBench.MeasureInside(inside)
            : Measure(transactions, binary, json);
    }

    private static int Measure(int transactions, string? binary, bool json)
    {
        using CancellationTokenSource ending = new();
        using Interruption interruption = new(ending);
        List<Measurement> measurements = [];
        List<Figure> figures = [];
        try
        {
            EngineBench.Run(transactions, measurements, ending.Token);
            figures.Add(new Figure("octets allocated while measuring", Measurement.Allocated, "octets", 0));
            if (binary is not null)
            {
                BinaryBench.Run(binary, figures, ending.Token);
            }
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("interrupted");
            return 130;
        }

        Report.Write(Console.Out, measurements, figures, json);
        return Measurement.Allocated == 0 ? 0 : 1;
    }
}
