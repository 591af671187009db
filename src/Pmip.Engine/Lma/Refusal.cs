using Pmip.Wire.Mobility;

namespace Pmip.Engine.Lma;

/// <summary>Why a registration is refused, and how that is said: status, 3GPP error code, status of the IPv4 reply.</summary>
/// <param name="Status">Status of the acknowledgement; <see cref="BindingStatus.Accepted"/> means no refusal.</param>
/// <param name="Counter">What counts it.</param>
/// <param name="ErrorCode">3GPP-specific error code (TS 29.275 12.1.1.1), zero for none.</param>
/// <param name="Reply">Status of the IPv4 Home Address Reply, when IPv4 was asked for.</param>
internal readonly record struct Refusal(
    BindingStatus Status,
    LmaCounter Counter,
    byte ErrorCode = 0,
    Ipv4HomeAddressStatus Reply = Ipv4HomeAddressStatus.ReasonUnspecified)
{
    private const byte MandatoryIncorrect = 69;
    private const byte MandatoryMissing = 70;
    private const byte OptionalIncorrect = 71;
    private const byte AuthenticationFailed = 92;
    private const byte MissingTimestamp = 220;
    private const byte NoResources = 73;
    private const byte UnknownAccessPoint = 78;
    private const byte NoMemory = 91;
    private const byte NoSubscription = 93;
    private const byte MultipleConnections = 116;
    private const byte MultiplePrefixes = 221;

    public static readonly Refusal IdentifierMissing = new(BindingStatus.MissingMobileNodeIdentifierOption, LmaCounter.IdentifierMissing, MandatoryMissing);
    public static readonly Refusal IdentifierTooLong = new(BindingStatus.ReasonUnspecified, LmaCounter.IdentifierTooLong, MandatoryIncorrect);
    public static readonly Refusal LinkLayerIdentifierTooLong = new(BindingStatus.ReasonUnspecified, LmaCounter.LinkLayerIdentifierTooLong, OptionalIncorrect);
    public static readonly Refusal MagNotAuthorized = new(BindingStatus.MagNotAuthorizedForProxyRegistration, LmaCounter.MagNotAuthorized, AuthenticationFailed);
    public static readonly Refusal CareOfAddressInvalid = new(BindingStatus.InvalidCareOfAddress, LmaCounter.CareOfAddressInvalid, OptionalIncorrect);
    public static readonly Refusal NodeUnknown = new(BindingStatus.NotLmaForThisMobileNode, LmaCounter.NodeUnknown, AuthenticationFailed);
    public static readonly Refusal NodeBarred = new(BindingStatus.ProxyRegistrationNotEnabled, LmaCounter.NodeBarred, AuthenticationFailed);
    public static readonly Refusal AccessPointMissing = new(BindingStatus.ServiceAuthorizationFailed, LmaCounter.AccessPointMissing, MandatoryMissing);
    public static readonly Refusal AccessPointUnknown = new(BindingStatus.ServiceAuthorizationFailed, LmaCounter.AccessPointUnknown, UnknownAccessPoint);
    public static readonly Refusal AccessPointDenied = new(BindingStatus.ServiceAuthorizationFailed, LmaCounter.AccessPointDenied, NoSubscription);
    public static readonly Refusal TimestampOutOfWindow = new(BindingStatus.TimestampMismatch, LmaCounter.TimestampOutOfWindow, MandatoryIncorrect);
    public static readonly Refusal TimestampOld = new(BindingStatus.TimestampLowerThanPreviousAccepted, LmaCounter.TimestampOld, MandatoryIncorrect);
    public static readonly Refusal SequenceOld = new(BindingStatus.SequenceNumberOutOfWindow, LmaCounter.SequenceOld, MandatoryIncorrect);
    public static readonly Refusal AddressOptionsMissing = new(
        BindingStatus.MissingHomeNetworkPrefixOption, LmaCounter.AddressOptionsMissing, MandatoryMissing);
    public static readonly Refusal HandoffIndicatorMissing = new(
        BindingStatus.MissingHandoffIndicatorOption, LmaCounter.HandoffIndicatorMissing, MandatoryMissing);
    public static readonly Refusal AccessTechnologyMissing = new(
        BindingStatus.MissingAccessTechnologyTypeOption, LmaCounter.AccessTechnologyMissing, MandatoryMissing);
    public static readonly Refusal PrefixesTooMany = new(BindingStatus.ReasonUnspecified, LmaCounter.PrefixesTooMany, MultiplePrefixes);
    public static readonly Refusal PrefixesOverCapacity = new(BindingStatus.InsufficientResources, LmaCounter.PrefixesOverCapacity, NoResources);
    public static readonly Refusal Ipv4RequestsTooMany = new(BindingStatus.MultipleIpv4HomeAddressAssignmentNotSupported, LmaCounter.Ipv4RequestsTooMany, OptionalIncorrect);
    public static readonly Refusal Ipv4NotAllowed = new(
        BindingStatus.NotAuthorizedForIpv4MobilityService, LmaCounter.Ipv4NotAllowed, NoSubscription, Ipv4HomeAddressStatus.AdministrativelyProhibited);

    public static readonly Refusal Ipv6NotAllowed = new(BindingStatus.NotAuthorizedForIpv6MobilityService, LmaCounter.Ipv6NotAllowed, NoSubscription);
    public static readonly Refusal ForcedUdpRefused = new(BindingStatus.AdministrativelyProhibited, LmaCounter.ForcedUdpRefused, OptionalIncorrect);
    public static readonly Refusal GreKeyMissing = new(BindingStatus.GreKeyOptionRequired, LmaCounter.GreKeyMissing, MandatoryMissing);
    public static readonly Refusal PrefixNotAuthorized = new(BindingStatus.NotAuthorizedForHomeNetworkPrefix, LmaCounter.PrefixNotAuthorized, OptionalIncorrect);
    public static readonly Refusal PrefixSetDiffers = new(BindingStatus.PrefixSetsDoNotMatch, LmaCounter.PrefixSetDiffers, OptionalIncorrect);
    public static readonly Refusal Ipv4AddressNotAuthorized = new(
        BindingStatus.NotAuthorizedForIpv4HomeAddress, LmaCounter.Ipv4AddressNotAuthorized, OptionalIncorrect, Ipv4HomeAddressStatus.AdministrativelyProhibited);

    public static readonly Refusal TableFull = new(BindingStatus.InsufficientResources, LmaCounter.TableFull, NoMemory);
    public static readonly Refusal PeerQuotaReached = new(BindingStatus.InsufficientResources, LmaCounter.PeerQuotaReached, NoResources);
    public static readonly Refusal NodeQuotaReached = new(BindingStatus.InsufficientResources, LmaCounter.NodeQuotaReached, NoResources);
    public static readonly Refusal PoolExhausted = new(BindingStatus.InsufficientResources, LmaCounter.PoolExhausted, NoResources);
    public static readonly Refusal SessionKeysExhausted = new(BindingStatus.InsufficientResources, LmaCounter.SessionKeysExhausted, NoResources);
    public static readonly Refusal SessionRefused = new(BindingStatus.ForwardingSetupFailed, LmaCounter.SessionRefused, NoResources);

    public static readonly Refusal RevocationUnderWay = new(
        BindingStatus.AdministrativelyProhibited, LmaCounter.UpdateDuringRevocation, NoResources);

    public static readonly Refusal NodeAttachedElsewhere = new(
        BindingStatus.AdministrativelyProhibited, LmaCounter.NodeAttachedElsewhere, MultipleConnections);

    public static readonly Refusal ConnectionAmbiguous = new(
        BindingStatus.AdministrativelyProhibited, LmaCounter.ConnectionAmbiguous, MultipleConnections);

    public static readonly Refusal TimestampMissing = new(BindingStatus.ReasonUnspecified, LmaCounter.TimestampMissing, MissingTimestamp);

    /// <summary>No refusal.</summary>
    public static Refusal None => default;

    /// <summary>True when the registration may go on.</summary>
    public bool IsNone => Status == BindingStatus.Accepted;
}
