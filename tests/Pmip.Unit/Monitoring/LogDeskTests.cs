using System;
using System.Linq;
using NLog.Targets;
using Pmip.Appliance.Desk;
using Pmip.Appliance.Logging;
using Pmip.Appliance.Monitoring;
using Xunit;

namespace Pmip.Unit.Monitoring;

public sealed class LogDeskTests : IDisposable
{
    private readonly EventRing _ring = new(256);
    private readonly MemoryTarget _target = new("lines");
    private readonly LogThread _log;
    private readonly DeskVerbs _verbs = new();
    private readonly TablesOfText _loop = new();

    public LogDeskTests()
    {
        _log = new LogThread(_ring, _target, isUnderJournal: true);
        new LogDesk(_log).AddTo(_verbs);
        new MonitorDesk(_loop, _log).AddTo(_verbs);
    }

    public void Dispose()
    {
        _log.Dispose();
        _ring.Dispose();
        _target.Dispose();
    }

    [Theory]
    [InlineData("show log", "one,TWO,three")]
    [InlineData("show log last 2", "TWO,three")]
    [InlineData("show log warn", "TWO,three")]
    [InlineData("show log warn last 1", "three")]
    [InlineData("show log match two", "TWO")]
    [InlineData("show log match lma", "three")]
    [InlineData("show log error match two", "")]
    public void Log_Shown_Filtered_TheLastOnesInTheirOrder(string line, string sentences)
    {
        Say();

        GatheredAnswer answer = GatheredAnswer.Of(_verbs, line);

        Assert.Equal(sentences, string.Join(',', answer.Rows.Select(SentenceOf)));
    }

    [Fact]
    public void Log_Monitored_LinesComeAsTheyAreWritten_UntilCancelled()
    {
        int written = 0;

        GatheredAnswer answer = GatheredAnswer.Of(_verbs, "monitor log level warn", gathered =>
        {
            // Looked at again and again by whoever writes the answer; each look is a chance to say something.
            if (gathered.Rows.Count == written && written < 3)
            {
                written++;
                _log.Write(EventLevel.Info, EventRoom.Host, $"not wanted {written}");
                _log.Write(EventLevel.Warn, EventRoom.Host, $"wanted {written}");
                Assert.True(_log.Memory.WaitFor(2 * written, TimeSpan.FromSeconds(30)));
            }

            return gathered.Rows.Count == 3;
        });

        Assert.Equal(["wanted 1", "wanted 2", "wanted 3"], answer.Rows.Select(SentenceOf));
    }

    [Fact]
    public void Events_Monitored_BelowTheLevelOfTheLog_ComeAllTheSame_AndTheLevelGoesBack()
    {
        _log.Level = EventLevel.Error;
        bool isAsked = false;

        GatheredAnswer answer = GatheredAnswer.Of(_verbs, "monitor events match mn1", gathered =>
        {
            if (!isAsked)
            {
                isAsked = true;
                _ring.TryWrite(EventRoom.Lma, EventKind.BindingRefreshed, 0, "mn2@example.com"u8);
                _ring.TryWrite(EventRoom.Lma, EventKind.BindingRefreshed, 0, "mn1@example.com"u8);
            }

            return gathered.Rows.Count == 1;
        });

        Assert.Equal(["{'time':'1970-01-01T00:00:00.000Z','level':'debug','room':'lma','sentence':'mn1@example.com refreshed'}"], answer.Rows);
        Assert.Equal(EventLevel.Error, _ring.Level);
    }

    [Fact]
    public void Bindings_Monitored_ChangesTold_AndAMissingNodeSaidOnce()
    {
        _loop.Will("bindings", Binding("mn1", "registering"), Binding("mn2", "registered"));
        _loop.Will("bindings", Binding("mn1", "registered"), Binding("mn3", "registered"));

        GatheredAnswer answer = GatheredAnswer.Of(_verbs, "monitor bindings interval 1", gathered => gathered.Rows.Count >= 5);

        Assert.Equal(["came mn1 registering", "came mn2 registered", "went mn2 registered", "changed mn1 registered", "came mn3 registered"],
            answer.Rows.Select(row => $"{ValueOf(row, "change")} {ValueOf(row, "identifier")} {ValueOf(row, "state")}"));
    }

    [Fact]
    public void Counters_Monitored_OnlyThoseThatGrow()
    {
        _loop.Will("counters", "{'room':'lma','counter':'a','value':5}", "{'room':'lma','counter':'b','value':5}");
        _loop.Will("counters", "{'room':'lma','counter':'a','value':5}", "{'room':'lma','counter':'b','value':9}");

        GatheredAnswer answer = GatheredAnswer.Of(_verbs, "monitor counters interval 1", gathered => gathered.Rows.Count >= 1);

        Assert.Equal("b 9", $"{ValueOf(answer.Rows[0], "counter")} {answer.Rows[0].Split("'value':")[1].Split(',')[0]}");
        Assert.Contains("'growth':4,", answer.Rows[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Peers_Monitored_NoNode_SaidOnceAndGoesOn()
    {
        int asked = 0;
        _loop.BeforeAnswer = _ => asked++;

        GatheredAnswer answer = GatheredAnswer.Of(_verbs, "monitor peers interval 1", _ => asked >= 3);

        Assert.Equal(["no node runs"], answer.Lines);
    }

    private static string Binding(string identifier, string state) =>
        $"{{'role':'mag','identifier':'{identifier}','accessPoint':'ims','pdnConnectionId':0,'state':'{state}','lifetimeRemainingSeconds':7}}";

    private static string SentenceOf(string row) => ValueOf(row, "sentence");

    private static string ValueOf(string row, string key) => row.Split($"'{key}':'")[1].Split('\'')[0];

    private void Say()
    {
        _log.Write(EventLevel.Info, EventRoom.Host, "one");
        _log.Write(EventLevel.Warn, EventRoom.Host, "TWO");
        _log.Write(EventLevel.Error, EventRoom.Lma, "three");
        Assert.True(_log.Memory.WaitFor(3, TimeSpan.FromSeconds(30)));
    }
}
