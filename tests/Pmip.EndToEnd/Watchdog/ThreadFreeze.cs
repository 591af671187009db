using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Pmip.Lab.Processes;

namespace Pmip.EndToEnd.Watchdog;

/// <summary>
/// Holds one thread of another process, as a debugger does, and leaves the others alone: a stop signal would stop them all. The kernel
/// ties the hold to the thread that took it, so that one stays until it is let go.
/// </summary>
internal sealed class ThreadFreeze : IDisposable
{
    private const nint Seize = 0x4206;
    private const nint Interrupt = 0x4207;
    private const nint Detach = 17;
    private readonly ManualResetEventSlim _letGo = new();
    private readonly Thread _holder;

    private ThreadFreeze(int thread)
    {
        using ManualResetEventSlim isHeld = new();
        string complaint = "";
        _holder = new Thread(() =>
        {
            nint held = Trace(Seize, thread, 0, 0);
            held = held == 0 ? Trace(Interrupt, thread, 0, 0) : held;
            complaint = held == 0 ? "" : $"thread {thread} cannot be held: {Marshal.GetLastPInvokeErrorMessage()}";
            isHeld.Set();
            _letGo.Wait();
            _ = Trace(Detach, thread, 0, 0); // It may be gone, which is as good.
        });
        _holder.Start();
        if (!isHeld.Wait(Await.Bound) || complaint.Length > 0)
        {
            throw new LabException(complaint.Length > 0 ? complaint : $"thread {thread} was not held in time");
        }

        // Asked of the process table: the runtime waits for its children too, and would take the news of the stop away from us.
        Await.Until($"thread {thread} stands still", () => File.ReadAllText($"/proc/{thread}/task/{thread}/stat").Contains(") t ", StringComparison.Ordinal));
    }

    /// <summary>Holds the main thread of a process.</summary>
    internal static ThreadFreeze OfMainThread(LabProcess process) => new(process.Id);

    public void Dispose()
    {
        _letGo.Set();
        _holder.Join();
        _letGo.Dispose();
    }

    [DllImport("libc", EntryPoint = "ptrace", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Trace(nint request, int thread, nint address, nint value);
}
