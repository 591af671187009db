namespace Pmip.Engine.Lma;

/// <summary>What an LMA counts. Every refusal and every silent drop has a counter of its own.</summary>
public enum LmaCounter : byte
{
    /// <summary>A Proxy Binding Update was read.</summary>
    UpdateReceived,

    /// <summary>A Proxy Binding Acknowledgement was sent, whatever its status.</summary>
    AcknowledgementSent,

    /// <summary>A Binding Error was sent.</summary>
    BindingErrorSent,

    /// <summary>A message of a stranger was dropped.</summary>
    UnknownPeer,

    /// <summary>A node of a trusted prefix got a slot.</summary>
    PeerLearned,

    /// <summary>A message of a node of a trusted prefix was dropped, since it got no slot.</summary>
    PeerTableFull,

    /// <summary>A message without a sound mobility header was dropped.</summary>
    HeaderMalformed,

    /// <summary>A Binding Update with an option that contradicts its format was dropped.</summary>
    UpdateMalformed,

    /// <summary>A message of a type that is not served here was answered with a Binding Error.</summary>
    MessageTypeUnknown,

    /// <summary>A message that asks nothing of an LMA was dropped.</summary>
    MessageIgnored,

    /// <summary>A peer said that it does not know a message.</summary>
    BindingErrorReceived,

    /// <summary>A Binding Update without the P flag was dropped: this is no home agent.</summary>
    ProxyFlagMissing,

    /// <summary>A Proxy Binding Update without the A flag was dropped.</summary>
    AcknowledgeFlagMissing,

    /// <summary>A binding was created.</summary>
    BindingCreated,

    /// <summary>A binding was extended by its MAG.</summary>
    BindingRefreshed,

    /// <summary>A binding moved to another MAG.</summary>
    BindingHandedOver,

    /// <summary>A binding in its grace time was taken up again.</summary>
    BindingRevived,

    /// <summary>A binding was de-registered by its MAG and is in its grace time.</summary>
    BindingDeregistered,

    /// <summary>The grace time of a de-registered binding ended.</summary>
    BindingDeleted,

    /// <summary>The lifetime of a binding ended.</summary>
    BindingExpired,

    /// <summary>A binding was removed by the operator.</summary>
    BindingRemoved,

    /// <summary>Bindings ended because their node asked for a service that it may not use (RFC 5149 5).</summary>
    BindingServiceChanged,

    /// <summary>A binding got addresses of a second family.</summary>
    FamilyAdded,

    /// <summary>A binding lost the family that the PBU after a handover did not list.</summary>
    FamilyReleased,

    /// <summary>A binding lost the one family that its MAG de-registered.</summary>
    FamilyDeregistered,

    /// <summary>A de-registration of a MAG that does not have the binding any more was ignored.</summary>
    DeregistrationFromOldMag,

    /// <summary>A de-registration of a binding that does not exist was ignored.</summary>
    DeregistrationUnmatched,

    /// <summary>Refused with 160: no mobile node identifier.</summary>
    IdentifierMissing,

    /// <summary>Refused with 128: an identifier longer than the table holds.</summary>
    IdentifierTooLong,

    /// <summary>Refused with 128: a link-layer identifier longer than a binding holds.</summary>
    LinkLayerIdentifierTooLong,

    /// <summary>Refused with 154: the Proxy-CoA is of no trusted node.</summary>
    MagNotAuthorized,

    /// <summary>Refused with 174: the Proxy-CoA cannot be the end of a tunnel.</summary>
    CareOfAddressInvalid,

    /// <summary>Refused with 153: no such subscriber.</summary>
    NodeUnknown,

    /// <summary>Refused with 152: the subscriber is not enabled.</summary>
    NodeBarred,

    /// <summary>Refused with 151: no Service Selection where 3GPP requires it.</summary>
    AccessPointMissing,

    /// <summary>Refused with 151: no such APN.</summary>
    AccessPointUnknown,

