using System.Collections.Generic;
using System.Linq;
using NLog.Targets;
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

        Assert.StartsWith("<7>lma: mn1@example.com", Assert.Single(lines), System.StringComparison.Ordinal);
    }

    private static IList<string> LinesOf(bool isUnderJournal, System.Action<LogThread> body)
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
