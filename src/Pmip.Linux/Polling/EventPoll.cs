using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Pmip.Foundation;
using Pmip.Foundation.Time;

namespace Pmip.Linux.Polling;

/// <summary>Waits for many descriptors at once (epoll, level-triggered). Made at start; waiting allocates nothing.</summary>
public sealed unsafe class EventPoll : IDisposable
{
    private const int EventsMax = 64;
    private readonly LinuxDescriptor _poll;
    private readonly byte[] _events = GC.AllocateArray<byte>(EventsMax * 16, pinned: true);

    private EventPoll(LinuxDescriptor poll) => _poll = poll;

    /// <summary>Makes an epoll instance.</summary>
    public static LinuxStatus TryOpen(out EventPoll? poll)
    {
        int descriptor = LibC.EpollCreate(LinuxAbi.EPOLL_CLOEXEC);
        LinuxStatus status = LinuxStatus.From(descriptor);
        poll = status.IsOk ? new EventPoll(new LinuxDescriptor(descriptor)) : null;
        return status;
    }

    /// <summary>Watches <paramref name="descriptor"/>; its events carry <paramref name="token"/>.</summary>
    public LinuxStatus Add(int descriptor, ulong token, PollInterest interest) =>
        Control(LinuxAbi.EPOLL_CTL_ADD, descriptor, token, interest);

    /// <summary>Changes what <paramref name="descriptor"/> is watched for.</summary>
    public LinuxStatus Modify(int descriptor, ulong token, PollInterest interest) =>
        Control(LinuxAbi.EPOLL_CTL_MOD, descriptor, token, interest);

    /// <summary>Watches <paramref name="descriptor"/> no more. Call it before the descriptor is closed.</summary>
    public LinuxStatus Remove(int descriptor) => Control(LinuxAbi.EPOLL_CTL_DEL, descriptor, 0, PollInterest.None);

    /// <summary>
    /// Waits until something is ready or until <paramref name="timeout"/> is over, rounded up to milliseconds so that the loop
    /// never wakes before its deadline. Zero only looks. A signal ends the wait with no event.
    /// </summary>
    public LinuxStatus Wait(Span<PollEvent> events, Duration timeout, out int count)
    {
        count = 0;
        long milliseconds = Math.Min(timeout.Microseconds / 1000 + (timeout.Microseconds % 1000 == 0 ? 0 : 1), int.MaxValue);
        byte* first = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_events));
        int ready = LibC.EpollWait(_poll, first, Math.Min(EventsMax, events.Length), (int)milliseconds);
        if (ready < 0)
        {
            LinuxStatus status = LinuxStatus.Last;
            return status.Errno == LinuxAbi.EINTR ? LinuxStatus.Ok : status;
        }

        for (; count < ready; count++)
        {
            ReadOnlySpan<byte> entry = _events.AsSpan(count * LinuxAbi.EpollEventLength, LinuxAbi.EpollEventLength);
            uint flags = BinaryPrimitives.ReadUInt32LittleEndian(entry);
            ulong token = BinaryPrimitives.ReadUInt64LittleEndian(entry[LinuxAbi.EpollDataOffset..]);
            bool broken = (flags & (LinuxAbi.EPOLLERR | LinuxAbi.EPOLLHUP | LinuxAbi.EPOLLRDHUP)) != 0;
            events[count] = new PollEvent(token, (flags & LinuxAbi.EPOLLIN) != 0, (flags & LinuxAbi.EPOLLOUT) != 0, broken);
        }

        return LinuxStatus.Ok;
    }

    /// <inheritdoc/>
    public void Dispose() => _poll.Dispose();

    private LinuxStatus Control(int operation, int descriptor, ulong token, PollInterest interest)
    {
        Invariant.Require(BitConverter.IsLittleEndian);
        uint flags = (interest & PollInterest.Read) != 0 ? LinuxAbi.EPOLLIN | LinuxAbi.EPOLLRDHUP : 0;
        flags |= (interest & PollInterest.Write) != 0 ? LinuxAbi.EPOLLOUT : 0;
        Span<byte> entry = stackalloc byte[16];
        entry.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(entry, flags);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[LinuxAbi.EpollDataOffset..], token);
        fixed (byte* first = entry)
        {
            return LinuxStatus.From(LibC.EpollControl(_poll, operation, descriptor, first));
        }
    }
}
