namespace Pmip.Engine.Mag;

/// <summary>What happened at a MAG. Every refusal has its own number.</summary>
public enum MagCounter : byte
{
    /// <summary>Attachments that began a registration.</summary>
    AttachesStarted,

    /// <summary>Of those, attachments of a connection that was still being de-registered.</summary>
    AttachesDuringDetach,

    /// <summary>Attachments of a connection that exists.</summary>
    AttachesAlreadyAttached,

    /// <summary>Attachments refused because the binding update list is full.</summary>
    AttachesTableFull,

    /// <summary>Attachments refused because every place of a key was in use or released a moment ago.</summary>
    AttachesNoKey,

    /// <summary>Attachments refused because the identifier is longer than the table keeps.</summary>
    AttachesIdentifierTooLong,

    /// <summary>Attachments refused because there is no identifier.</summary>
    AttachesIdentifierMissing,

    /// <summary>Attachments refused because we have no address of the LMA's family.</summary>
    AttachesNoTransport,

    /// <summary>Attachments refused because an uplink key came without an address.</summary>
    AttachesAddressMissing,

    /// <summary>Attachments refused because the LMA does not want to be asked for the access point yet.</summary>
    AttachesBackedOff,

    /// <summary>Attachments refused because the LMA does not tell two connections to one access point apart.</summary>
    AttachesSecondConnection,

    /// <summary>Acceptances that turned out to be for the node's other connection; that one was registered again.</summary>
    AnswersForTheOtherConnection,

    /// <summary>Back-off times that an LMA gave.</summary>
    BackOffsBegun,

    /// <summary>IPv4 home addresses asked for when the node asked by DHCP.</summary>
    DeferredAddressesAsked,

    /// <summary>Connections that carry uplink traffic before they are registered (R16).</summary>
    EarlyUplinksStarted,

    /// <summary>Of those, connections whose key and addresses the acknowledgement confirmed.</summary>
    EarlyUplinksConfirmed,

    /// <summary>Of those, connections whose key or addresses the acknowledgement changed.</summary>
    EarlyUplinksChanged,

    /// <summary>Families asked for in addition to those of a running connection.</summary>
    FamiliesAsked,

    /// <summary>Families that the LMA did not want to add; the connection goes on without.</summary>
    FamiliesRefused,

    /// <summary>Families given back while the connection goes on.</summary>
    FamiliesDropped,

    /// <summary>Proxy Binding Updates sent, retransmissions among them.</summary>
    UpdatesSent,

    /// <summary>Proxy Binding Updates sent again with a new number.</summary>
    UpdatesRetransmitted,

    /// <summary>Connections that came up.</summary>
    ConnectionsUp,

    /// <summary>Connections whose addresses or uplink key a refresh changed.</summary>
    ConnectionsChanged,

    /// <summary>Refreshes begun because the node appeared anew.</summary>
    ConnectionsReaffirmed,

    /// <summary>Refreshes begun.</summary>
    RefreshesStarted,

    /// <summary>Refreshes that were accepted.</summary>
    RefreshesAccepted,

    /// <summary>Refreshes that were refused for good.</summary>
    RefreshesRefused,

    /// <summary>First registrations that were refused for good.</summary>
    RegistrationsRefused,

    /// <summary>First registrations that got no answer.</summary>
    RegistrationsUnanswered,

    /// <summary>Connections that ended with their lifetime (R6).</summary>
    ConnectionsExpired,

    /// <summary>De-registrations begun.</summary>
    DetachesStarted,

    /// <summary>De-registrations that were accepted.</summary>
    DeregistrationsAccepted,

    /// <summary>De-registrations that were refused; the entry is gone all the same.</summary>
    DeregistrationsRefused,

    /// <summary>De-registrations that got no answer; the entry is gone all the same.</summary>
    DeregistrationsUnanswered,

    /// <summary>Sessions that the data path did not take.</summary>
    SessionsRefused,

    /// <summary>Mobility headers that could not be read.</summary>
    MessagesMalformed,

