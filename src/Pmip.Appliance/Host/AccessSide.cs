using System;
using System.Linq;
using System.Text;
using Pmip.Access;
using Pmip.Appliance.Configuration;
using Pmip.Foundation.Randomness;

namespace Pmip.Appliance.Host;

/// <summary>Makes the access machine of a configuration, and what it is told. Not for the loop.</summary>
internal static class AccessSide
{
    /// <summary>The machine with one link for each configured interface, in their order.</summary>
    public static AccessLinks Create(ApplianceConfiguration configuration, NodeProfiles profiles, SipHash hash) =>
        new(SettingsOf(configuration, profiles), hash);

    /// <summary>What the machine is told of a configuration.</summary>
    public static Access.AccessConfiguration SettingsOf(ApplianceConfiguration configuration, NodeProfiles profiles)
    {
        Configuration.AccessConfiguration access = configuration.Access
            ?? throw new InvalidOperationException("a MAG has an access side");
        return new Access.AccessConfiguration
        {
            Links = [.. access.Links.Select(LinkOf)],
            NodesMax = configuration.NodesMax,
            Profiles = profiles.Addresses,
            DefaultProfile = profiles.Default,
            ProfileContents = profiles.Contents,
            ProbeAfter = access.Presence.ProbeAfter,
            ProbeInterval = access.Presence.ProbeInterval,
            Probes = access.Presence.Probes,
            AttachesPerSecond = access.Attaches.PerSecond,
            AttachBurst = access.Attaches.Burst,
            Dns = access.NameServers,
            DhcpServer = access.DhcpServer,
            DhcpRelayAddress = configuration.Transport.Ipv4,
        };
    }

    // The kernel holds the link-local address of the link and answers for it.
    private static Access.AccessLinkConfiguration LinkOf(Configuration.AccessLinkConfiguration link) => new()
    {
        Technology = (byte)link.Technology,
        AnswersNeighborSolicitation = false,
        CircuitIdentifier = Encoding.UTF8.GetBytes(link.Interface),
    };
}
