using System.Runtime.InteropServices;

namespace Pmip.Bench;

/// <summary>How often the kernel took the core from a thread, or the thread gave it up.</summary>
internal static unsafe partial class ThreadSwitches
{
    private const int ThisThread = 1;   // RUSAGE_THREAD
    private const int Numbers = 18;     // of struct rusage: two times of two numbers, then fourteen counters
    private const int Voluntary = 16;   // ru_nvcsw
    private const int Involuntary = 17; // ru_nivcsw

    public static long OfThisThread()
    {
        long* usage = stackalloc long[Numbers];
        return GetResourceUsage(ThisThread, usage) == 0 ? usage[Voluntary] + usage[Involuntary] : 0;
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetResourceUsage(int who, long* usage);
}
