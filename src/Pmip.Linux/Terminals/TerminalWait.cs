using System;
using Pmip.Foundation.Time;

namespace Pmip.Linux.Terminals;

/// <summary>Waits for a few descriptors, for threads that have no epoll of their own.</summary>
public static unsafe class TerminalWait
{
    private const int DescriptorsMax = 8;

    /// <summary>
    /// Waits until one of <paramref name="descriptors"/> can be read without blocking, has ended or has failed, at most for
    /// <paramref name="timeout"/>. Negative ones are left out. Bit N of the answer is that of descriptor N.
    /// </summary>
    public static uint ForReading(ReadOnlySpan<int> descriptors, Duration timeout) => For(LinuxAbi.POLLIN, descriptors, timeout);

    /// <summary>Waits until <paramref name="descriptor"/> takes octets, has ended or has failed; false when the time is over.</summary>
    public static bool ForWriting(int descriptor, Duration timeout) => For(LinuxAbi.POLLOUT, [descriptor], timeout) != 0;

    private static uint For(short wanted, ReadOnlySpan<int> descriptors, Duration timeout)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(descriptors.Length, DescriptorsMax);
        LibC.PollDescriptor* entries = stackalloc LibC.PollDescriptor[DescriptorsMax];
        for (int i = 0; i < descriptors.Length; i++)
        {
            entries[i] = new LibC.PollDescriptor { Descriptor = descriptors[i], Events = wanted };
        }

        int milliseconds = (int)Math.Min((timeout.Microseconds + 999) / 1000, int.MaxValue);
        if (LibC.Poll(entries, (nuint)descriptors.Length, milliseconds) <= 0)
        {
            return 0;
        }

        uint ready = 0;
        for (int i = 0; i < descriptors.Length; i++)
        {
            ready |= entries[i].Returned != 0 ? 1U << i : 0;
        }

        return ready;
    }
}
