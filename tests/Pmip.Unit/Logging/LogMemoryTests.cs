using System;
using System.Threading;
using Pmip.Appliance.Logging;
using Xunit;

namespace Pmip.Unit.Logging;

public class LogMemoryTests
{
    [Fact]
    public void Memory_Filled_BeyondItsRoom_KeepsTheNewest()
    {
        LogMemory memory = Filled(10, lines: 4);

        Assert.Equal(7, memory.First);
        Assert.Equal(11, memory.Next);
        Assert.False(memory.TryRead(6, out _));
        Assert.False(memory.TryRead(11, out _));
        Assert.False(memory.TryRead(0, out _));
        Assert.True(memory.TryRead(7, out LogLine line));
        Assert.Equal(new LogLine(7, 7, EventLevel.Warn, EventRoom.Mag, "line 7"), line);
    }

    [Theory]
    [InlineData(2, 9)]
    [InlineData(9, 7)]
    public void Memory_Resized_NewestThatFitAreKept(int lines, int first)
    {
        LogMemory memory = Filled(10, lines: 4);

        memory.Resize(lines);
        for (int number = 1; number <= 10; number++)
        {
            Assert.Equal(number >= first, memory.TryRead(number, out LogLine line));
            Assert.Equal(number >= first ? $"line {number}" : null, line.Sentence);
        }

        memory.Add(11, EventLevel.Info, EventRoom.Lma, "after");
        Assert.True(memory.TryRead(11, out LogLine after));
        Assert.Equal("after", after.Sentence);
    }

    [Fact]
    public void Memory_Added_LongSentence_CutAtAWholeCharacter()
    {
        LogMemory memory = new(2);

        memory.Add(0, EventLevel.Info, EventRoom.Host, new string('x', LogMemory.SentenceLengthMax - 1) + "ü");

        memory.TryRead(1, out LogLine line);
        Assert.Equal(new string('x', LogMemory.SentenceLengthMax - 1), line.Sentence);
    }

    [Fact]
    public void Memory_WaitedFor_LineComes_WaitEnds()
    {
        LogMemory memory = new(2);
        Assert.False(memory.WaitFor(1, TimeSpan.FromMilliseconds(1)));
        Thread writer = new(() => memory.Add(0, EventLevel.Info, EventRoom.Host, "it came"));
        writer.Start();

        Assert.True(memory.WaitFor(1, TimeSpan.FromSeconds(30)));
        writer.Join();
    }

    [Fact]
    public void Memory_Added_AfterItsMaking_AllocatesNothing()
    {
        LogMemory memory = Filled(10, lines: 4);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 100; i++)
        {
            memory.Add(i, EventLevel.Info, EventRoom.Host, "interface acc0 is down");
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static LogMemory Filled(int count, int lines)
    {
        LogMemory memory = new(lines);
        for (int i = 1; i <= count; i++)
        {
            memory.Add(i, EventLevel.Warn, EventRoom.Mag, $"line {i}");
        }

        return memory;
    }
}
