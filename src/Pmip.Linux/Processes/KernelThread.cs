using System;
using System.Buffers.Text;
using Pmip.Foundation;

namespace Pmip.Linux.Processes;

/// <summary>Threads as the kernel numbers them.</summary>
public static class KernelThread
{
    private const int PRIO_PROCESS = 0; // Despite its name one thread (setpriority(2), C library/kernel differences).
    private const int Self = 0;

    /// <summary>The kernel's number of the calling thread.</summary>
    public static int Current => LibC.GetThreadId();

    /// <summary>How far the calling thread stands back for others, from -20 to 19. Threads that it makes begin with the same.</summary>
    public static int Niceness => LibC.GetPriority(PRIO_PROCESS, Self);

    /// <summary>
    /// Sets how far the session of this process stands back for other sessions, where the kernel schedules by session (sched(7),
    /// autogroup) and the niceness of a thread counts within its session alone. A session that began with another process is left as it is.
    /// </summary>
    public static LinuxStatus TrySetSessionNiceness(int niceness)
    {
        const int NoSuchFile = 2;
        if (LibC.GetSession(0) != Environment.ProcessId)
        {
            return LinuxStatus.Ok;
        }

        Span<byte> text = stackalloc byte[8];
        bool isWritten = Utf8Formatter.TryFormat(niceness, text, out int length);
        Invariant.Require(isWritten);
        using Sysctl self = new("/proc/self");
        LinuxStatus status = self.TryWrite("autogroup", text[..length]);
        return status.Errno == NoSuchFile ? LinuxStatus.Ok : status;
    }

    /// <summary>Sets it; less than it is needs CAP_SYS_NICE.</summary>
    public static LinuxStatus TrySetNiceness(int niceness) => LinuxStatus.From(LibC.SetPriority(PRIO_PROCESS, Self, niceness));
}
