using Pmip.Access;
using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;

namespace Pmip.Appliance.Host;

/// <content>Another configuration for the MAG and its access side, in one step of the loop.</content>
internal sealed partial class GatewayDriver
{
    /// <summary>The profiles of nodes, of which the next ones keep the numbers of connections.</summary>
    public NodeProfiles Profiles => _profiles;

    /// <summary>
    /// Brings both sides' configurations into force, with the profiles that they number. Unless ready nothing has changed, but for the
    /// access side that was asked first; the node then starts anew.
    /// </summary>
    public ReconfigurationStatus Reconfigure(PreparedAccessConfiguration access, PreparedGatewayConfiguration gateway, NodeProfiles next)
    {
        ReconfigurationStatus status = Engine.Reconfigure(gateway, clock.Now);
        if (status != ReconfigurationStatus.Ready)
        {
            return status;
        }

        if (Links.Reconfigure(access) != AccessReconfiguration.Ready)
        {
            return ReconfigurationStatus.Superseded;
        }

        _profiles = next;
        return ReconfigurationStatus.Ready;
    }
}
