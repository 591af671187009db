using static Pmip.Appliance.Configuration.ConfigurationKind;
using static Pmip.Appliance.Configuration.ConfigurationSchema;

namespace Pmip.Appliance.Configuration;

/// <summary>The section <c>metrics</c>.</summary>
internal static class MetricsKeys
{
    public static readonly ConfigurationKey[] All =
    [
        Row("metrics", Section, "The figures of this node for Prometheus; \"pmipd help metrics\" lists them."),
        Row("metrics.listen", Endpoint, "Where they are served, on loopback or an address of the management network: whoever reaches it can read "
            + "them. Nowhere unless given."),
    ];
}
