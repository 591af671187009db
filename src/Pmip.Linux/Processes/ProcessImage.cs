using System;
using System.IO;

namespace Pmip.Linux.Processes;

/// <summary>The process as a whole: how it ends at once, and how it begins anew.</summary>
public static unsafe class ProcessImage
{
    /// <summary>Ends the process at once by SIGABRT: whoever started it sees that it did not end in order.</summary>
    public static void Abort() => LibC.Abort();

    /// <summary>Asks this process to end in good order, as whoever started it would: by SIGTERM.</summary>
    public static LinuxStatus AskEnd() => LinuxStatus.From(LibC.Kill(Environment.ProcessId, LinuxAbi.SIGTERM));

    /// <summary>The words that this process was started with, each with its ending octet of zero, read from the kernel.</summary>
    public static byte[][] Words()
    {
        byte[] all = File.ReadAllBytes("/proc/self/cmdline");
        System.Collections.Generic.List<byte[]> words = [];
        for (int start = 0; start < all.Length;)
        {
            int end = Array.IndexOf(all, (byte)0, start);
            end = end < 0 ? all.Length - 1 : end;
            words.Add(all[start..(end + 1)]);
            start = end + 1;
        }

        return [.. words];
    }

    /// <summary>
    /// Begins the program at <paramref name="path"/> anew in this process, with <paramref name="words"/>. Every descriptor that was opened
    /// to be closed is closed by it. Returns only when the kernel refuses.
    /// </summary>
    public static LinuxStatus Replace(string path, byte[][] words)
    {
        byte[][] pinned = new byte[words.Length + 1][];
        byte** pointers = stackalloc byte*[words.Length + 1];
        for (int i = 0; i < words.Length; i++)
        {
            pinned[i] = Pinned(words[i]);
            pointers[i] = Address(pinned[i]);
        }

        pointers[words.Length] = null;
        pinned[words.Length] = Pinned(System.Text.Encoding.UTF8.GetBytes(path + "\0"));
        LibC.Execute(Address(pinned[words.Length]), pointers);
        LinuxStatus status = LinuxStatus.Last;
        GC.KeepAlive(pinned);
        return status;
    }

    private static byte[] Pinned(byte[] octets)
    {
        byte[] pinned = GC.AllocateArray<byte>(octets.Length, pinned: true);
        octets.CopyTo(pinned, 0);
        return pinned;
    }

    private static byte* Address(byte[] pinned) =>
        (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(pinned));
}
