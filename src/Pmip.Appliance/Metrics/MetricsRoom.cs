using System;
using System.Threading;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Logging;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Metrics;

/// <summary>The figures for Prometheus: served where the configuration says, if it says so.</summary>
internal sealed class MetricsRoom(MetricSources sources) : IDisposable
{
    private static readonly Duration s_patience = Duration.FromSeconds(5);
    private readonly Lock _gate = new();
    private MetricsConfiguration _configuration = MetricsConfiguration.Off;
    private MetricsServer? _server;

    /// <summary>Any thread but the control loop's: brings a configuration into force.</summary>
    public void Apply(MetricsConfiguration configuration)
    {
        lock (_gate)
        {
            if (configuration == _configuration)
            {
                return;
            }

            _server?.Dispose();
            _configuration = configuration;
            _server = !configuration.IsOn ? null : new MetricsServer(
                configuration,
                () => MetricCollection.Render(sources),
                sentence => sources.Log.Write(EventLevel.Info, EventRoom.Control, sentence),
                s_patience);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Apply(MetricsConfiguration.Off);
}
