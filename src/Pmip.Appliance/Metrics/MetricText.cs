using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Pmip.Foundation;

namespace Pmip.Appliance.Metrics;

/// <summary>Gathers values and writes them in Prometheus' text format, version 0.0.4: each family once, in the order of the table.</summary>
internal sealed class MetricText
{
    /// <summary>The media type of the format.</summary>
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Dictionary<MetricFamily, List<(string[] Labels, double Value)>> _values = [];
    private readonly List<MetricFamily> _order = [];

    /// <summary>Adds a value; <paramref name="labels"/> are those of the family, in its order.</summary>
    public void Add(MetricFamily family, double value, params string[] labels)
    {
        Invariant.Require(labels.Length == family.Labels.Length);
        if (!_values.TryGetValue(family, out List<(string[] Labels, double Value)>? values))
        {
            _values.Add(family, values = []);
            _order.Add(family);
        }

        values.Add((labels, value));
    }

    /// <summary>The whole text.</summary>
    public byte[] Render()
    {
        StringBuilder text = new();
        foreach (MetricFamily family in _order)
        {
            text.Append("# HELP ").Append(family.Name).Append(' ').Append(EscapeHelp(family.Help)).Append('\n');
            text.Append("# TYPE ").Append(family.Name).Append(' ').Append(family.KindWord).Append('\n');
            foreach ((string[] labels, double value) in _values[family])
            {
                text.Append(family.Name);
                AppendLabels(text, family.Labels, labels);
                text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void AppendLabels(StringBuilder text, string[] names, string[] values)
    {
        for (int i = 0; i < names.Length; i++)
        {
            text.Append(i == 0 ? '{' : ',').Append(names[i]).Append("=\"").Append(EscapeLabel(values[i])).Append('"');
        }

        text.Append(names.Length > 0 ? "}" : "");
    }

    private static string EscapeHelp(string help) =>
        help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string EscapeLabel(string value) => EscapeHelp(value).Replace("\"", "\\\"", StringComparison.Ordinal);
}
