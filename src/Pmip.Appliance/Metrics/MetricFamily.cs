using System;

namespace Pmip.Appliance.Metrics;

/// <summary>What Prometheus may do with the values of a family.</summary>
internal enum MetricKind : byte
{
    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Only grows, until the node or the process begins anew.</summary>
    Counter,
}

/// <summary>A name under which values are given out.</summary>
/// <param name="Name">The name; that of a counter ends in <c>_total</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Help">One sentence.</param>
internal sealed record MetricFamily(string Name, MetricKind Kind, string Help)
{
    /// <summary>Names of its labels, in their order.</summary>
    public string[] Labels { get; init; } = [];

    /// <summary>The word of the text format.</summary>
    public string KindWord => Kind == MetricKind.Counter ? "counter" : "gauge";

    /// <summary>A gauge.</summary>
    public static MetricFamily Gauge(string name, string help, params string[] labels) => new(name, MetricKind.Gauge, help) { Labels = labels };

    /// <summary>A counter.</summary>
    public static MetricFamily Counter(string name, string help, params string[] labels)
    {
        if (!name.EndsWith("_total", StringComparison.Ordinal))
        {
            throw new ArgumentException("the name of a counter ends in _total", nameof(name));
        }

        return new MetricFamily(name, MetricKind.Counter, help) { Labels = labels };
    }
}
