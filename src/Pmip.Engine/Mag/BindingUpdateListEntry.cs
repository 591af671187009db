using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;

namespace Pmip.Engine.Mag;

/// <summary>One PDN connection at the MAG (RFC 5213 6.1, R2). Its identifier and its deadlines are kept beside it.</summary>
internal struct BindingUpdateListEntry
{
    public BindingUpdateState State;
    public PdnType Type;
    public AccessTechnologyType AccessTechnology;
    public HandoffIndicator AttachIndicator;
    public bool AsksForNameServers;

    /// <summary>The indicator of the registration that waits for its answer.</summary>
    public HandoffIndicator SentIndicator;
    public byte PdnConnectionId;

    /// <summary>Transmissions of what waits for its answer.</summary>
    public int Transmissions;

    /// <summary>An answer contradicted the request: nothing is sent again (RFC 5213 6.9.1.2).</summary>
    public bool IsSilenced;

    /// <summary>The node may have been at another MAG meanwhile, so the refresh is no mere re-registration.</summary>
    public bool MayHaveMoved;

    /// <summary>Status 155 was met: ask for any address instead of the assigned ones.</summary>
    public bool AsksForAny;

    /// <summary>Status 163 was met: the key goes even into a de-registration.</summary>
    public bool AlwaysSendsKey;

    /// <summary>Status 157 was met, and the one registration sent at once because of it.</summary>
    public bool HasRaisedTimestamp;

    /// <summary>Status of the last refusal that was not the end; zero when there was none.</summary>
    public BindingStatus LastRefusal;

    /// <summary>An uplink key known beforehand carries traffic while the first answer is waited for (R16).</summary>
    public bool IsEarly;

    /// <summary>The LMA no longer lets the node use its addresses: the session is there and forwards nothing.</summary>
    public bool IsHeld;

    /// <summary>Families asked for with ALL_ZERO by what waits for its answer, beside the assigned addresses.</summary>
    public PdnType Asked;

    /// <summary>The family that a selective de-registration gives back; the data path has let go of it already.</summary>
    public PdnType Dropped;

    /// <summary>What the presence timer is about.</summary>
    public PresenceQuestion Question;

    /// <summary>The revocation that waits for word of the node's presence.</summary>
    public PendingRevocation Revocation;

    /// <summary>Number of the registration that waits for its answer.</summary>
    public ushort Sequence;

    /// <summary>The number after which the next one comes: our own, or the one that the LMA told us with status 135.</summary>
    public ushort LastSequence;
    public int Lma;
    public int AccessPoint;
    public int AccessNode;
    public int SessionIndex;
    public int KeyIndex;
    public uint Generation;
    public GreKey DownlinkKey;
    public GreKey UplinkKey;
    public TunnelEncapsulation Encapsulation;
    public MacAddress LinkLayerAddress;
    public ulong Timestamp;
    public Duration RetransmitAfter;
    public Instant SentAt;
    public Duration LifetimeGranted;

    /// <summary>How long before the end of the lifetime the LMA wants the refresh; zero leaves the moment to us.</summary>
    public Duration RefreshBeforeEnd;
    public byte HomeAddress4PrefixLength;
    public bool IsDhcpServer;

    /// <summary>The IPv4 home address comes when the node asks by DHCP.</summary>
    public bool IsIpv4Deferred;
    public bool HasChargingId;
    public PmipErrorCode PmipErrorCode;
    public uint ChargingId;
    public IpAddressList NameServers;
    public IpAddress HomeAddress4;
    public IpAddress DefaultRouter4;
    public IpAddress LinkLocalAddress;
    public IpPrefixList HomeNetworkPrefixes;

    /// <summary>What in the configuration it contradicts, so that it ends with the next sweep.</summary>
    public BindingContradiction Contradiction;

    /// <summary>Its LMA is reached by another path since the last update: it is registered again with the next sweep.</summary>
    public bool IsRerouted;

    /// <summary>The ends of the session that the data path has.</summary>
    public IpAddress LocalEndpoint;
    public IpAddress RemoteEndpoint;

    /// <summary>True while the LMA's acceptance holds.</summary>
    public readonly bool IsUp => State is BindingUpdateState.Registered or BindingUpdateState.Refreshing;

    /// <summary>True while the data path has the session and the access side serves the node.</summary>
    public readonly bool HasSession => IsUp || IsEarly;

    /// <summary>Families of which the entry has an address.</summary>
    public readonly PdnType Assigned =>
        (HomeNetworkPrefixes.Count > 0 ? PdnType.Ipv6 : 0) | (HomeAddress4.IsUnspecified ? 0 : PdnType.Ipv4);

    /// <summary>True while an answer is waited for.</summary>
    public readonly bool IsWaiting =>
        State is BindingUpdateState.Registering or BindingUpdateState.Refreshing or BindingUpdateState.Deregistering;

    /// <summary>True once the LMA has given an address.</summary>
    public readonly bool HasAddress => HomeNetworkPrefixes.Count > 0 || !HomeAddress4.IsUnspecified;
}
