using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Appliance.Diagnosis.Taps;
using Xunit;

namespace Pmip.Unit.Diagnosis;

public class LoopTapeTests
{
    private readonly ArrayBufferWriter<byte> _octets = new();

    [Fact]
    public void Tape_WrittenAndRead_InAnyOrder_GivesWhatWentInOrCountsIt() => Prop.ForAll(
        ArbMap.Default.ArbFor<(bool Writes, byte Length)[]>(),
        steps =>
        {
            LoopTape<long> tape = new(512);
            Queue<(long Number, int Length)> expected = new();
            long dropped = 0;
            for (int i = 0; i < steps.Length; i++)
            {
                (bool writes, byte length) = steps[i];
                if (writes)
                {
                    byte[] octets = [.. Enumerable.Repeat((byte)i, length)];
                    if (tape.TryWrite(i, octets))
                    {
                        expected.Enqueue((i, length));
                    }
                    else
                    {
                        dropped++;
                    }
                }
                else
                {
                    Examine(tape, expected);
                }
            }

            while (expected.Count > 0)
            {
                Examine(tape, expected);
            }

            Examine(tape, expected);
            Assert.Equal(dropped, tape.Dropped);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Tape_Full_NewRecordsCounted_OldOnesStay()
    {
        LoopTape<long> tape = new(256);
        int written = 0;
        while (tape.TryWrite(written, new byte[20]))
        {
            written++;
        }

        Assert.False(tape.TryWrite(99, new byte[20]));
        Assert.InRange(written, 4, 16);
        Assert.Equal(2, tape.Dropped);
        for (int i = 0; i < written; i++)
        {
            Assert.True(tape.TryTake(out long number, _octets));
            Assert.Equal(i, number);
        }
    }

    [Fact]
    public void Tape_Written_ALongTime_NothingAllocated()
    {
        LoopTape<long> tape = new(4096);
        using LoopBell bell = new();
        byte[] message = new byte[300];
        tape.TryWrite(0, message);
        tape.TryTake(out _, _octets);
        bell.Ring();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++)
        {
            tape.TryWrite(i, message);
            bell.Ring();
            tape.TryTake(out _, _octets);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, tape.Dropped);
    }

    private void Examine(LoopTape<long> tape, Queue<(long Number, int Length)> expected)
    {
        bool isThere = tape.TryTake(out long number, _octets);
        Assert.Equal(expected.Count > 0, isThere);
        if (isThere)
        {
            (long wanted, int length) = expected.Dequeue();
            Assert.Equal(wanted, number);
            Assert.Equal(length, _octets.WrittenCount);
            Assert.All(_octets.WrittenSpan.ToArray(), octet => Assert.Equal((byte)wanted, octet));
        }
    }
}
