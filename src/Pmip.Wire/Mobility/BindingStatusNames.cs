using System;

namespace Pmip.Wire.Mobility;

/// <summary>The registry's names of <see cref="BindingStatus"/>, for the console, the log and the dissection.</summary>
public static class BindingStatusNames
{
    /// <summary>Least refusing status.</summary>
    public const BindingStatus FirstRefusal = BindingStatus.ReasonUnspecified;

    /// <summary>True below 128.</summary>
    public static bool IsAccepted(this BindingStatus status) => status < FirstRefusal;

    /// <summary>UTF-8 registry name in the RFCs' capitals; empty for a number that is not assigned.</summary>
    public static ReadOnlySpan<byte> Of(BindingStatus status) => status switch
    {
        BindingStatus.Accepted => "BINDING_UPDATE_ACCEPTED"u8,
        BindingStatus.PrefixDiscoveryNecessary => "ACCEPTED_BUT_PREFIX_DISCOVERY_NECESSARY"u8,
        BindingStatus.GreKeyOptionNotRequired => "GRE_KEY_OPTION_NOT_REQUIRED"u8,
        BindingStatus.GreTunnelingButTlvHeaderNotSupported => "GRE_TUNNELING_BUT_TLV_HEADER_NOT_SUPPORTED"u8,
        BindingStatus.McoaNotComplete => "MCOA_NOTCOMPLETE"u8,
        BindingStatus.McoaReturnHomeWithoutNdp => "MCOA_RETURNHOME_WO_NDP"u8,
        BindingStatus.TransientBindingIgnored => "PBU_ACCEPTED_TB_IGNORED_SETTINGSMISMATCH"u8,
        BindingStatus.ReasonUnspecified => "REASON_UNSPECIFIED"u8,
        BindingStatus.AdministrativelyProhibited => "ADMINISTRATIVELY_PROHIBITED"u8,
        BindingStatus.InsufficientResources => "INSUFFICIENT_RESOURCES"u8,
        BindingStatus.HomeRegistrationNotSupported => "HOME_REGISTRATION_NOT_SUPPORTED"u8,
        BindingStatus.NotHomeSubnet => "NOT_HOME_SUBNET"u8,
        BindingStatus.NotHomeAgentForThisMobileNode => "NOT_HOME_AGENT_FOR_THIS_MOBILE_NODE"u8,
        BindingStatus.DuplicateAddressDetectionFailed => "DUPLICATE_ADDRESS_DETECTION_FAILED"u8,
        BindingStatus.SequenceNumberOutOfWindow => "SEQUENCE_NUMBER_OUT_OF_WINDOW"u8,
        BindingStatus.ExpiredHomeNonceIndex => "EXPIRED_HOME_NONCE_INDEX"u8,
        BindingStatus.ExpiredCareOfNonceIndex => "EXPIRED_CARE_OF_NONCE_INDEX"u8,
        BindingStatus.ExpiredNonces => "EXPIRED_NONCES"u8,
        BindingStatus.RegistrationTypeChangeDisallowed => "REGISTRATION_TYPE_CHANGE_DISALLOWED"u8,
        BindingStatus.MobileRouterOperationNotPermitted => "MOBILE_ROUTER_OPERATION_NOT_PERMITTED"u8,
        BindingStatus.InvalidPrefix => "INVALID_PREFIX"u8,
        BindingStatus.NotAuthorizedForPrefix => "NOT_AUTHORIZED_FOR_PREFIX"u8,
        BindingStatus.ForwardingSetupFailed => "FORWARDING_SETUP_FAILED"u8,
        BindingStatus.MobileNodeIdentifierMismatch => "MIPV6_ID_MISMATCH"u8,
        BindingStatus.MessageIdentifierRequired => "MIPV6_MESG_ID_REQD"u8,
        BindingStatus.AuthenticationFailed => "MIPV6_AUTH_FAIL"u8,
        BindingStatus.PermanentHomeKeygenTokenUnavailable => "PERMANENT_HOME_KEYGEN_TOKEN_UNAVAILABLE"u8,
        BindingStatus.CgaAndSignatureVerificationFailed => "CGA_AND_SIGNATURE_VERIFICATION_FAILED"u8,
        BindingStatus.PermanentHomeKeygenTokenExists => "PERMANENT_HOME_KEYGEN_TOKEN_EXISTS"u8,
        BindingStatus.NonNullHomeNonceIndexExpected => "NON_NULL_HOME_NONCE_INDEX_EXPECTED"u8,
        BindingStatus.ServiceAuthorizationFailed => "SERVICE_AUTHORIZATION_FAILED"u8,
        BindingStatus.ProxyRegistrationNotEnabled => "PROXY_REG_NOT_ENABLED"u8,
        BindingStatus.NotLmaForThisMobileNode => "NOT_LMA_FOR_THIS_MOBILE_NODE"u8,
        BindingStatus.MagNotAuthorizedForProxyRegistration => "MAG_NOT_AUTHORIZED_FOR_PROXY_REG"u8,
        BindingStatus.NotAuthorizedForHomeNetworkPrefix => "NOT_AUTHORIZED_FOR_HOME_NETWORK_PREFIX"u8,
        BindingStatus.TimestampMismatch => "TIMESTAMP_MISMATCH"u8,
        BindingStatus.TimestampLowerThanPreviousAccepted => "TIMESTAMP_LOWER_THAN_PREV_ACCEPTED"u8,
        BindingStatus.MissingHomeNetworkPrefixOption => "MISSING_HOME_NETWORK_PREFIX_OPTION"u8,
        BindingStatus.PrefixSetsDoNotMatch => "BCE_PBU_PREFIX_SET_DO_NOT_MATCH"u8,
        BindingStatus.MissingMobileNodeIdentifierOption => "MISSING_MN_IDENTIFIER_OPTION"u8,
        BindingStatus.MissingHandoffIndicatorOption => "MISSING_HANDOFF_INDICATOR_OPTION"u8,
        BindingStatus.MissingAccessTechnologyTypeOption => "MISSING_ACCESS_TECH_TYPE_OPTION"u8,
        BindingStatus.GreKeyOptionRequired => "GRE_KEY_OPTION_REQUIRED"u8,
        BindingStatus.McoaMalformed => "MCOA_MALFORMED"u8,
        BindingStatus.McoaNonMcoaBindingExists => "MCOA_NON_MCOA_BINDING_EXISTS"u8,
        BindingStatus.McoaProhibited => "MCOA_PROHIBITED"u8,
        BindingStatus.McoaUnknownCareOfAddress => "MCOA_UNKNOWN_COA"u8,
        BindingStatus.McoaBulkRegistrationProhibited => "MCOA_BULK_REGISTRATION_PROHIBITED"u8,
        BindingStatus.McoaSimultaneousHomeAndForeignProhibited => "MCOA_SIMULTANEOUS_HOME_AND_FOREIGN_PROHIBITED"u8,
        BindingStatus.NotAuthorizedForIpv4MobilityService => "NOT_AUTHORIZED_FOR_IPV4_MOBILITY_SERVICE"u8,
        BindingStatus.NotAuthorizedForIpv4HomeAddress => "NOT_AUTHORIZED_FOR_IPV4_HOME_ADDRESS"u8,
        BindingStatus.NotAuthorizedForIpv6MobilityService => "NOT_AUTHORIZED_FOR_IPV6_MOBILITY_SERVICE"u8,
        BindingStatus.MultipleIpv4HomeAddressAssignmentNotSupported => "MULTIPLE_IPV4_HOME_ADDRESS_ASSIGNMENT_NOT_SUPPORTED"u8,
        BindingStatus.InvalidCareOfAddress => "INVALID_CARE_OF_ADDRESS"u8,
        BindingStatus.InvalidMobileNodeGroupIdentifier => "INVALID_MOBILE_NODE_GROUP_IDENTIFIER"u8,
        BindingStatus.ReinitializeSecurityAssociation => "REINIT_SA_WITH_HAC"u8,
        BindingStatus.NotAuthorizedForDelegatedPrefix => "NOT_AUTHORIZED_FOR_DELEGATED_MNP"u8,
        BindingStatus.RequestedDelegatedPrefixInUse => "REQUESTED_DMNP_IN_USE"u8,
        BindingStatus.CannotMeetQosServiceRequest => "CANNOT_MEET_QOS_SERVICE_REQUEST"u8,
        BindingStatus.CannotSupportMultipathBinding => "CANNOT_SUPPORT_MULTIPATH_BINDING"u8,
        _ => default,
    };
}
