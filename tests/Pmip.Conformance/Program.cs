using System;
using System.IO;
using System.Linq;
using Pmip.Conformance.Clauses;
using Pmip.Conformance.Map;
using Pmip.Conformance.Running;

namespace Pmip.Conformance;

/// <summary>Runs the cases against this repository's nodes, or over the network against anybody's.</summary>
public static class Program
{
    private const int Usage = 2;

    public static int Main(string[] words)
    {
        try
        {
            ConformanceWords options = ConformanceWords.Read(words);
            if (options.WantsHelp)
            {
                Console.Out.WriteLine(ConformanceWords.Help);
                return 0;
            }

            return options.WritesMap ? WriteMap() : Run(options);
        }
        catch (FormatException exception)
        {
            Console.Error.WriteLine($"conformance: {exception.Message}");
            Console.Error.WriteLine(ConformanceWords.Help);
            return Usage;
        }
    }

    private static int WriteMap()
    {
        foreach (string fault in ClauseMap.Faults())
        {
            Console.Error.WriteLine(fault);
        }

        File.WriteAllText(Path.Combine(SourceTree.Root, ClauseMap.FileName), ClauseMap.Generate());
        Console.Out.WriteLine($"{ClauseMap.FileName} is written");
        return ClauseMap.Faults().Count == 0 ? 0 : 1;
    }

    private static int Run(ConformanceWords options)
    {
        IGround ground = options.Peer is null ? new VirtualGround() : new NetworkGround(options);
        ConformanceReport report = new(Console.Out);
        foreach (ConformanceCase item in ConformanceCase.All.Where(item => options.Role is not NodeRole role || role == item.Role))
        {
            if (options.Only is not string only || item.Name.Contains(only, StringComparison.Ordinal)
                || item.Clauses.Any(id => id.StartsWith(only, StringComparison.Ordinal)))
            {
                report.Add(item, CaseRunner.Run(item, ground), options.Peer is null && ClauseTable.Pending.ContainsKey(item.Name));
            }
        }

        report.Summarize();
        return report.IsClean ? 0 : 1;
    }
}
