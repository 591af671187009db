namespace Pmip.Wire.Options;

/// <summary>Type of a mobility option (RFC 6275 6.2 and the IANA registry). Undefined numbers pass through.</summary>
public enum MobilityOptionType : byte
{
    /// <summary>Pad1: one octet without a length (RFC 6275).</summary>
    Pad1 = 0,

    /// <summary>PadN.</summary>
    PadN = 1,

    /// <summary>Binding Refresh Advice (RFC 6275).</summary>
    BindingRefreshAdvice = 2,

    /// <summary>Alternate Care-of Address (RFC 6275).</summary>
    AlternateCareOfAddress = 3,

    /// <summary>Nonce Indices (RFC 6275).</summary>
    NonceIndices = 4,

    /// <summary>Authorization Data (RFC 6275).</summary>
    AuthorizationData = 5,

    /// <summary>Mobile Network Prefix (RFC 3963).</summary>
    MobileNetworkPrefix = 6,

    /// <summary>Mobility Header Link-Layer Address (RFC 5568).</summary>
    MobilityHeaderLinkLayerAddress = 7,

    /// <summary>Mobile Node Identifier (RFC 4283).</summary>
    MobileNodeIdentifier = 8,

    /// <summary>Mobility Message Authentication (RFC 4285).</summary>
    Authentication = 9,

    /// <summary>Replay protection, MESG-ID (RFC 4285).</summary>
    MessageIdentifier = 10,

    /// <summary>CGA Parameters Request (RFC 4866).</summary>
    CgaParametersRequest = 11,

    /// <summary>CGA Parameters (RFC 4866).</summary>
    CgaParameters = 12,

    /// <summary>Signature (RFC 4866).</summary>
    Signature = 13,

    /// <summary>Permanent Home Keygen Token (RFC 4866).</summary>
    PermanentHomeKeygenToken = 14,

    /// <summary>Care-of Test Init (RFC 4866).</summary>
    CareOfTestInit = 15,

    /// <summary>Care-of Test (RFC 4866).</summary>
    CareOfTest = 16,

    /// <summary>DNS Update (RFC 5026).</summary>
    DnsUpdate = 17,

    /// <summary>Experimental (RFC 5096).</summary>
    Experimental = 18,

    /// <summary>Vendor Specific (RFC 5094).</summary>
    VendorSpecific = 19,

    /// <summary>Service Selection (RFC 5149).</summary>
    ServiceSelection = 20,

    /// <summary>Binding Authorization Data for FMIPv6 (RFC 5568).</summary>
    BindingAuthorizationDataForFmip = 21,

    /// <summary>Home Network Prefix (RFC 5213).</summary>
    HomeNetworkPrefix = 22,

    /// <summary>Handoff Indicator (RFC 5213).</summary>
    HandoffIndicator = 23,

    /// <summary>Access Technology Type (RFC 5213).</summary>
    AccessTechnologyType = 24,

    /// <summary>Mobile Node Link-layer Identifier (RFC 5213).</summary>
    MobileNodeLinkLayerIdentifier = 25,

    /// <summary>Link-local Address (RFC 5213).</summary>
    LinkLocalAddress = 26,

    /// <summary>Timestamp (RFC 5213).</summary>
    Timestamp = 27,

    /// <summary>Restart Counter (RFC 5847).</summary>
    RestartCounter = 28,

    /// <summary>IPv4 Home Address (RFC 5555).</summary>
    Ipv4HomeAddress = 29,

    /// <summary>IPv4 Address Acknowledgement (RFC 5555).</summary>
    Ipv4AddressAcknowledgement = 30,

    /// <summary>NAT Detection (RFC 5555).</summary>
    NatDetection = 31,

    /// <summary>IPv4 Care-of Address (RFC 5555).</summary>
    Ipv4CareOfAddress = 32,

    /// <summary>GRE Key (RFC 5845).</summary>
    GreKey = 33,

    /// <summary>Mobility Header IPv6 Address/Prefix (RFC 5568).</summary>
    MobilityHeaderIpv6AddressPrefix = 34,

    /// <summary>Binding Identifier (RFC 5648).</summary>
    BindingIdentifier = 35,

