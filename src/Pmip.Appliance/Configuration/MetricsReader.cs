namespace Pmip.Appliance.Configuration;

/// <summary>Makes the typed section <c>metrics</c> out of one that has passed the checks.</summary>
internal static class MetricsReader
{
    public static MetricsConfiguration Read(ConfigurationCursor metrics) =>
        metrics.Optional("listen") is string text && EndpointText.TryParse(text, out MetricsConfiguration? listen) ? listen : MetricsConfiguration.Off;
}
