using Pmip.Appliance.Desk;
using Pmip.Appliance.Monitoring;
using Xunit;

namespace Pmip.Unit.Monitoring;

public class CounterDeskTests
{
    private readonly TablesOfText _loop = new();
    private readonly DeskVerbs _verbs = new();

    public CounterDeskTests() => new CounterDesk(_loop).AddTo(_verbs);

    [Fact]
    public void Counters_Shown_OfARoomWithoutZeros_OnlyThose()
    {
        _loop.Will("counters", Row("lma", "a", 5), Row("lma", "b", 0), Row("mag", "c", 7));

        GatheredAnswer answer = GatheredAnswer.Of(_verbs, "show counters lma nonzero");

        Assert.Equal(["{'room':'lma','counter':'a','value':5}"], answer.Rows);
        Assert.Equal(["room", "counter", "value"], answer.Keys);
    }

    [Fact]
    public void Counters_Shown_WithRates_GrowthInASecond()
    {
        _loop.Will("counters", Row("lma", "a", 5), Row("lma", "b", 3));
        _loop.Will("counters", Row("lma", "a", 5), Row("lma", "b", 4003));

        GatheredAnswer answer = GatheredAnswer.Of(_verbs, "show counters rates");

        Assert.Equal("{'room':'lma','counter':'a','value':5,'perSecond':0}", answer.Rows[0]);
        string rate = answer.Rows[1]["{'room':'lma','counter':'b','value':4003,'perSecond':".Length..^1];
        Assert.InRange(double.Parse(rate, System.Globalization.CultureInfo.InvariantCulture), 1, 4000);
    }

    [Fact]
    public void Counters_Cleared_GrowthSinceThenShown_AndANewNodeBeginsAtZero()
    {
        _loop.Will("counters", Row("lma", "a", 5), Row("lma", "b", 100));
        _loop.Will("counters", Row("lma", "a", 8), Row("lma", "b", 2));

        Assert.Equal(["2 counters are shown with their growth from now on"], GatheredAnswer.Of(_verbs, "clear counters").Lines);

        Assert.Equal(
            ["{'room':'lma','counter':'a','value':8,'sinceClear':3}", "{'room':'lma','counter':'b','value':2,'sinceClear':2}"],
            GatheredAnswer.Of(_verbs, "show counters").Rows);
    }

    [Fact]
    public void Counters_Shown_UnknownRoom_RefusedByName()
    {
        _loop.Will("counters", Row("lma", "a", 5));

        Assert.Equal(
            "unknownRoom: no counters are of the room \"moon\"; \"show counters\" lists the rooms",
            GatheredAnswer.Of(_verbs, "show counters moon").Failure);
    }

    [Fact]
    public void Counters_Shown_NoNode_RefusalPassedOn() =>
        Assert.Equal("noNode: no node runs", GatheredAnswer.Of(_verbs, "show counters rates").Failure);

    private static string Row(string room, string counter, long value) => $"{{'room':'{room}','counter':'{counter}','value':{value}}}";
}
