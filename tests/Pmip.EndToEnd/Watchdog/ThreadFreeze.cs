using System;
using System.Globalization;
using System.IO;
using Pmip.Lab.Processes;

namespace Pmip.EndToEnd.Watchdog;

/// <summary>
/// Holds one thread of another process, as a debugger does, and leaves the others alone: a stop signal would stop them all. A process
/// of its own does it, for the runtime of this one takes the stop of a child for its end.
/// </summary>
internal sealed class ThreadFreeze : IDisposable
{
    // PTRACE_SEIZE and PTRACE_INTERRUPT; the hold ends with the process that has it. A process that dies in the hold is told to its
    // parent only when its holder took notice of that: the second wait (__WALL), after the one for the standstill.
    private const string Script = """
        import ctypes, os, sys
        ptrace = ctypes.CDLL(None, use_errno=True).ptrace
        ptrace.restype = ctypes.c_long
        ptrace.argtypes = [ctypes.c_long] * 4
        thread = int(sys.argv[1])
        if ptrace(0x4206, thread, 0, 0) or ptrace(0x4207, thread, 0, 0):
            sys.exit('cannot hold thread %d: error %d' % (thread, ctypes.get_errno()))
        while os.WIFSTOPPED(os.waitpid(thread, 0x40000000)[1]):
            pass
        """;

    private readonly LabProcess _holder;

    private ThreadFreeze(int thread)
    {
        string number = thread.ToString(CultureInfo.InvariantCulture);
        _holder = LabProcess.Start("holder", ["python3", "-c", Script, number]);
        Await.Until(
            $"thread {number} stands still",
            () => File.ReadAllText($"/proc/{number}/task/{number}/stat").Contains(") t ", StringComparison.Ordinal),
            seen: () => _holder.Text);
    }

    /// <summary>Holds the main thread of a process.</summary>
    internal static ThreadFreeze OfMainThread(LabProcess process) => new(process.Id);

    public void Dispose() => _holder.Dispose();
}
