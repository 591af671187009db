using System;
using Pmip.Models.Pair;

namespace Pmip.Bench;

/// <summary>
/// The seeded mix of the unit tests, run by whatever compiled this program: its digest must not depend on the compiler, and
/// nothing may be allocated.
/// </summary>
internal static class SeededRun
{
    private const int WarmUp = 20_000;

    public static int Print(ulong seed, int transactions)
    {
        Churn churn = new(seed);
        churn.Run(WarmUp);
        long before = GC.GetAllocatedBytesForCurrentThread();
        churn.Run(transactions);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        churn.Domain.Verify();
        Console.WriteLine($"seed {seed}, {churn.Transactions} transactions: digest {churn.Domain.Digest:x16}, {allocated} octets allocated");
        return allocated == 0 ? 0 : 1;
    }
}
