namespace Pmip.Linux.Processes;

/// <summary>Threads as the kernel numbers them.</summary>
public static class KernelThread
{
    /// <summary>The kernel's number of the calling thread.</summary>
    public static int Current => LibC.GetThreadId();
}
