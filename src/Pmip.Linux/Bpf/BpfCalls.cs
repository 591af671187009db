using System;
using System.Runtime.InteropServices;

namespace Pmip.Linux.Bpf;

/// <summary>The bpf(2) system call, which the C library does not wrap, and the memory calls that tables need.</summary>
internal static unsafe partial class BpfCalls
{
    public const int MapCreate = 0;
    public const int MapLookup = 1;
    public const int MapUpdate = 2;
    public const int MapDelete = 3;
    public const int MapNextKey = 4;
    public const int ProgramLoad = 5;
    public const int ObjectPin = 6;
    public const int ObjectGet = 7;
    public const int ProgramTestRun = 10;
    public const int ObjectInformation = 15;
    public const int LinkCreate = 28;
    public const int LinkUpdate = 29;

    /// <summary>Octets of <c>union bpf_attr</c> that we give; the kernel takes the rest as zero.</summary>
    public const int AttributesLength = 128;

    public const int ProtectionReadWrite = 3;
    public const int MapShared = 1;
    public static readonly nint MapFailed = -1;

    private const string Library = "libc";
    private const int ResourceMemoryLock = 8;

    private static nint SystemCallNumber => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 280 : 321;

    /// <summary>Makes the call; the result is negative when <see cref="LinuxStatus.Last"/> says why.</summary>
    public static int Call(int command, Span<byte> attributes)
    {
        fixed (byte* first = attributes)
        {
            return (int)SystemCall(SystemCallNumber, command, first, attributes.Length);
        }
    }

    /// <summary>Before Linux 5.11 tables counted as locked memory, of which the usual limit is far too small.</summary>
    public static bool TryUnlockMemory()
    {
        ulong* limits = stackalloc ulong[2] { ulong.MaxValue, ulong.MaxValue };
        return SetResourceLimit(ResourceMemoryLock, limits) == 0;
    }

    [LibraryImport(Library, EntryPoint = "mmap", SetLastError = true)]
    public static partial nint MapMemory(nint address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport(Library, EntryPoint = "munmap", SetLastError = true)]
    public static partial int UnmapMemory(nint address, nuint length);

    // Variadic in C: every argument is given as 64 bits in a register, which is right on x86-64 and on ARM64.
    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint command, byte* attributes, nint length);

    [LibraryImport(Library, EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetResourceLimit(int resource, ulong* limits);
}
