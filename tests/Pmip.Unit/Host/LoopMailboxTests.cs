using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Pmip.Appliance.Host;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Xunit;

namespace Pmip.Unit.Host;

public sealed class LoopMailboxTests : IDisposable
{
    private static readonly Duration Patience = Duration.FromSeconds(15);
    private static readonly Duration Moment = Duration.FromMilliseconds(20);
    private readonly LoopMailbox _mailbox = Open();

    public void Dispose() => _mailbox.Dispose();

    [Fact]
    public void Work_Posted_IsDoneByTheLoopOnce()
    {
        using Loop loop = new(_mailbox, life: 1);
        Adding work = new(1);

        Assert.Equal(MailboxResult.Done, _mailbox.Post(work, Patience));
        Assert.Equal(1, work.Times);
        Assert.Equal(loop.ThreadId, work.ThreadId);
    }

    [Fact]
    public void Work_OfALifeThatIsOver_IsAnsweredAndNotDone()
    {
        using Loop loop = new(_mailbox, life: 2);
        Adding work = new(1);

        Assert.Equal(MailboxResult.NodeEnded, _mailbox.Post(work, Patience));
        Assert.Equal(0, work.Times);
    }

    [Fact]
    public void Work_WhenNoLoopComesBy_IsTakenBackAndNeverDone()
    {
        Adding late = new(1);

        Assert.Equal(MailboxResult.TakenBack, _mailbox.Post(late, Moment));

        using Loop loop = new(_mailbox, life: 1);
        Assert.Equal(MailboxResult.Done, _mailbox.Post(new Adding(1), Patience));
        Assert.Equal(0, late.Times);
    }

    [Fact]
    public void Work_ThatIsAnsweredLate_IsNotTakenForTheNext()
    {
        using Loop loop = new(_mailbox, life: 1);
        using ManualResetEventSlim gate = new(false);
        Adding slow = new(1) { Gate = gate };

        Assert.Equal(MailboxResult.Unanswered, _mailbox.Post(slow, Moment));
        Adding next = new(1);
        Adding taken = new(1);
        Assert.Equal(MailboxResult.TakenBack, _mailbox.Post(taken, Moment));
        gate.Set();

        Assert.Equal(MailboxResult.Done, _mailbox.Post(next, Patience));
        Assert.Equal((1, 1, 0), (slow.Times, next.Times, taken.Times));
    }

    [Fact]
    public void Work_OfManySenders_IsDoneExactlyAsOftenAsTheyAreTold()
    {
        using Loop loop = new(_mailbox, life: 1);
        List<Adding> done = [];
        List<Adding> notDone = [];
        Thread[] senders = [.. Enumerable.Range(0, 4).Select(number => new Thread(() =>
        {
            Random random = new(number);
            for (int i = 0; i < 250; i++)
            {
                Adding work = new(random.Next(4) == 0 ? 9 : 1);
                Duration patience = random.Next(3) == 0 ? new Duration(random.Next(40)) : Patience;
                MailboxResult result = _mailbox.Post(work, patience);
                lock (done)
                {
                    // One that got no answer in time may have been done: it is looked at when all is quiet.
                    if (result != MailboxResult.Unanswered)
                    {
                        (result == MailboxResult.Done ? done : notDone).Add(work);
                    }
                }
            }
        }))];

        Array.ForEach(senders, static sender => sender.Start());
        Array.ForEach(senders, static sender => Assert.True(sender.Join(TimeSpan.FromSeconds(60))));

        Assert.NotEmpty(done);
        Assert.NotEmpty(notDone);
        Assert.All(done, static work => Assert.Equal(1, work.Times));
        Assert.All(notDone, static work => Assert.Equal(0, work.Times));
    }

    [Fact]
    public void End_Asked_WakesTheLoopAndStaysUntilItIsTaken()
    {
        using Loop loop = new(_mailbox, life: 1);

        _mailbox.AskEnd();

        Assert.True(loop.EndSeen.Wait(TimeSpan.FromSeconds(15)));
        Assert.True(_mailbox.IsEndAsked);
        _mailbox.EndIsTaken();
        Assert.False(_mailbox.IsEndAsked);
    }

    private static LoopMailbox Open()
    {
        LinuxStatus status = LoopMailbox.TryOpen(out LoopMailbox? mailbox);
        Assert.True(status.IsOk, status.Message);
        return mailbox!;
    }

    private sealed class Adding(int life) : LoopWork(life)
    {
        public int Times { get; private set; }

        public int ThreadId { get; private set; }

        public ManualResetEventSlim? Gate { get; init; }

        protected override void Perform()
        {
            Gate?.Wait(TimeSpan.FromSeconds(15));
            ThreadId = Environment.CurrentManagedThreadId;
            Times++;
        }
    }

    // A thread that does with the mailbox what the control loop does.
    private sealed class Loop : IDisposable
    {
        private readonly Thread _thread;
        private volatile bool _isEnding;

        public Loop(LoopMailbox mailbox, int life)
        {
            _thread = new Thread(() =>
            {
                ThreadId = Environment.CurrentManagedThreadId;
                while (!_isEnding)
                {
                    mailbox.Wait(Duration.FromMilliseconds(100));
                    mailbox.Take(life);
                    if (mailbox.IsEndAsked)
                    {
                        EndSeen.Set();
                    }
                }
            });
            _thread.Start();
        }

        public int ThreadId { get; private set; }

        public ManualResetEventSlim EndSeen { get; } = new();

        public void Dispose()
        {
            _isEnding = true;
            Assert.True(_thread.Join(TimeSpan.FromSeconds(15)));
            EndSeen.Dispose();
        }
    }
}
