using Pmip.Wire.Mobility;
using Pmip.Wire.Options;

namespace Pmip.Engine.Lma;

/// <summary>Why a registration is refused, and how that is said: status, 3GPP error code, status of the IPv4 reply.</summary>
/// <param name="Status">Status of the acknowledgement; <see cref="BindingStatus.Accepted"/> means no refusal.</param>
/// <param name="Counter">What counts it.</param>
/// <param name="ErrorCode">3GPP-specific error code (TS 29.275 12.1.1.1), none for no code.</param>
/// <param name="Reply">Status of the IPv4 Home Address Reply, when IPv4 was asked for.</param>
internal readonly record struct Refusal(
    BindingStatus Status,
    LmaCounter Counter,
    PmipErrorCode ErrorCode = PmipErrorCode.None,
    Ipv4HomeAddressStatus Reply = Ipv4HomeAddressStatus.ReasonUnspecified)
{
    public static readonly Refusal IdentifierMissing = new(
        BindingStatus.MissingMobileNodeIdentifierOption, LmaCounter.IdentifierMissing, PmipErrorCode.MandatoryElementMissing);
    public static readonly Refusal IdentifierTooLong = new(
        BindingStatus.ReasonUnspecified, LmaCounter.IdentifierTooLong, PmipErrorCode.MandatoryElementIncorrect);
    public static readonly Refusal LinkLayerIdentifierTooLong = new(
        BindingStatus.ReasonUnspecified, LmaCounter.LinkLayerIdentifierTooLong, PmipErrorCode.OptionalElementIncorrect);
    public static readonly Refusal MagNotAuthorized = new(
        BindingStatus.MagNotAuthorizedForProxyRegistration, LmaCounter.MagNotAuthorized, PmipErrorCode.UserAuthenticationFailed);
    public static readonly Refusal CareOfAddressInvalid = new(
        BindingStatus.InvalidCareOfAddress, LmaCounter.CareOfAddressInvalid, PmipErrorCode.OptionalElementIncorrect);
    public static readonly Refusal NodeUnknown = new(
        BindingStatus.NotLmaForThisMobileNode, LmaCounter.NodeUnknown, PmipErrorCode.UserAuthenticationFailed);
    public static readonly Refusal NodeBarred = new(
        BindingStatus.ProxyRegistrationNotEnabled, LmaCounter.NodeBarred, PmipErrorCode.UserAuthenticationFailed);
    public static readonly Refusal AccessPointMissing = new(
        BindingStatus.ServiceAuthorizationFailed, LmaCounter.AccessPointMissing, PmipErrorCode.MandatoryElementMissing);
    public static readonly Refusal AccessPointUnknown = new(
        BindingStatus.ServiceAuthorizationFailed, LmaCounter.AccessPointUnknown, PmipErrorCode.MissingOrUnknownApn);
    public static readonly Refusal AccessPointDenied = new(
        BindingStatus.ServiceAuthorizationFailed, LmaCounter.AccessPointDenied, PmipErrorCode.ApnAccessDenied);
    public static readonly Refusal TimestampOutOfWindow = new(
        BindingStatus.TimestampMismatch, LmaCounter.TimestampOutOfWindow, PmipErrorCode.MandatoryElementIncorrect);
    public static readonly Refusal TimestampOld = new(
        BindingStatus.TimestampLowerThanPreviousAccepted, LmaCounter.TimestampOld, PmipErrorCode.MandatoryElementIncorrect);
    public static readonly Refusal SequenceOld = new(
        BindingStatus.SequenceNumberOutOfWindow, LmaCounter.SequenceOld, PmipErrorCode.MandatoryElementIncorrect);
    public static readonly Refusal AddressOptionsMissing = new(
        BindingStatus.MissingHomeNetworkPrefixOption, LmaCounter.AddressOptionsMissing, PmipErrorCode.MandatoryElementMissing);
    public static readonly Refusal HandoffIndicatorMissing = new(
        BindingStatus.MissingHandoffIndicatorOption, LmaCounter.HandoffIndicatorMissing, PmipErrorCode.MandatoryElementMissing);
    public static readonly Refusal AccessTechnologyMissing = new(
        BindingStatus.MissingAccessTechnologyTypeOption, LmaCounter.AccessTechnologyMissing, PmipErrorCode.MandatoryElementMissing);
    public static readonly Refusal PrefixesTooMany = new(
        BindingStatus.ReasonUnspecified, LmaCounter.PrefixesTooMany, PmipErrorCode.MultipleHomeNetworkPrefixesNotAllowed);
    public static readonly Refusal PrefixesOverCapacity = new(
        BindingStatus.InsufficientResources, LmaCounter.PrefixesOverCapacity, PmipErrorCode.NoResourcesAvailable);
    public static readonly Refusal Ipv4RequestsTooMany = new(
        BindingStatus.MultipleIpv4HomeAddressAssignmentNotSupported, LmaCounter.Ipv4RequestsTooMany, PmipErrorCode.OptionalElementIncorrect);
    public static readonly Refusal Ipv4NotAllowed = new(
        BindingStatus.NotAuthorizedForIpv4MobilityService, LmaCounter.Ipv4NotAllowed, PmipErrorCode.ApnAccessDenied,
        Ipv4HomeAddressStatus.AdministrativelyProhibited);

    public static readonly Refusal Ipv6NotAllowed = new(
        BindingStatus.NotAuthorizedForIpv6MobilityService, LmaCounter.Ipv6NotAllowed, PmipErrorCode.ApnAccessDenied);
    public static readonly Refusal ForcedUdpRefused = new(
        BindingStatus.AdministrativelyProhibited, LmaCounter.ForcedUdpRefused, PmipErrorCode.OptionalElementIncorrect);
    public static readonly Refusal GreKeyMissing = new(
        BindingStatus.GreKeyOptionRequired, LmaCounter.GreKeyMissing, PmipErrorCode.MandatoryElementMissing);
    public static readonly Refusal PrefixNotAuthorized = new(
        BindingStatus.NotAuthorizedForHomeNetworkPrefix, LmaCounter.PrefixNotAuthorized, PmipErrorCode.OptionalElementIncorrect);
    public static readonly Refusal PrefixSetDiffers = new(
        BindingStatus.PrefixSetsDoNotMatch, LmaCounter.PrefixSetDiffers, PmipErrorCode.OptionalElementIncorrect);
    public static readonly Refusal Ipv4AddressNotAuthorized = new(
        BindingStatus.NotAuthorizedForIpv4HomeAddress, LmaCounter.Ipv4AddressNotAuthorized, PmipErrorCode.OptionalElementIncorrect,
        Ipv4HomeAddressStatus.AdministrativelyProhibited);

    public static readonly Refusal TableFull = new(BindingStatus.InsufficientResources, LmaCounter.TableFull, PmipErrorCode.NoMemoryAvailable);
    public static readonly Refusal PeerQuotaReached = new(
        BindingStatus.InsufficientResources, LmaCounter.PeerQuotaReached, PmipErrorCode.NoResourcesAvailable);
    public static readonly Refusal NodeQuotaReached = new(
        BindingStatus.InsufficientResources, LmaCounter.NodeQuotaReached, PmipErrorCode.NoResourcesAvailable);
    public static readonly Refusal PoolExhausted = new(
        BindingStatus.InsufficientResources, LmaCounter.PoolExhausted, PmipErrorCode.NoResourcesAvailable);
    public static readonly Refusal SessionKeysExhausted = new(
        BindingStatus.InsufficientResources, LmaCounter.SessionKeysExhausted, PmipErrorCode.NoResourcesAvailable);
    public static readonly Refusal SessionRefused = new(
        BindingStatus.ForwardingSetupFailed, LmaCounter.SessionRefused, PmipErrorCode.NoResourcesAvailable);

    public static readonly Refusal RevocationUnderWay = new(
        BindingStatus.AdministrativelyProhibited, LmaCounter.UpdateDuringRevocation, PmipErrorCode.NoResourcesAvailable);

    public static readonly Refusal NodeAttachedElsewhere = new(
        BindingStatus.AdministrativelyProhibited, LmaCounter.NodeAttachedElsewhere, PmipErrorCode.MultiplePdnConnectionsNotAllowed);

    public static readonly Refusal ConnectionAmbiguous = new(
        BindingStatus.AdministrativelyProhibited, LmaCounter.ConnectionAmbiguous, PmipErrorCode.MultiplePdnConnectionsNotAllowed);

    public static readonly Refusal TimestampMissing = new(
        BindingStatus.ReasonUnspecified, LmaCounter.TimestampMissing, PmipErrorCode.MissingTimestampOption);

    /// <summary>No refusal.</summary>
    public static Refusal None => default;

    /// <summary>True when the registration may go on.</summary>
    public bool IsNone => Status == BindingStatus.Accepted;
}