    /// <summary>Messages from a node that is not one of our LMAs.</summary>
    MessagesFromStrangers,

    /// <summary>Messages of a type that we do not know, answered with Binding Error 2.</summary>
    MessagesUnknown,

    /// <summary>Messages of a type that a MAG does not take.</summary>
    MessagesUnexpected,

    /// <summary>Binding Errors saying that the LMA does not know a message type.</summary>
    BindingErrorsUnknownType,

    /// <summary>Binding Errors of another kind, ignored.</summary>
    BindingErrorsIgnored,

    /// <summary>Answers ignored because they are not for a proxy registration.</summary>
    AnswersWithoutProxyFlag,

    /// <summary>Answers ignored because they name no node.</summary>
    AnswersWithoutIdentifier,

    /// <summary>Answers ignored because the node is unknown.</summary>
    AnswersForUnknownNode,

    /// <summary>Answers ignored because no registration with that sequence number waits.</summary>
    AnswersUnmatched,

    /// <summary>Answers ignored because the registration went to another LMA.</summary>
    AnswersFromWrongPeer,

    /// <summary>Answers ignored because the handoff indicator is not the one sent.</summary>
    AnswersHandoffIndicatorDiffers,

    /// <summary>Answers ignored because the access technology is not the one sent.</summary>
    AnswersAccessTechnologyDiffers,

    /// <summary>Answers ignored because the link-layer identifier is not the one sent.</summary>
    AnswersLinkLayerIdentifierDiffers,

    /// <summary>Answers ignored because they accept with another timestamp than the one sent.</summary>
    AnswersTimestampDiffers,

    /// <summary>Answers ignored because they do not echo what the request has and the table of RFC 5213 8.2 demands.</summary>
    AnswersEchoMissing,

    /// <summary>Answers ignored because they accept with more prefixes than one binding holds, so more than were asked for.</summary>
    AnswersPrefixesTooMany,

    /// <summary>Acceptances that are of no use because they carry no uplink key (R4, R15).</summary>
    AnswersWithoutKey,

    /// <summary>Acceptances that are of no use because they give no address.</summary>
    AnswersWithoutAddress,

    /// <summary>Acceptances that are of no use because the lifetime is zero.</summary>
    AnswersWithoutLifetime,

    /// <summary>Acceptances that are of no use because the LMA does not want GRE (status 2).</summary>
    AnswersWithoutGre,

    /// <summary>Status 135: the LMA's last number was taken over and the registration sent again.</summary>
    SequenceNumbersAdopted,

    /// <summary>Status 155: the registration was sent again with ALL_ZERO.</summary>
    PrefixesGivenUp,

    /// <summary>Status 156: our clock and the LMA's do not agree; sent again later, clock untouched.</summary>
    TimestampMismatches,

    /// <summary>Status 157: the registration was sent again with a later timestamp.</summary>
    TimestampsLower,

    /// <summary>Status 163: the registration was sent again with the key.</summary>
    KeysDemanded,

    /// <summary>Updates that were not sent, since the LMA doubts our clock and no time source vouches for it.</summary>
    UpdatesHeldByClock,

    /// <summary>Times when the access side was asked whether a node is on its link.</summary>
    PresenceProbes,

    /// <summary>Connections registered anew because the LMA had a later registration and the node is here.</summary>
    ConnectionsReasserted,

    /// <summary>Connections ended because the LMA had a later registration and the node is gone.</summary>
    ConnectionsLeftUnnoticed,

    /// <summary>Binding Revocation Indications that could be read.</summary>
    RevocationsReceived,

    /// <summary>Of those, retransmissions that got the answer of before.</summary>
    RevocationsRepeated,

    /// <summary>Of those, retransmissions while the access side is being asked.</summary>
    RevocationsWaiting,

    /// <summary>Revocations accepted.</summary>
    RevocationsAccepted,

    /// <summary>Revocations refused, no such binding (128).</summary>
    RevocationsWithoutBinding,

