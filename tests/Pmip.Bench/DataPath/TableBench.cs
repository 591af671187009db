using System;
using System.Diagnostics;
using Pmip.DataPath;
using Pmip.Foundation.Addressing;
using Pmip.Linux.Bpf;

namespace Pmip.Bench.DataPath;

/// <summary>How many changes of sessions the tables take in a second, against single updates of a hash table by system call.</summary>
internal static class TableBench
{
    private const int Sessions = 1 << 16;
    private const int Rounds = 5;
    private static readonly IpAddress s_otherMag = IpAddress.Parse("2001:db8:f::12");

    public static void Run(BenchRun run)
    {
        using BenchTables tables = new(Sessions);
        double install = double.MaxValue;
        double handover = double.MaxValue;
        double remove = double.MaxValue;
        double raw = double.MaxValue;
        BpfMapShape shape = new("raw", BpfMapType.Hash, sizeof(uint), 8, Sessions, BpfMapFlags.None);
        if (!BpfMap.TryCreate(shape, out BpfMap? map).IsOk)
        {
            throw new InvalidOperationException("no table");
        }

        using (map)
        {
            for (int round = 0; round < Rounds; round++)
            {
                run.Ending.ThrowIfCancellationRequested();
                install = Math.Min(install, Time(i => BenchTables.Require(tables.Sessions.Install(BenchTables.SessionOf(i)))));
                handover = Math.Min(handover, Time(i => BenchTables.Require(tables.Sessions.Install(Moved(i)))));
                remove = Math.Min(remove, Time(i => BenchTables.Require(tables.Sessions.Remove(i))));
                raw = Math.Min(raw, Time(i => map!.Update((uint)i, (ulong)i)));
            }
        }

        run.Add("sessions installed (two addresses each)", 1 / install, "per second");
        run.Add("sessions moved to another MAG", 1 / handover, "per second");
        run.Add("sessions removed", 1 / remove, "per second");
        run.Add("updates of a hash table by system call", 1 / raw, "per second");
        run.Add("an installed session to one update of a hash table", install / raw, "x", 2);
    }

    private static GreSession Moved(int index) =>
        BenchTables.SessionOf(index) with { Generation = 2, RemoteEndpoint = s_otherMag, SendKey = new GreKey(0x0200_0000 + (uint)index) };

    private static double Time(Action<int> change)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Sessions; i++)
        {
            change(i);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds / Sessions;
    }
}