    /// <summary>IPv4 Home Address Request (RFC 5844).</summary>
    Ipv4HomeAddressRequest = 36,

    /// <summary>IPv4 Home Address Reply (RFC 5844).</summary>
    Ipv4HomeAddressReply = 37,

    /// <summary>IPv4 Default-Router Address (RFC 5844).</summary>
    Ipv4DefaultRouterAddress = 38,

    /// <summary>IPv4 DHCP Support Mode (RFC 5844).</summary>
    Ipv4DhcpSupportMode = 39,

    /// <summary>Context Request (RFC 5949).</summary>
    ContextRequest = 40,

    /// <summary>Local Mobility Anchor Address (RFC 5949).</summary>
    LocalMobilityAnchorAddress = 41,

    /// <summary>Mobile Node Link-local Address Interface Identifier (RFC 5949).</summary>
    MobileNodeLinkLocalAddressInterfaceIdentifier = 42,

    /// <summary>Transient Binding (RFC 6058).</summary>
    TransientBinding = 43,

    /// <summary>Flow Summary (RFC 6089).</summary>
    FlowSummary = 44,

    /// <summary>Flow Identification (RFC 6089).</summary>
    FlowIdentification = 45,

    /// <summary>Redirect-Capability (RFC 6463).</summary>
    RedirectCapability = 46,

    /// <summary>Redirect (RFC 6463).</summary>
    Redirect = 47,

    /// <summary>Load Information (RFC 6463).</summary>
    LoadInformation = 48,

    /// <summary>Alternate IPv4 Care-of Address (RFC 6463).</summary>
    AlternateIpv4CareOfAddress = 49,

    /// <summary>Mobile Node Group Identifier (RFC 6602).</summary>
    MobileNodeGroupIdentifier = 50,

    /// <summary>MAG IPv6 Address (RFC 6705).</summary>
    MagIpv6Address = 51,

    /// <summary>Access Network Identifier (RFC 6757).</summary>
    AccessNetworkIdentifier = 52,

    /// <summary>IPv4 Traffic Offload Selector (RFC 6909).</summary>
    Ipv4TrafficOffloadSelector = 53,

    /// <summary>Dynamic IP Multicast Selector (RFC 7028).</summary>
    DynamicIpMulticastSelector = 54,

    /// <summary>Delegated Mobile Network Prefix (RFC 7148).</summary>
    DelegatedMobileNetworkPrefix = 55,

    /// <summary>Active Multicast Subscription IPv4 (RFC 7161).</summary>
    ActiveMulticastSubscriptionIpv4 = 56,

    /// <summary>Active Multicast Subscription IPv6 (RFC 7161).</summary>
    ActiveMulticastSubscriptionIpv6 = 57,

    /// <summary>Quality-of-Service (RFC 7222).</summary>
    QualityOfService = 58,

    /// <summary>LMA User-Plane Address (RFC 7389).</summary>
    LmaUserPlaneAddress = 59,

    /// <summary>Multicast Mobility (RFC 7411).</summary>
    MulticastMobility = 60,

    /// <summary>Multicast Acknowledgement (RFC 7411).</summary>
    MulticastAcknowledgement = 61,

    /// <summary>LMA-Controlled MAG Parameters (RFC 8127).</summary>
    LmaControlledMagParameters = 62,

    /// <summary>MAG Multipath-Binding (RFC 8278).</summary>
    MagMultipathBinding = 63,

    /// <summary>MAG Identifier (RFC 8278).</summary>
    MagIdentifier = 64,

    /// <summary>Anchored Prefix (RFC 8885).</summary>
    AnchoredPrefix = 65,

    /// <summary>Local Prefix (RFC 8885).</summary>
    LocalPrefix = 66,

    /// <summary>Previous MAAR (RFC 8885).</summary>
    PreviousMaar = 67,

    /// <summary>Serving MAAR (RFC 8885).</summary>
    ServingMaar = 68,

    /// <summary>DLIF Link-local Address (RFC 8885).</summary>
    DlifLinkLocalAddress = 69,

    /// <summary>DLIF Link-layer Address (RFC 8885).</summary>
    DlifLinkLayerAddress = 70,
}
