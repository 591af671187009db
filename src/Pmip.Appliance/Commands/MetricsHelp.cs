using System.Text;
using Pmip.Appliance.Metrics;

namespace Pmip.Appliance.Commands;

/// <summary>The names of all figures for a person, out of <see cref="MetricTable"/>.</summary>
internal static class MetricsHelp
{
    public static string Render()
    {
        StringBuilder text = new("Figures that GET /metrics gives out where metrics.listen says, in the text format of Prometheus\n\n");
        foreach (MetricFamily family in MetricTable.All)
        {
            text.Append(family.Name).Append(family.Labels.Length > 0 ? "{" + string.Join(',', family.Labels) + "}" : "")
                .Append(" (").Append(family.KindWord).Append(")\n    ").Append(family.Help).Append('\n');
        }

        return text.ToString();
    }
}
