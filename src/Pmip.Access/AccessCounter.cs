namespace Pmip.Access;

/// <summary>What the access links count. Every frame that is not acted upon has its reason here.</summary>
public enum AccessCounter : byte
{
    /// <summary>Frames received.</summary>
    Frames,

    /// <summary>Frames sent.</summary>
    FramesSent,

    /// <summary>Frames that are cut short or contradict themselves below the payload.</summary>
    MalformedFrame,

    /// <summary>Frames with a VLAN tag.</summary>
    TaggedFrame,

    /// <summary>Frames from a group address or from no address.</summary>
    BadSourceAddress,

    /// <summary>Frames that claim to come from us.</summary>
    OurSourceAddress,

    /// <summary>Frames that are neither IP nor ARP.</summary>
    OtherProtocol,

    /// <summary>Neighbor discovery that fails the checks of RFC 4861.</summary>
    MalformedDiscovery,

    /// <summary>DHCP that cannot be read.</summary>
    MalformedDhcp,

    /// <summary>Router advertisements from a device.</summary>
    RogueRouterAdvertisement,

    /// <summary>DHCP server messages from a device.</summary>
    RogueDhcpServer,

    /// <summary>ARP whose sender is not who sent the frame, or not the holder of the address.</summary>
    ForeignArpSender,

    /// <summary>DHCP for another hardware address, from a relay, or for another server.</summary>
    ForeignDhcp,

    /// <summary>Frames of nodes for which there is no profile.</summary>
    UnknownProfile,

    /// <summary>Nodes that found the table full.</summary>
    TableFull,

    /// <summary>Attachments put off because the link causes too many.</summary>
    AttachLimited,

    /// <summary>Triggers of nodes that were refused or detached shortly before.</summary>
    QuietPeriod,

    /// <summary>Answers not given because the node asks too often.</summary>
    AnswerLimited,

    /// <summary>Nodes that arrived.</summary>
    Arrivals,

    /// <summary>Served nodes that appeared anew.</summary>
    Reaffirmations,

    /// <summary>Nodes that left.</summary>
    Departures,

    /// <summary>Registrations tried again by ourselves, since the last one failed and the node is still there.</summary>
    Retries,

    /// <summary>Connections that the LMA or we refused.</summary>
    Refusals,

    /// <summary>Router advertisements sent.</summary>
    RouterAdvertisements,

    /// <summary>Neighbor advertisements sent.</summary>
    NeighborAdvertisements,

    /// <summary>ARP answers sent.</summary>
    ArpReplies,

    /// <summary>DHCP offers sent.</summary>
    DhcpOffers,

    /// <summary>DHCP acknowledgements sent.</summary>
    DhcpAcknowledgements,

    /// <summary>DHCP refusals sent.</summary>
    DhcpRefusals,

    /// <summary>DHCP messages kept until the node is registered.</summary>
    DhcpHeld,

    /// <summary>DHCP messages that were too long to be kept.</summary>
    DhcpTooLong,

    /// <summary>DHCP messages of nodes that have no IPv4, and kinds that need no answer.</summary>
    DhcpUnanswered,

    /// <summary>DHCP messages relayed to the server.</summary>
    DhcpRelayed,

    /// <summary>DHCP messages that were not relayed: too long, too many relays, or with relay information of their own.</summary>
    DhcpNotRelayed,

    /// <summary>Answers of the DHCP server that went to their node.</summary>
    DhcpRelayAnswers,

    /// <summary>Messages at the relay that are no answer of the server to a node of ours.</summary>
    DhcpRelayForeign,

    /// <summary>Answers of the DHCP server with another address than the LMA's; dropped (RFC 5844 3.4.2).</summary>
    DhcpRelayOtherAddress,

    /// <summary>DHCP releases.</summary>
    DhcpReleases,

    /// <summary>Presence probes sent.</summary>
    Probes,

    /// <summary>Reports about a connection that the node does not have; late answers after a departure.</summary>
    StaleReport,

    /// <summary>Frames from an interface whose link was taken out of the configuration.</summary>
    UnusedLink,

    /// <summary>Other configurations that came into force.</summary>
    Reconfigurations,

    /// <summary>Nodes that lost some of their connections to another configuration and kept others.</summary>
    Withdrawals,
}
