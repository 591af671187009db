using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Host;
using Pmip.Appliance.Host.Reconfiguration;
using Pmip.Unit.Configuration;
using Xunit;

namespace Pmip.Unit.Host.Reconfiguration;

public sealed class ReconfigurationPlanTests
{
    [Fact]
    public void Classes_OfEveryKeyOfTheSchema_AreThere()
    {
        foreach (ConfigurationKey key in ConfigurationSchema.Keys.Where(static key => IsComparable(key)))
        {
            Assert.True(ChangeClasses.Find(key) is not null, $"{key.Path} has no row in ChangeClasses: say what a change of it takes");
        }
    }

    [Fact]
    public void Classes_OfEveryRow_BelongToAKey()
    {
        string[] toCome = ["console.*", "operators.*", "board.*", "metrics.*", "log.*"];
        foreach (ChangeRow row in ChangeClasses.Rows.Where(row => !toCome.Contains(row.Path)))
        {
            Assert.True(ConfigurationSchema.Find(row.Path) is not null, $"{row.Path} is no key any more");
        }
    }

    [Fact]
    public void Plan_OfAConfigurationWithItself_IsEmpty_HoweverItIsWritten()
    {
        ConfigurationNode spelled = ConfigurationEdits.Parse(
            ConfigurationEdits.Whole.Replace("2001:db8:f::11", "2001:DB8:000f::0011", StringComparison.Ordinal)
                .Replace("\"limits\": {", "\"limits\": { \"waitingUpdates\": 64,", StringComparison.Ordinal)
                .Replace("02:00:00:00:00:01", "02-00-00-00-00-01", StringComparison.Ordinal)
                .Replace("\"heartbeat\": { \"enabled\": true, \"intervalSeconds\": 60 },", "", StringComparison.Ordinal));

        Assert.Empty(SettingDifferences.Between(ConfigurationEdits.Parse(ConfigurationEdits.Whole), spelled));
    }

    [Fact]
    public void Plan_OfEverySingleEdit_NamesExactlyThatPath()
    {
        ConfigurationNode whole = ConfigurationEdits.Parse(ConfigurationEdits.Whole);
        Prop.ForAll(
            Arb.From(Gen.Choose(0, ConfigurationEdits.Editable.Count - 1)),
            Arb.From(Gen.Choose(0, 1_000_000)),
            (place, choice) =>
            {
                (string path, ConfigurationKey key) = ConfigurationEdits.Editable[place];
                ConfigurationNode edited = ConfigurationEdits.Parse(ConfigurationEdits.Edited(ConfigurationEdits.Whole, path, key, choice));

                SettingDifference only = Assert.Single(SettingDifferences.Between(whole, edited));

                Assert.Equal(path, only.Path);
                Assert.NotEqual(only.Before, only.After);
                SettingDifference back = Assert.Single(SettingDifferences.Between(edited, whole));
                Assert.Equal((only.Path, only.After, only.Before), (back.Path, back.Before, back.After));
            }).QuickCheckThrowOnFailure();
        Assert.True(ConfigurationEdits.Editable.Count > 60);
    }

