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

    /// <summary>Sets it; less than it is needs CAP_SYS_NICE.</summary>
    public static LinuxStatus TrySetNiceness(int niceness) => LinuxStatus.From(LibC.SetPriority(PRIO_PROCESS, Self, niceness));
}
