using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Pmip.Appliance.Configuration;

namespace Pmip.Appliance.Host.Reconfiguration;

/// <summary>
/// What lies between the configuration that a node runs with and another one, and what it disturbs to get there: a pure function
/// of both and of what the node counts. Nothing changes before all of it is said.
/// </summary>
internal sealed class ReconfigurationPlan
{
    /// <summary>Changes whose bindings are counted one by one; the rest is counted together.</summary>
    private const int CountedAloneMax = 32;

    private ReconfigurationPlan(IReadOnlyList<ConfigurationChange> changes) => Changes = changes;

    /// <summary>The changes, in the order of the schema.</summary>
    public IReadOnlyList<ConfigurationChange> Changes { get; }

    /// <summary>True when the node has to start anew.</summary>
    public bool RestartsNode => Changes.Any(static change => change.Effect == ChangeEffect.RestartsNode);

    /// <summary>Compares. Without <paramref name="counts"/>, in safe mode, nothing can be disturbed.</summary>
    public static ReconfigurationPlan Between(ApplianceConfiguration running, ApplianceConfiguration next, INodeCounts? counts)
    {
        IReadOnlyList<SettingDifference> differences = SettingDifferences.Between(running.Source, next.Source);
        bool restarts = differences.Any(static difference => RowOf(difference).Class == ChangeClass.Restarts);
        string obstacle = "";
        int? ended = restarts || counts is null || differences.Count == 0 ? 0 : counts.CountEnded(next, out obstacle);
        List<ConfigurationChange> changes = [];
        int counted = 0;
        foreach (SettingDifference difference in differences)
        {
            ChangeRow row = RowOf(difference);
            changes.Add(row.Class switch
            {
                ChangeClass.Restarts => Change(difference, ChangeEffect.RestartsNode, Join(row.Sentence, RestartSentence(counts))),
                ChangeClass.NextStart => Change(difference, ChangeEffect.AtNextStart, row.Sentence),
                ChangeClass.Contradicts when ended is null => Change(difference, ChangeEffect.RestartsNode, Join(obstacle, RestartSentence(counts))),
                ChangeClass.Contradicts when ended > 0 && !restarts && counts is not null =>
                    Counted(difference, row, ended.Value, counted++ < CountedAloneMax ? CountAlone(running, next, difference, counts) : null),
                _ => Change(difference, ChangeEffect.Live, row.Sentence),
            });
        }

        // The engines' word is the last: what they cannot take while they run takes a new start, whatever the table says.
        if (ended is null && !changes.Any(static change => change.Effect == ChangeEffect.RestartsNode))
        {
            changes[0] = changes[0] with { Effect = ChangeEffect.RestartsNode, Sentence = Join(obstacle, RestartSentence(counts)) };
        }

        return new ReconfigurationPlan(changes);
    }

    private static ChangeRow RowOf(SettingDifference difference) =>
        ChangeClasses.Find(difference.Key) ?? new ChangeRow(difference.Key.Path, ChangeClass.Restarts);

    private static int? CountAlone(ApplianceConfiguration running, ApplianceConfiguration next, SettingDifference difference, INodeCounts counts) =>
        SingleChange.Of(running, next, difference) is ApplianceConfiguration alone ? counts.CountEnded(alone, out _) : null;

    private static ConfigurationChange Counted(SettingDifference difference, ChangeRow row, int together, int? alone) => alone switch
    {
        0 => Change(difference, ChangeEffect.Live, row.Sentence),
        int count => Change(difference, ChangeEffect.EndsBindings, Join(Ends(count), row.Sentence)),
        null => Change(difference, ChangeEffect.EndsBindings, Join($"with the other changes, {Ends(together)}", row.Sentence)),
    };

    private static string Ends(int count) => count == 1 ? "1 binding ends" : string.Create(CultureInfo.InvariantCulture, $"{count} bindings end");

    private static string RestartSentence(INodeCounts? counts) => counts is null ? "" : "the node starts anew: " + counts.Bindings switch
    {
        0 => "there are no bindings now",
        1 => "its 1 binding ends",
        int all => string.Create(CultureInfo.InvariantCulture, $"all its {all} bindings end"),
    };

    private static string Join(string first, string second) =>
        first.Length == 0 ? second : second.Length == 0 ? first : $"{first}; {second}";

    private static ConfigurationChange Change(SettingDifference difference, ChangeEffect effect, string sentence) =>
        new(difference.Path, difference.Before, difference.After, effect, sentence);
}
