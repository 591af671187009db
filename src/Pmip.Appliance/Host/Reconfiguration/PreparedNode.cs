using Pmip.Access;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Tunnels;
using Pmip.DataPath.Ladder;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;

namespace Pmip.Appliance.Host.Reconfiguration;

/// <summary>Another configuration for the whole node, with everything made that the loop needs to bring it into force.</summary>
internal sealed class PreparedNode
{
    /// <summary>The configuration.</summary>
    public required ApplianceConfiguration Configuration { get; init; }

    /// <summary>For the LMA's engine; null when there is none.</summary>
    public PreparedAnchorConfiguration? Anchor { get; init; }

    /// <summary>For the MAG's engine; null when there is none.</summary>
    public PreparedGatewayConfiguration? Gateway { get; init; }

    /// <summary>For the access links; null when there are none.</summary>
    public PreparedAccessConfiguration? Access { get; init; }

    /// <summary>Profiles by number, as the access links count them.</summary>
    public NodeProfiles? Profiles { get; init; }

    /// <summary>Access points by number, as the MAG's engine counts them.</summary>
    public AccessPointNames? AccessPoints { get; init; }

    /// <summary>For the data path.</summary>
    public required PreparedAdapter DataPath { get; init; }

    /// <summary>The static tunnels that change.</summary>
    public required PreparedTunnels Tunnels { get; init; }

    /// <summary>What watches over idle tunnels afterwards.</summary>
    public required TunnelSupervision Supervision { get; init; }

    /// <summary>A relay to open, or null: none, or the one that is there with the server of the configuration.</summary>
    public DhcpRelayPort? NewRelay { get; set; }
}
