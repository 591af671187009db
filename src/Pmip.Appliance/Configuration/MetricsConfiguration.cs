using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Configuration;

/// <summary>Where the figures of this node can be fetched in the text format of Prometheus.</summary>
/// <param name="Address">Address that is listened at; unspecified for nowhere.</param>
/// <param name="Port">TCP port.</param>
public sealed record MetricsConfiguration(IpAddress Address, ushort Port)
{
    /// <summary>Nothing is listened at.</summary>
    public static readonly MetricsConfiguration Off = new(IpAddress.Unspecified, 0);

    /// <summary>True when there is somewhere to listen.</summary>
    public bool IsOn => Port != 0;
}
