using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using NLog.Targets;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Logging;
using Pmip.Foundation.Addressing;
using Xunit;

namespace Pmip.Unit.Logging;

public sealed class LogThreadTests
{
    // 2026-08-01 12:34:56.789 and a bit.
    private const long Moment = 1_785_587_696_789_012;

    [Fact]
    public void Record_Logged_OnATerminal_HasTimeLevelRoomAndSentence()
    {
        IList<string> lines = LinesOf(isUnderJournal: false, log =>
        {
            log.Ring.TryWrite(EventRoom.Lma, EventKind.BindingCreated, Moment, "mn1@example.com"u8, address: IpAddress.Parse("2001:db8::11"));
            log.Ring.TryWrite(EventRoom.Host, EventKind.InterfaceDown, Moment, "acc0"u8);
        });

        Assert.Equal(
            [
                "2026-08-01T12:34:56.789Z INFO  lma      mn1@example.com registered by 2001:db8::11",
                "2026-08-01T12:34:56.789Z WARN  host     interface acc0 is down",
            ],
            lines);
    }

    [Fact]
    public void Record_Logged_UnderTheJournal_HasItsPriorityAndNoTime()
    {
        IList<string> lines = LinesOf(isUnderJournal: true, log =>
        {
            log.Ring.TryWrite(EventRoom.Host, EventKind.InterfaceDown, Moment, "acc0"u8);
            log.Write(EventLevel.Error, EventRoom.Host, "it ends");
            log.Write(EventLevel.Debug, EventRoom.Host, "it is below the level");
        });

        Assert.Equal(["<3>host: it ends", "<4>host: interface acc0 is down"], lines.Order());
    }

    [Fact]
    public void Level_Changed_AtRunTime_HoldsFromThenOn()
    {
        IList<string> lines = LinesOf(isUnderJournal: true, log =>
        {
            log.Level = EventLevel.Error;
            log.Ring.TryWrite(EventRoom.Host, EventKind.InterfaceDown, Moment, "acc0"u8);
            log.Level = EventLevel.Debug;
            log.Ring.TryWrite(EventRoom.Lma, EventKind.BindingRefreshed, Moment, "mn1@example.com"u8);
            Assert.Equal(EventLevel.Debug, log.Level);
        });

        Assert.StartsWith("<7>lma: mn1@example.com", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Sentences_Written_ByManyThreadsBesideTheLoop_AllLogged()
    {
        IList<string> lines = LinesOf(isUnderJournal: true, log =>
        {
            Thread[] writers = [.. Enumerable.Range(0, 6).Select(number => new Thread(() =>
            {
                for (int i = 0; i < 3; i++)
                {
                    log.Write(EventLevel.Info, EventRoom.Control, $"thread {number} says {i}");
                }
            }))];
            foreach (Thread writer in writers)
            {
                writer.Start();
            }

            log.Ring.TryWrite(EventRoom.Host, EventKind.InterfaceDown, Moment, "acc0"u8);
            foreach (Thread writer in writers)
            {
                writer.Join();
            }
        });

        Assert.Equal(19, lines.Count);
        Assert.Equal(18, lines.Where(line => line.StartsWith("<6>control: thread ", StringComparison.Ordinal)).Distinct().Count());
        Assert.Contains("<4>host: interface acc0 is down", lines);
    }

    [Fact]
    public void Log_Ended_WriteAfterIt_IsSafe()
    {
        using MemoryTarget target = new("lines");
        using EventRing ring = new(16);
        LogThread log = new(ring, target, isUnderJournal: true);
        log.Dispose();

        log.Write(EventLevel.Error, EventRoom.Host, "too late");

        Assert.Equal(1, log.SentencesDropped);
    }

    [Fact]
    public void Feed_Watching_LevelOfTheLogIsHigher_GetsItAndTheLogDoesNot()
    {
        EventFeed feed = new(EventLevel.Debug, (in EventRecord record) => record.Text.SequenceEqual("mn1@example.com"u8));
        IList<string> lines = LinesOf(isUnderJournal: true, log =>
        {
            log.Watch(feed);
            Assert.True(log.Ring.TryWrite(EventRoom.Lma, EventKind.BindingRefreshed, Moment, "mn1@example.com"u8));
            Assert.True(log.Ring.TryWrite(EventRoom.Lma, EventKind.BindingRefreshed, Moment, "mn2@example.com"u8));
            Assert.True(feed.TryTake(TimeSpan.FromSeconds(30), out EventRecord record));
            Assert.Equal(EventKind.BindingRefreshed, record.Kind);
            log.Unwatch(feed);
            Assert.False(log.Ring.TryWrite(EventRoom.Lma, EventKind.BindingRefreshed, Moment, "mn1@example.com"u8));
        });

        Assert.Empty(lines);
        Assert.False(feed.TryTake(TimeSpan.Zero, out _));
    }

    [Fact]
    public void Configuration_Applied_WhileItRuns_MemoryKeptFilesWrittenAndBounded()
    {
        string folder = Directory.CreateTempSubdirectory("pmip-log").FullName;
        try
        {
            using MemoryTarget target = new("lines");
            using EventRing ring = new(64);
            LogThread log = new(ring, target, isUnderJournal: true);
            log.Write(EventLevel.Info, EventRoom.Host, "before");
            log.Apply(new LogConfiguration { MemoryLines = 16, File = new LogFileConfiguration(Path.Combine(folder, "log"), 16, 3) }, "gw1");
            for (int i = 0; i < 1000; i++)
            {
                // One by one, so that the limit of lines a second is not what bounds the files.
                long next = log.Memory.Next;
                log.Level = EventLevel.Debug;
                log.Ring.TryWrite(EventRoom.Lma, (EventKind)(i % (int)EventKind.MessageMalformed), Moment, System.Text.Encoding.UTF8.GetBytes($"mn{i}"));
                log.Memory.WaitFor(next, TimeSpan.FromMilliseconds(5));
            }

            log.Write(EventLevel.Error, EventRoom.Host, "the last");
            log.Dispose();

            FileInfo[] files = new DirectoryInfo(Path.Combine(folder, "log")).GetFiles();
            Assert.InRange(files.Length, 1, 3);
            Assert.All(files, file => Assert.InRange(file.Length, 1, 17 * 1024));
            Assert.Contains("the last", File.ReadAllText(Path.Combine(folder, "log", "pmipd.log")), StringComparison.Ordinal);
            Assert.Equal(16, log.Memory.Capacity);
            Assert.True(log.FileLosses.Written > 100);
            Assert.Equal(0, log.FileLosses.Lost);
            Assert.Contains("<6>host: before", target.Logs);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Configuration_Applied_FolderCannotBe_LinesCountedAndTheOthersGetThem()
    {
        string file = Path.GetTempFileName();
        using MemoryTarget target = new("lines");
        using EventRing ring = new(64);
        LogThread log = new(ring, target, isUnderJournal: true);
        log.Apply(new LogConfiguration { File = new LogFileConfiguration(Path.Combine(file, "log"), 16, 3) }, "gw1");
        log.Write(EventLevel.Info, EventRoom.Host, "it is said");
        log.Dispose();
        File.Delete(file);

        Assert.Equal(1, log.FileLosses.Lost);
        Assert.Equal(["<6>host: it is said"], target.Logs);
    }

    private static IList<string> LinesOf(bool isUnderJournal, Action<LogThread> body)
    {
        using MemoryTarget target = new("lines");
        using EventRing ring = new(16) { Level = EventLevel.Info };
        using (LogThread log = new(ring, target, isUnderJournal))
        {
            body(log);
        }

        return [.. target.Logs];
    }
}