    [Fact]
    public void Plan_AfterAnyEditsWereTakenIn_IsEmpty()
    {
        Prop.ForAll(
            Arb.From(Gen.Choose(0, ConfigurationEdits.Editable.Count - 1).ArrayOf()),
            places =>
            {
                string json = ConfigurationEdits.Whole;
                HashSet<string> edited = [];
                foreach (int place in places)
                {
                    (string path, ConfigurationKey key) = ConfigurationEdits.Editable[place];
                    json = edited.Add(path) ? ConfigurationEdits.Edited(json, path, key, place + 1) : json;
                }

                ConfigurationNode next = ConfigurationEdits.Parse(json);
                ConfigurationNode whole = ConfigurationEdits.Parse(ConfigurationEdits.Whole);
                IEnumerable<string> found = SettingDifferences.Between(whole, next).Select(static one => one.Path);

                Assert.Equal(edited.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
                Assert.Empty(SettingDifferences.Between(next, ConfigurationEdits.Parse(json)));
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Plan_OfElements_NamesThoseThatCameAndWent_AndAnotherOrder()
    {
        ApplianceConfiguration running = ConfigurationSamples.Read(ConfigurationSamples.Lma);
        ApplianceConfiguration next = ConfigurationSamples.Read(ConfigurationSamples.Lma
            .Replace("{ \"name\": \"mag1\", \"ipv6\": \"2001:db8:f::11\" }", "{ \"name\": \"mag9\", \"ipv6\": \"2001:db8:f::19\" }", StringComparison.Ordinal));

        IReadOnlyList<ConfigurationChange> changes = ReconfigurationPlan.Between(running, next, new Counts(3, 2)).Changes;

        Assert.Equal(["lma.peers[mag1]", "lma.peers[mag9]"], changes.Select(static change => change.Path));
        Assert.Equal("name mag1, ipv6 2001:db8:f::11", changes[0].Before);
        Assert.Equal("", changes[0].After);
        Assert.Equal(ChangeEffect.EndsBindings, changes[0].Effect);
        Assert.Contains("2 bindings end", changes[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_OfAChangeThatEndsNothing_IsLive()
    {
        ApplianceConfiguration running = ConfigurationSamples.Read(ConfigurationSamples.Lma);
        ApplianceConfiguration next = ConfigurationSamples.Read(
            ConfigurationSamples.Lma.Replace("\"10.45.0.0/16\"", "\"10.44.0.0/15\"", StringComparison.Ordinal));

        ConfigurationChange only = Assert.Single(ReconfigurationPlan.Between(running, next, new Counts(3, 0)).Changes);

        Assert.Equal(("lma.accessPoints[internet].ipv4Pool", ChangeEffect.Live), (only.Path, only.Effect));
    }

    [Fact]
    public void Plan_CountsEachChangeAlone_NotOneAmongTheOthers()
    {
        ApplianceConfiguration running = ConfigurationSamples.Read(ConfigurationSamples.Lma);
        string json = ConfigurationSamples.Lma.Replace("{ \"name\": \"mag1\", \"ipv6\": \"2001:db8:f::11\" }, ", "", StringComparison.Ordinal)
            .Replace("\"subscribers\": [ {", "\"subscribers\": [ { \"enabled\": false,", StringComparison.Ordinal);
        Counts counts = new(9, 4) { CountOf = static next => next.Lma!.Peers.Count == 1 && next.Lma.Subscribers[0].IsEnabled ? 3 : 1 };

        IReadOnlyList<ConfigurationChange> changes = ReconfigurationPlan.Between(running, ConfigurationSamples.Read(json), counts).Changes;

        Assert.Equal(["lma.peers[mag1]", "lma.subscribers[mn1@example.com/internet].enabled"], changes.Select(static change => change.Path));
        Assert.Equal("3 bindings end", changes[0].Sentence);
        Assert.Equal("1 binding ends", changes[1].Sentence);
    }

    [Fact]
    public void Plan_OfATable_RestartsTheNodeAndSaysWhatThatCosts()
    {
        ApplianceConfiguration running = ConfigurationSamples.Read(ConfigurationSamples.Lma);
        ApplianceConfiguration next = ConfigurationSamples.Read(
            ConfigurationSamples.Lma.Replace("\"bindings\": 64", "\"bindings\": 65", StringComparison.Ordinal));

        ReconfigurationPlan plan = ReconfigurationPlan.Between(running, next, new Counts(7, 0));

        ConfigurationChange only = Assert.Single(plan.Changes);
        Assert.True(plan.RestartsNode);
        Assert.Equal(("limits.bindings", "64", "65"), (only.Path, only.Before, only.After));
        Assert.Equal("the tables are made anew; the node starts anew: all its 7 bindings end", only.Sentence);
    }

    [Fact]
    public void Plan_WhenTheEnginesRefuse_RestartsTheNodeAndGivesTheirReason()
    {
        ApplianceConfiguration running = ConfigurationSamples.Read(ConfigurationSamples.Lma);
        ApplianceConfiguration next = ConfigurationSamples.Read(ConfigurationSamples.Lma.Replace("3600", "1800", StringComparison.Ordinal));

        ReconfigurationPlan plan = ReconfigurationPlan.Between(running, next, new Counts(1, null));

        Assert.True(plan.RestartsNode);
        Assert.Equal("no room; the node starts anew: its 1 binding ends", Assert.Single(plan.Changes).Sentence);
    }

    [Fact]
    public void Plan_OfASecret_ShowsThatItChangedAndNotWhat()
    {
        ConfigurationKey secret = new() { Path = "operators[].password", Kind = ConfigurationKind.Text, Help = "", IsSecret = true };

        Assert.Equal("(secret)", SettingDifferences.Shown("$6$salt$hash", secret));
        Assert.Equal("", SettingDifferences.Shown("", secret));
    }

    // A section is nothing by itself, except as an element; single values of a list change with their list.
    private static bool IsComparable(ConfigurationKey key) => key.Path.Length > 0 && key.Kind switch
    {
        ConfigurationKind.Section => key.Path.EndsWith("[]", StringComparison.Ordinal),
        _ => !key.Path.EndsWith("[]", StringComparison.Ordinal),
    };

    private sealed class Counts(int bindings, int? ended) : INodeCounts
    {
        public Func<ApplianceConfiguration, int>? CountOf { get; init; }

        public int Bindings => bindings;

        public int? CountEnded(ApplianceConfiguration next, out string obstacle)
        {
            obstacle = ended is null ? "no room" : "";
            return CountOf?.Invoke(next) ?? ended;
        }
    }
}
