using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Pmip.Appliance.Commands;
using Pmip.Appliance.Metrics;
using Pmip.DataPath;
using Xunit;

namespace Pmip.Unit.Metrics;

public class MetricTextTests
{
    [Fact]
    public void Families_AllOfThem_ObeyTheRulesOfNames()
    {
        HashSet<string> names = [];
        foreach (MetricFamily family in MetricTable.All)
        {
            Assert.Matches("^pmip_[a-z][a-z0-9_]*$", family.Name);
            Assert.DoesNotContain("__", family.Name, StringComparison.Ordinal);
            Assert.True(names.Add(family.Name), family.Name + " stands there twice");
            Assert.Equal(family.Kind == MetricKind.Counter, family.Name.EndsWith("_total", StringComparison.Ordinal));
            Assert.All(family.Labels, label => Assert.Matches("^[a-z][a-z0-9_]*$", label));
            Assert.EndsWith(".", family.Help, StringComparison.Ordinal);
            Assert.Contains("\n" + family.Name, MetricsHelp.Render(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Counter_Named_AfterRoomAndCounter() =>
        Assert.Equal("pmip_signalling_messages_received_total", MetricTable.NameOf("signalling", "messagesReceived"));

    [Fact]
    public void Text_Rendered_EachFamilyOnce_WithItsLinesAndEscapes()
    {
        MetricText text = new();
        MetricFamily gauge = MetricFamily.Gauge("pmip_a", "One \\ two\nthree.", "x", "y");
        text.Add(gauge, 1.5, "a\"b", "c\\d\ne");
        text.Add(MetricFamily.Counter("pmip_b_total", "B."), 9007199254740993);
        text.Add(gauge, -0.25, "", "ü");

        Assert.Equal(
            """
            # HELP pmip_a One \\ two\nthree.
            # TYPE pmip_a gauge
            pmip_a{x="a\"b",y="c\\d\ne"} 1.5
            pmip_a{x="",y="ü"} -0.25
            # HELP pmip_b_total B.
            # TYPE pmip_b_total counter
            pmip_b_total 9007199254740992

            """,
            Encoding.UTF8.GetString(text.Render()));
    }

    /// <summary>The grammar of the format, as its own parser reads it.</summary>
    public static IReadOnlyDictionary<string, double> Parse(string text)
    {
        Dictionary<string, double> values = [];
        HashSet<string> typed = [];
        string open = "";
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            Match header = Regex.Match(line, "^# (HELP|TYPE) ([a-z0-9_]+) (.+)$");
            if (header.Success)
            {
                Assert.True(header.Groups[1].Value == "HELP" || header.Groups[3].Value is "gauge" or "counter", line);
                Assert.True(header.Groups[1].Value == "HELP" || typed.Add(header.Groups[2].Value), line);
                open = header.Groups[2].Value;
                continue;
            }

            Match sample = Regex.Match(line, """^([a-z0-9_]+)(\{[a-z_]+="(?:[^"\\]|\\["\\n])*"(?:,[a-z_]+="(?:[^"\\]|\\["\\n])*")*\})? ([-+0-9.eE]+)$""");
            Assert.True(sample.Success, line);
            Assert.Equal(open, sample.Groups[1].Value);
            Assert.Contains(open, typed);
            values.Add(sample.Groups[1].Value + sample.Groups[2].Value, double.Parse(sample.Groups[3].Value, CultureInfo.InvariantCulture));
        }

        return values;
    }

    [Fact]
    public void Counters_OfEveryRoom_HaveAFamily()
    {
        string[] rooms = [.. MetricTable.All.Where(family => family.Kind == MetricKind.Counter).Select(family => family.Name.Split('_')[1]).Distinct()];

        Assert.Superset(new HashSet<string> { "signalling", "lma", "mag", "access", "host", "datapath" }, new HashSet<string>(rooms));
        Assert.Same(MetricTable.Drops, MetricTable.FamilyOf("datapath", Encoding.UTF8.GetString(DropReasons.Name(default))));
    }
}
