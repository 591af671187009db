namespace Pmip.Wire.Mobility;

/// <summary>
/// Status of a Binding Acknowledgement (the IANA registry). Below 128 accepted, from 128 on refused. Undefined numbers pass
/// through.
/// </summary>
public enum BindingStatus : byte
{
    /// <summary>Binding Update accepted.</summary>
    Accepted = 0,

    /// <summary>Accepted but prefix discovery necessary.</summary>
    PrefixDiscoveryNecessary = 1,

    /// <summary>GRE key option not required (RFC 5845).</summary>
    GreKeyOptionNotRequired = 2,

    /// <summary>GRE without TLV header (RFC 5845).</summary>
    GreTunnelingButTlvHeaderNotSupported = 3,

    /// <summary>Not every care-of address was registered (RFC 5648).</summary>
    McoaNotComplete = 4,

    /// <summary>Returned home without NDP (RFC 5648).</summary>
    McoaReturnHomeWithoutNdp = 5,

    /// <summary>Transient binding option ignored (RFC 6058).</summary>
    TransientBindingIgnored = 6,

    /// <summary>Reason unspecified.</summary>
    ReasonUnspecified = 128,

    /// <summary>Administratively prohibited.</summary>
    AdministrativelyProhibited = 129,

    /// <summary>Insufficient resources.</summary>
    InsufficientResources = 130,

    /// <summary>Home registration not supported.</summary>
    HomeRegistrationNotSupported = 131,

    /// <summary>Not home subnet.</summary>
    NotHomeSubnet = 132,

    /// <summary>Not home agent for this mobile node.</summary>
    NotHomeAgentForThisMobileNode = 133,

    /// <summary>Duplicate address detection failed.</summary>
    DuplicateAddressDetectionFailed = 134,

    /// <summary>Sequence number out of window.</summary>
    SequenceNumberOutOfWindow = 135,

    /// <summary>Expired home nonce index.</summary>
    ExpiredHomeNonceIndex = 136,

    /// <summary>Expired care-of nonce index.</summary>
    ExpiredCareOfNonceIndex = 137,

    /// <summary>Expired nonces.</summary>
    ExpiredNonces = 138,

    /// <summary>Registration type change disallowed.</summary>
    RegistrationTypeChangeDisallowed = 139,

    /// <summary>Mobile router operation not permitted (RFC 3963).</summary>
    MobileRouterOperationNotPermitted = 140,

    /// <summary>Invalid prefix (RFC 3963).</summary>
    InvalidPrefix = 141,

    /// <summary>Not authorized for prefix (RFC 3963).</summary>
    NotAuthorizedForPrefix = 142,

    /// <summary>Forwarding setup failed (RFC 3963).</summary>
    ForwardingSetupFailed = 143,

    /// <summary>Identity mismatch (RFC 4285).</summary>
    MobileNodeIdentifierMismatch = 144,

    /// <summary>Message identifier required (RFC 4285).</summary>
    MessageIdentifierRequired = 145,

    /// <summary>Authentication failed (RFC 4285).</summary>
    AuthenticationFailed = 146,

    /// <summary>Permanent home keygen token unavailable (RFC 4866).</summary>
    PermanentHomeKeygenTokenUnavailable = 147,

    /// <summary>CGA and signature verification failed (RFC 4866).</summary>
    CgaAndSignatureVerificationFailed = 148,

    /// <summary>Permanent home keygen token exists (RFC 4866).</summary>
    PermanentHomeKeygenTokenExists = 149,

    /// <summary>Non-null home nonce index expected (RFC 4866).</summary>
    NonNullHomeNonceIndexExpected = 150,

    /// <summary>Service authorization failed (RFC 5149).</summary>
    ServiceAuthorizationFailed = 151,

    /// <summary>Proxy registration not enabled (RFC 5213).</summary>
    ProxyRegistrationNotEnabled = 152,

    /// <summary>Not local mobility anchor for this mobile node (RFC 5213).</summary>
    NotLmaForThisMobileNode = 153,

    /// <summary>Gateway not authorized for proxy registration (RFC 5213).</summary>
    MagNotAuthorizedForProxyRegistration = 154,

    /// <summary>Not authorized for the home network prefix (RFC 5213).</summary>
    NotAuthorizedForHomeNetworkPrefix = 155,

    /// <summary>Timestamp outside of the window (RFC 5213).</summary>
    TimestampMismatch = 156,

    /// <summary>Timestamp lower than the previous accepted one (RFC 5213).</summary>
    TimestampLowerThanPreviousAccepted = 157,

    /// <summary>Home network prefix option missing (RFC 5213).</summary>
    MissingHomeNetworkPrefixOption = 158,

    /// <summary>Prefixes of request and binding differ (RFC 5213).</summary>
    PrefixSetsDoNotMatch = 159,

    /// <summary>Mobile node identifier option missing (RFC 5213).</summary>
    MissingMobileNodeIdentifierOption = 160,

    /// <summary>Handoff indicator option missing (RFC 5213).</summary>
    MissingHandoffIndicatorOption = 161,

    /// <summary>Access technology type option missing (RFC 5213).</summary>
    MissingAccessTechnologyTypeOption = 162,

    /// <summary>GRE key option required (RFC 5845).</summary>
    GreKeyOptionRequired = 163,

    /// <summary>Binding identifier option malformed (RFC 5648).</summary>
    McoaMalformed = 164,

    /// <summary>A binding without identifier exists (RFC 5648).</summary>
    McoaNonMcoaBindingExists = 165,

    /// <summary>Multiple care-of addresses prohibited (RFC 5648).</summary>
    McoaProhibited = 166,

    /// <summary>Unknown care-of address (RFC 5648).</summary>
    McoaUnknownCareOfAddress = 167,

    /// <summary>Bulk registration prohibited (RFC 5648).</summary>
    McoaBulkRegistrationProhibited = 168,

    /// <summary>Simultaneous home and foreign links prohibited (RFC 5648).</summary>
    McoaSimultaneousHomeAndForeignProhibited = 169,

    /// <summary>Not authorized for IPv4 (RFC 5844).</summary>
    NotAuthorizedForIpv4MobilityService = 170,

    /// <summary>Not authorized for the IPv4 home address (RFC 5844).</summary>
    NotAuthorizedForIpv4HomeAddress = 171,

    /// <summary>Not authorized for IPv6 (RFC 5844).</summary>
    NotAuthorizedForIpv6MobilityService = 172,

    /// <summary>More than one IPv4 home address asked for (RFC 5844).</summary>
    MultipleIpv4HomeAddressAssignmentNotSupported = 173,

    /// <summary>Invalid care-of address (RFC 6275).</summary>
    InvalidCareOfAddress = 174,

    /// <summary>Invalid mobile node group identifier (RFC 6602).</summary>
    InvalidMobileNodeGroupIdentifier = 175,

    /// <summary>Security association to be made anew (RFC 6618).</summary>
    ReinitializeSecurityAssociation = 176,

    /// <summary>Not authorized for the delegated prefix (RFC 7148).</summary>
    NotAuthorizedForDelegatedPrefix = 177,

    /// <summary>Requested delegated prefix in use (RFC 7148).</summary>
    RequestedDelegatedPrefixInUse = 178,

    /// <summary>Cannot meet the QoS service request (RFC 7222).</summary>
    CannotMeetQosServiceRequest = 179,

    /// <summary>Cannot support multipath binding (RFC 8278).</summary>
    CannotSupportMultipathBinding = 180,
}
