using System.Collections.Generic;
using Pmip.Appliance.Diagnosis.Probes;
using Pmip.Engine.Configuration;

namespace Pmip.Appliance.Host;

/// <content>What diagnosis asks of a life.</content>
internal sealed partial class Node
{
    /// <summary>The peers of the configuration, of either role.</summary>
    public IEnumerable<PeerConfiguration> Peers => [.. Configuration.Lma?.Peers ?? [], .. Configuration.Mag?.Lmas ?? []];

    /// <summary>Has the loop look at a connection; null when it did not answer.</summary>
    /// <param name="identifier">The node's identifier.</param>
    /// <param name="accessPoint">Name of the access point; empty for any.</param>
    /// <param name="asksPresence">MAG: the node is asked whether it is on its link.</param>
    public TunnelLook? LookAt(byte[] identifier, byte[] accessPoint, bool asksPresence = false)
    {
        TunnelLookSources sources = new()
        {
            Anchor = _anchor,
            Gateway = _gateway,
            DataPath = DataPath,
            FirstAnchorSession = Configuration.Lma is LmaConfiguration lma ? DataPathPlan.FirstSessionOf(lma.Limits) : 0,
            FirstGatewaySession = Configuration.Mag is MagConfiguration mag ? DataPathPlan.FirstSessionOf(mag.Limits) : 0,
            Clock = _clock,
        };
        TunnelLook look = new(Life, sources, identifier, accessPoint, asksPresence);
        return _surroundings.Mailbox.Post(look, Pmip.Foundation.Time.Duration.FromSeconds(5)) == MailboxResult.Done ? look : null;
    }
}
