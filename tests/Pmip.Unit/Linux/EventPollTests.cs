using System;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Polling;
using Pmip.Linux.Sockets;
using Xunit;

namespace Pmip.Unit.Linux;

public sealed class EventPollTests
{
    private static readonly IpAddress Loopback = IpAddress.Parse("127.0.0.1");

    [Fact]
    public void Poll_Waits_DatagramArrived_GivesTokenOfItsSocket()
    {
        using UdpSocket udp = OpenUdp(out ushort port);
        using EventPoll poll = OpenPoll();
        Assert.True(poll.Add(udp.Descriptor, 0x1122_3344_5566_7788, PollInterest.Read).IsOk);
        DatagramBatch batch = new(1, 16);
        Assert.True(batch.TryAdd(Loopback, port, 3, out _));
        Assert.Equal(1, udp.Send(batch).Sent);

        PollEvent[] events = new PollEvent[4];
        Assert.True(poll.Wait(events, Duration.FromSeconds(5), out int count).IsOk);

        Assert.Equal(1, count);
        Assert.Equal(new PollEvent(0x1122_3344_5566_7788, true, false, false), events[0]);
    }

    [Fact]
    public void Poll_Waits_NothingArrived_GivesNoEvent()
    {
        using UdpSocket udp = OpenUdp(out _);
        using EventPoll poll = OpenPoll();
        Assert.True(poll.Add(udp.Descriptor, 1, PollInterest.Read).IsOk);
        Assert.True(poll.Wait(new PollEvent[1], new Duration(1), out int count).IsOk);
        Assert.Equal(0, count);
    }

    [Fact]
    public void Poll_Modified_ForWriting_GivesWritableUntilRemoved()
    {
        using UdpSocket udp = OpenUdp(out _);
        using EventPoll poll = OpenPoll();
        PollEvent[] events = new PollEvent[1];
        Assert.True(poll.Add(udp.Descriptor, 1, PollInterest.Read).IsOk);
        Assert.True(poll.Modify(udp.Descriptor, 2, PollInterest.Read | PollInterest.Write).IsOk);
        Assert.True(poll.Wait(events, Duration.Zero, out int count).IsOk);
        Assert.Equal(1, count);
        Assert.Equal(new PollEvent(2, false, true, false), events[0]);

        Assert.True(poll.Remove(udp.Descriptor).IsOk);
        Assert.True(poll.Wait(events, Duration.Zero, out count).IsOk);
        Assert.Equal(0, count);
    }

    [Fact]
    public void Poll_AddsDescriptor_ThatIsNone_TellsTheError()
    {
        using EventPoll poll = OpenPoll();
        LinuxStatus status = poll.Add(-1, 0, PollInterest.Read);
        Assert.False(status.IsOk);
        Assert.NotEqual("success", status.Message);
    }

    [Fact]
    public void Poll_WaitsManyTimes_AllocatesNothing()
    {
        using UdpSocket udp = OpenUdp(out _);
        using EventPoll poll = OpenPoll();
        PollEvent[] events = new PollEvent[1];
        Assert.True(poll.Add(udp.Descriptor, 1, PollInterest.Write).IsOk);
        Assert.True(poll.Wait(events, Duration.Zero, out _).IsOk);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int total = 0;
        for (int i = 0; i < 1000; i++)
        {
            poll.Wait(events, Duration.Zero, out int count);
            total += count;
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(1000, total);
    }

    internal static UdpSocket OpenUdp(out ushort port)
    {
        for (port = 40_000; port < 60_000; port++)
        {
            if (UdpSocket.TryOpen(Loopback, port, out UdpSocket? udp).IsOk)
            {
                return udp!;
            }
        }

        throw new InvalidOperationException("no UDP port is free");
    }

    private static EventPoll OpenPoll()
    {
        Assert.True(EventPoll.TryOpen(out EventPoll? poll).IsOk);
        return poll!;
    }
}