    /// <summary>Refused with 151: the subscriber may not use the APN.</summary>
    AccessPointDenied,

    /// <summary>Refused with 156.</summary>
    TimestampOutOfWindow,

    /// <summary>Refused with 157.</summary>
    TimestampOld,

    /// <summary>Refused with 135.</summary>
    SequenceOld,

    /// <summary>Refused with 158: neither a prefix nor an IPv4 home address is asked for.</summary>
    AddressOptionsMissing,

    /// <summary>Refused with 161.</summary>
    HandoffIndicatorMissing,

    /// <summary>Refused with 162.</summary>
    AccessTechnologyMissing,

    /// <summary>Refused with 128: more than one prefix in 3GPP mode.</summary>
    PrefixesTooMany,

    /// <summary>Refused with 130: more prefixes than one binding holds.</summary>
    PrefixesOverCapacity,

    /// <summary>Refused with 173.</summary>
    Ipv4RequestsTooMany,

    /// <summary>Refused with 170.</summary>
    Ipv4NotAllowed,

    /// <summary>Refused with 172.</summary>
    Ipv6NotAllowed,

    /// <summary>Refused with 129: user traffic in UDP is forced.</summary>
    ForcedUdpRefused,

    /// <summary>Refused with 163.</summary>
    GreKeyMissing,

    /// <summary>Refused with 155.</summary>
    PrefixNotAuthorized,

    /// <summary>Refused with 159.</summary>
    PrefixSetDiffers,

    /// <summary>Refused with 171.</summary>
    Ipv4AddressNotAuthorized,

    /// <summary>Refused with 130: no free binding.</summary>
    TableFull,

    /// <summary>Refused with 130: the peer has its share of the bindings.</summary>
    PeerQuotaReached,

    /// <summary>Refused with 130: the node has as many bindings as one may.</summary>
    NodeQuotaReached,

    /// <summary>Refused with 130: no free address.</summary>
    PoolExhausted,

    /// <summary>Refused with 130: every place of a session key is taken or was released a moment ago.</summary>
    SessionKeysExhausted,

    /// <summary>Refused with 143: the data path did not take the session.</summary>
    SessionRefused,

    /// <summary>Sweeps over the bindings that were begun.</summary>
    SweepsBegun,

    /// <summary>Sweeps that were refused, since too many were under way.</summary>
    SweepsRefused,

    /// <summary>Bindings that a sweep ended.</summary>
    BindingSwept,

    /// <summary>Tolerated of a peer: options behind the octets that the header length announces were read.</summary>
    QuirkOctetsAfterHeaderLength,

    /// <summary>Tolerated of a peer: a last option that runs over the end was left out.</summary>
    QuirkTruncatedLastOption,

    /// <summary>Tolerated of a peer: an identifier of NULs gave way to the link-layer identifier.</summary>
    QuirkNullIdentity,

    /// <summary>Tolerated of a peer: a prefix length of 128 was read as 64.</summary>
    QuirkHostPrefixLength,

    /// <summary>Tolerated of a peer: options 29 and 30 were read for 36 and 37.</summary>
    QuirkLegacyIpv4Options,

    /// <summary>Refused with 129: the binding is being revoked.</summary>
    UpdateDuringRevocation,

    /// <summary>A Binding Revocation Indication was sent for the first time.</summary>
    RevocationSent,

    /// <summary>A Binding Revocation Indication was sent again.</summary>
    RevocationRetransmitted,

    /// <summary>A MAG acknowledged a revocation.</summary>
    RevocationSucceeded,

    /// <summary>A MAG acknowledged a revocation for a part of the bindings (1).</summary>
    RevocationSucceededInPart,

    /// <summary>A MAG has nothing of what was revoked (128).</summary>
    RevocationOfNothing,

    /// <summary>A MAG still has the node (132).</summary>
    RevocationNodeAttached,

    /// <summary>A MAG refused a revocation for another reason (129 to 131, 133 to 135).</summary>
    RevocationRefused,

