using System;
using Pmip.Bench.DataPath;

namespace Pmip.Bench;

/// <summary>One thing that can be measured by itself.</summary>
/// <param name="Name">The word for it on the command line.</param>
/// <param name="Summary">What it measures.</param>
/// <param name="Run">Measures, and adds to the results.</param>
internal sealed record BenchEntry(string Name, string Summary, Action<BenchRun> Run);

/// <summary>Everything that is measured, in the order of the report.</summary>
internal static class BenchTable
{
    public static readonly BenchEntry[] All =
    [
        new("engine", "transactions per second of the engines at several table sizes", EngineBench.Run),
        new("sockets", "the whole LMA over sockets against a bare echo of the same messages (root)", SocketBench.Run),
        new("memory", "size of pmipd, start to ready and resident memory by its limits (root)", BinaryBench.Run),
        new("datapath", "nanoseconds per packet of the programs and changes of their tables per second (root)", DataPathBench.Run),
        new("tcp", "one stream of TCP through MAG and LMA, against the same way without a tunnel (root)", LabBench.Tcp),
        new("handovers", "attachments and handovers at several rates, and the longest gaps in traffic (root)", LabBench.Handovers),
        new("restarts", "twenty million frames over twenty restarts of MAG and LMA, and how many were lost (root)", LabBench.Restarts),
        new("instructions", "instructions per packet in guests, by what carries it (root)", LabBench.Instructions),
    ];
}
