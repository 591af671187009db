using System;
using Pmip.Foundation.Time;

namespace Pmip.Linux.Polling;

/// <summary>Waits for one descriptor (poll): for the threads beside the loop. Works with every kind of descriptor, plain files too.</summary>
public static unsafe class DescriptorWait
{
    /// <summary>
    /// Waits until <paramref name="descriptor"/> is ready or broken; false when the time is over first. Zero only looks; what is
    /// longer than 24 days is 24 days.
    /// </summary>
    public static bool IsReady(int descriptor, PollInterest interest, Duration timeout)
    {
        LibC.PollDescriptor wanted = new()
        {
            Descriptor = descriptor,
            Events = (short)((interest.HasFlag(PollInterest.Read) ? LinuxAbi.POLLIN : 0)
                | (interest.HasFlag(PollInterest.Write) ? LinuxAbi.POLLOUT : 0)),
        };
        long milliseconds = Math.Min((timeout.Microseconds / 1000) + (timeout.Microseconds % 1000 == 0 ? 0 : 1), int.MaxValue);
        return LibC.Poll(&wanted, 1, (int)milliseconds) > 0;
    }
}
