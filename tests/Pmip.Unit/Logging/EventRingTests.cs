using System;
using System.Text;
using System.Threading;
using Pmip.Appliance.Logging;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Logging;

public class EventRingTests
{
    [Fact]
    public void Ring_Written_MoreThanItHolds_DropsCountedAndOrderKept()
    {
        using EventRing ring = new(8);
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < 10; i++)
            {
                Assert.Equal(i < 8, ring.TryWrite(EventRoom.Lma, EventKind.BindingCreated, i, number: i));
            }

            for (int i = 0; i < 8; i++)
            {
                Assert.True(ring.TryTake(out EventRecord record));
                Assert.Equal(i, record.Number);
            }

            Assert.False(ring.TryTake(out _));
        }

        Assert.Equal(6, ring.Dropped);
    }

    [Fact]
    public void Ring_Written_LongText_CutToItsRoom()
    {
        using EventRing ring = new(2);

        ring.TryWrite(EventRoom.Mag, EventKind.Remark, 0, new byte[200]);

        ring.TryTake(out EventRecord record);
        Assert.Equal(EventRecord.TextLengthMax, record.Text.Length);
    }

    [Fact]
    public void Ring_Written_BelowTheLevel_NotWrittenNorCounted()
    {
        using EventRing ring = new(2) { Level = EventLevel.Info };

        Assert.False(ring.TryWrite(EventRoom.Lma, EventKind.BindingRefreshed, 0));
        ring.Level = EventLevel.Debug;
        Assert.True(ring.TryWrite(EventRoom.Lma, EventKind.BindingRefreshed, 0));
        Assert.Equal(0, ring.Dropped);
    }

    [Fact]
    public void Ring_Written_ManyRecords_NothingAllocatedAndNothingLost()
    {
        const int Records = 20_000;
        using EventRing ring = new(1 << 15);
        long sum = 0;
        Thread consumer = new(() =>
        {
            int taken = 0;
            while (taken < Records + 100)
            {
                while (ring.TryTake(out EventRecord record))
                {
                    sum += record.Number;
                    taken++;
                }

                ring.Wait(Duration.FromSeconds(10));
            }
        });
        consumer.Start();
        for (int i = 0; i < 100; i++)
        {
            ring.TryWrite(EventRoom.Lma, EventKind.UnknownPeer, i, "mn1@example.com"u8);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Records; i++)
        {
            ring.TryWrite(EventRoom.Lma, EventKind.UnknownPeer, i, "mn1@example.com"u8, 1, 1, IpAddress.FromIPv4(1));
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(consumer.Join(TimeSpan.FromSeconds(60)) || WakeAndJoin(ring, consumer));

        Assert.Equal(0, allocated);
        Assert.Equal(0, ring.Dropped);
        Assert.Equal(Records, sum);
    }

    [Fact]
    public void Sentence_Rendered_Refusal_NamesTheStatus()
    {
        EventRecord record = new() { Kind = EventKind.RegistrationRefused, Code = (byte)BindingStatus.InsufficientResources };
        record.SetText("mn1@example.com"u8);

        Assert.Equal("mn1@example.com refused with status InsufficientResources (130)", EventSentences.Render(record));
    }

    [Fact]
    public void Sentence_Rendered_EveryKind_HasAPlainLine()
    {
        foreach (EventKind kind in Enum.GetValues<EventKind>())
        {
            EventRecord record = new() { Kind = kind };
            record.SetText("a\nb\u001b[2J"u8);

            string sentence = EventSentences.Render(record);

            Assert.NotEmpty(sentence);
            Assert.DoesNotContain(sentence, char.IsControl);
            Assert.InRange(EventSentences.LinesPerSecond(kind), 1, 20);
        }
    }

    [Theory]
    [InlineData("mn1@example.com", "mn1@example.com")]
    [InlineData("gräün", "gräün")]
    [InlineData("a\nb", "a\\x0ab")]
    [InlineData("a\u202Eb", "a\\xe2\\x80\\xaeb")]
    public void VisibleText_Written_ControlCharacters_AsHexadecimal(string text, string expected) =>
        Assert.Equal(expected, VisibleText.Of(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void VisibleText_Written_InvalidUtf8_AsHexadecimal() => Assert.Equal("a\\xffb", VisibleText.Of([(byte)'a', 0xFF, (byte)'b']));

    private static bool WakeAndJoin(EventRing ring, Thread consumer)
    {
        ring.Wake();
        return consumer.Join(TimeSpan.FromSeconds(10));
    }
}
