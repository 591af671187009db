using System.Threading;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;
using Xunit;

namespace Pmip.Unit.Linux;

public sealed class EventDescriptorTests
{
    [Fact]
    public void Flag_RaisedTwiceByAnotherThread_EndsTheWaitAndIsTakenOnce()
    {
        Assert.True(EventDescriptor.TryOpen(out EventDescriptor? raised).IsOk);
        Assert.True(EventPoll.TryOpen(out EventPoll? poll).IsOk);
        using (raised)
        using (poll)
        {
            Assert.False(raised!.TryTake());
            Assert.True(poll!.Add(raised.Descriptor, 7, PollInterest.Read).IsOk);
            Thread other = new(() =>
            {
                raised.Raise();
                raised.Raise();
            });
            other.Start();
            PollEvent[] ready = new PollEvent[4];
            Assert.True(poll.Wait(ready, Duration.FromSeconds(20), out int count).IsOk);
            Assert.Equal(1, count);
            Assert.Equal(7UL, ready[0].Token);
            other.Join();
            Assert.True(raised.TryTake());
            Assert.False(raised.TryTake());
        }
    }
}