    /// <summary>Of those, revocations of a node that is registered with another LMA (T7).</summary>
    RevocationsOfOthersNodes,

    /// <summary>Revocations refused, IPv4 alone and no address given (129).</summary>
    RevocationsWithoutIpv4Address,

    /// <summary>Revocations refused because too many sweeps are under way (130).</summary>
    RevocationsWithoutPlace,

    /// <summary>Revocations refused, they name no node or no realm (131).</summary>
    RevocationsWithoutIdentity,

    /// <summary>Revocations refused, the node is on its link (132).</summary>
    RevocationsOfAttachedNodes,

    /// <summary>Revocations refused, trigger unknown (133).</summary>
    RevocationsForUnknownReason,

    /// <summary>Revocations refused, flags and trigger or options do not go together (134).</summary>
    RevocationsOfUnknownKind,

    /// <summary>Revocations refused, not of proxy bindings (135).</summary>
    RevocationsWithoutProxyFlag,

    /// <summary>Connections that ended by a revocation.</summary>
    ConnectionsRevoked,

    /// <summary>IPv4 home addresses revoked while the connection goes on.</summary>
    Ipv4Revoked,

    /// <summary>Global revocations that we sent, retransmissions left out.</summary>
    RevocationsSent,

    /// <summary>Global revocations sent again.</summary>
    RevocationsRetransmitted,

    /// <summary>Global revocations that the LMA has done.</summary>
    RevocationsConfirmed,

    /// <summary>Global revocations that the LMA refused.</summary>
    RevocationsRefused,

    /// <summary>Global revocations without an answer; our connections ended all the same.</summary>
    RevocationsUnanswered,

    /// <summary>Binding Revocation Acknowledgements for nothing that waits.</summary>
    RevocationAnswersUnmatched,

    /// <summary>Sweeps over the connections that were begun.</summary>
    SweepsBegun,

    /// <summary>Sweeps that were refused, since too many were under way.</summary>
    SweepsRefused,

    /// <summary>Connections that were registered again since their LMA had restarted.</summary>
    ConnectionsRestored,

    /// <summary>Connections that a sweep ended.</summary>
    ConnectionsSwept,

    /// <summary>Wishes of an LMA about refreshes or heartbeats that were taken.</summary>
    ParametersTaken,

    /// <summary>Such wishes that cannot be: a moment outside the lifetime, a retransmission time of zero or above its maximum, a wrong interval.</summary>
    ParametersUnfit,

    /// <summary>Acknowledgements whose wishes were passed over, because the configuration does not accept them of this LMA.</summary>
    ParametersPassedOver,

    /// <summary>First registrations under way that a global revocation ended; the LMA is told, lest it has heard of them after all.</summary>
    RegistrationsRevoked,

    /// <summary>Tolerated of a peer: options behind the octets that the header length announces were read.</summary>
    QuirkOctetsAfterHeaderLength,

    /// <summary>Tolerated of a peer: a last option that runs over the end was left out.</summary>
    QuirkTruncatedLastOption,

    /// <summary>Tolerated of a peer: an answer without P was taken.</summary>
    QuirkProxyFlagMissing,

    /// <summary>Tolerated of a peer: an answer that does not echo its request was taken.</summary>
    QuirkEchoMissing,

    /// <summary>Tolerated of a peer: a prefix length of 128 was read as 64.</summary>
    QuirkHostPrefixLength,

    /// <summary>Tolerated of a peer: options 29 and 30 were read for 36 and 37.</summary>
    QuirkLegacyIpv4Options,

    /// <summary>Another configuration came into force.</summary>
    Reconfigured,

    /// <summary>Connections that were ended since the configuration contradicts them.</summary>
    ConnectionsContradicted,

    /// <summary>Connections that were registered anew since their LMA is reached by another path.</summary>
    ConnectionsRerouted,

    /// <summary>Connections of the process before that were brought back as they were.</summary>
    ConnectionsKept,
}