    /// <summary>No acknowledgement came to any transmission.</summary>
    RevocationUnanswered,

    /// <summary>An acknowledgement that answers nothing was dropped.</summary>
    RevocationAnswerUnmatched,

    /// <summary>A Binding Revocation message that contradicts its format was dropped.</summary>
    RevocationMalformed,

    /// <summary>A revocation ended since the MAG does not know the message (Binding Error 2).</summary>
    RevocationUnsupported,

    /// <summary>A revocation was not begun: as many are under way as there may be.</summary>
    RevocationTableFull,

    /// <summary>A binding ended by revocation.</summary>
    BindingRevoked,

    /// <summary>A binding lost its IPv4 home address by revocation.</summary>
    Ipv4AddressRevoked,

    /// <summary>A Binding Revocation Indication of a MAG was read.</summary>
    IndicationReceived,

    /// <summary>A MAG's revocation was accepted (0).</summary>
    IndicationAccepted,

    /// <summary>A MAG's revocation is about nothing (128).</summary>
    IndicationOfNothing,

    /// <summary>A MAG may not revoke all its bindings, or does not say who it is (130).</summary>
    IndicationNotAuthorized,

    /// <summary>A MAG revoked a realm and did not say which (131).</summary>
    IndicationWithoutIdentity,

    /// <summary>A MAG revoked an IPv4 address and did not say which (129).</summary>
    IndicationWithoutIpv4Address,

    /// <summary>A MAG revoked with a trigger that is not known (133).</summary>
    IndicationTriggerUnknown,

    /// <summary>A MAG revoked in a way that is not for MAGs (134).</summary>
    IndicationNotSupported,

    /// <summary>A key was reserved.</summary>
    KeyReserved,

    /// <summary>The wish to reserve a key was refused.</summary>
    KeyReservationRefused,

    /// <summary>A reservation was given up.</summary>
    KeyReservationReleased,

    /// <summary>A connection got the key that was reserved for it.</summary>
    ReservedKeyGiven,

    /// <summary>An update with handoff indicator 4 waits for the old MAG.</summary>
    UpdateWaits,

    /// <summary>An update that waits was sent again.</summary>
    WaitingUpdateRepeated,

    /// <summary>An update did not wait, since it is too long or too many do.</summary>
    WaitingUpdatesFull,

    /// <summary>An update that had waited moved the binding.</summary>
    WaitingUpdateMoved,

    /// <summary>An update that had waited made a new binding or was refused.</summary>
    WaitingUpdateNotMoved,

    /// <summary>Refused with 129: the old MAG says that the node is there.</summary>
    NodeAttachedElsewhere,

    /// <summary>Refused with 129: the node has several connections to the APN, and the update does not say which.</summary>
    ConnectionAmbiguous,

    /// <summary>A binding ended since its node attached anew.</summary>
    BindingReplaced,

    /// <summary>A binding lost some of its prefixes, which its MAG de-registered.</summary>
    PrefixDeregistered,

    /// <summary>Refused with 128: no Timestamp where the configuration wants one.</summary>
    TimestampMissing,

    /// <summary>A connection got one family of the two that were asked for, since its APN or subscriber has one.</summary>
    PdnTypeNarrowed,

    /// <summary>A connection gets its IPv4 home address later, by DHCP.</summary>
    Ipv4Deferred,

    /// <summary>A node that asked for DNS servers was told them.</summary>
    NameServersTold,

    /// <summary>A 3GPP option was not kept with its binding, for want of room.</summary>
    OptionsNotKept,

    /// <summary>A MAG that restarted was told that a binding has ended, which it may have registered anew (trigger 7).</summary>
    OutOfSyncRevoked,

    /// <summary>Another configuration came into force.</summary>
    Reconfigured,

    /// <summary>A binding, or its IPv4 home address, began to end since the configuration contradicts it.</summary>
    BindingContradicted,

    /// <summary>A binding of the process before was brought back as it was.</summary>
    BindingRestored,
}
