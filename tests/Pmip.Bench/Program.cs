using System;
using System.Collections.Generic;

namespace Pmip.Bench;

internal static class Program
{
    private static int Main(string[] args)
    {
        bool json = false;
        int transactions = 1_000_000;
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == "--json")
            {
                json = true;
            }
            else if (args[i] == "--transactions" && i + 1 < args.Length && int.TryParse(args[i + 1], out transactions) && transactions > 0)
            {
                i++;
            }
            else
            {
                Console.Error.WriteLine("usage: pmip-bench [--json] [--transactions NUMBER]");
                return 2;
            }
        }

        List<Measurement> measurements = [];
        EngineBench.Run(transactions, measurements);
        Report.Write(Console.Out, measurements, json);
        return 0;
    }
}
