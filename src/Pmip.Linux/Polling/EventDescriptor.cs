using System;
using Pmip.Foundation.Time;

namespace Pmip.Linux.Polling;

/// <summary>
/// A flag that any thread raises and one thread waits for with epoll (eventfd). Raising it allocates nothing and never blocks;
/// raised twice before it is taken counts once.
/// </summary>
public sealed unsafe class EventDescriptor : IDisposable
{
    private readonly LinuxDescriptor _descriptor;

    private EventDescriptor(LinuxDescriptor descriptor) => _descriptor = descriptor;

    /// <summary>The number to watch for reading.</summary>
    public int Descriptor => _descriptor.Number;

    /// <summary>Makes a flag that is not raised.</summary>
    public static LinuxStatus TryOpen(out EventDescriptor? raised)
    {
        int number = LibC.EventDescriptor(0, LinuxAbi.EFD_NONBLOCK | LinuxAbi.EFD_CLOEXEC);
        LinuxStatus status = LinuxStatus.From(number);
        raised = status.IsOk ? new EventDescriptor(new LinuxDescriptor(number)) : null;
        return status;
    }

    /// <summary>Raises the flag; any thread.</summary>
    public void Raise()
    {
        ulong one = 1;
        LibC.Write(_descriptor, (byte*)&one, sizeof(ulong)); // It fails only when 2^64 - 2 wishes wait already.
    }

    /// <summary>Takes the flag down; true when it was raised.</summary>
    public bool TryTake()
    {
        ulong count = 0;
        return LibC.Read(_descriptor, (byte*)&count, sizeof(ulong)) == sizeof(ulong);
    }

    /// <summary>
    /// Waits until the flag is raised or the time is over, and leaves it as it is: for a thread that waits for nothing else. True when
    /// it is raised; false also when a signal of the runtime interrupts the wait.
    /// </summary>
    public bool Wait(Duration timeout)
    {
        int milliseconds = (int)Math.Clamp((timeout.Microseconds + 999) / 1000, 0, int.MaxValue);
        LibC.PollDescriptor wanted = new() { Descriptor = _descriptor.Number, Events = LinuxAbi.POLLIN };
        return LibC.Poll(&wanted, 1, milliseconds) > 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();
}
