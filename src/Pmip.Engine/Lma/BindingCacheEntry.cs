using System;
using System.Runtime.CompilerServices;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Lma;

/// <summary>
/// One PDN connection at the LMA (RFC 5213 5.1, RFC 5844 3.1.1, RFC 5845 5; R2). The identifier stands beside it in the
/// cache's <see cref="IdentifierTable"/>. Of the last accepted request it keeps what a later refusal must repeat.
/// </summary>
internal struct BindingCacheEntry
{
    public const int LinkLayerIdentifierMax = 16;

    // What a refresh touches stands first, in as few cache lines as may be; what it does not, last.
    public BindingState State;
    public bool HasLinkLocalAddress;
    public bool HasTimestamp;
    public bool HasPdnConnectionId;
    public byte PdnConnectionId;

    /// <summary>The IPv4 home address comes when the node asks by DHCP; until then there are prefixes only.</summary>
    public bool IsIpv4Deferred;

    /// <summary>Its MAG, or the address that it is registered from, is not in the peer list any more: it ends with the next sweep.</summary>
    public bool IsPeerDropped;

    /// <summary>In <see cref="BindingState.Revoking"/>: no packet passes any more.</summary>
    public bool IsForwardingStopped;
    public byte LinkLayerIdentifierLength;
    public HandoffIndicator HandoffIndicator;
    public AccessTechnologyType AccessTechnology;
    public MobileNodeIdentifierSubtype IdentifierSubtype;
    public TunnelEncapsulation Encapsulation;

    /// <summary>What else in the configuration it contradicts, so that it ends, or the part of it, with the next sweep.</summary>
    public BindingContradiction Contradiction;
    public RevokedPart ContradictedPart;
    public ushort Sequence;
    public ushort LifetimeUnits;
    public int AccessPoint;

    /// <summary>Of the treatment that the data path was told last.</summary>
    public byte TreatmentVersion;
    public int Peer;
    public int SessionIndex;

    /// <summary>The revocation that it is under, or -1.</summary>
    public int Revocation;

    /// <summary>The update that waits to know whether the node has left the MAG, or -1.</summary>
    public int WaitingUpdate;
    public GreKey UplinkKey;
    public GreKey DownlinkKey;
    public uint ChargingId;
    private uint _homeAddress4;
    public ulong LastTimestamp;

    /// <summary>When it ends: its lifetime, or its grace time after de-registration.</summary>
    public Instant ExpiresAt;

    /// <summary>When its timer fires, which is not later: a longer lifetime does not move the timer, only its firing does.</summary>
    public Instant TimerAt;
    public ulong IdentifierHash;
    public IpAddress CareOfAddress;
    public SignallingPath Path;
    public IpPrefixList HomeNetworkPrefixes;
    public LinkLayerIdentifierOctets LinkLayerIdentifier;
    public IpAddress LinkLocalAddress;

    /// <summary>The reservation that its uplink key comes from, or -1.</summary>
    public int Reservation;

    public IpAddress HomeAddress4
    {
        readonly get => _homeAddress4 == 0 ? default : IpAddress.FromIPv4(_homeAddress4);
        set => _homeAddress4 = value.IPv4;
    }

    public readonly bool IsContradicted => IsPeerDropped || Contradiction != BindingContradiction.None;

    public readonly bool HasIpv6 => HomeNetworkPrefixes.Count > 0;

    public readonly bool HasIpv4 => _homeAddress4 != 0;

    /// <summary>
    /// Where the node's traffic goes (R3): the Proxy-CoA; over an IPv4 transport that is an IPv4 address, so the outer one of
    /// the MAG when the Proxy-CoA is of IPv6 (R11).
    /// </summary>
    public readonly IpAddress RemoteEndpoint => Path.IsIPv4Transport && !CareOfAddress.IsIPv4 ? Path.OuterRemote : CareOfAddress;

    public readonly bool HasSameLinkLayerIdentifier(ReadOnlySpan<byte> octets)
    {
        ReadOnlySpan<byte> own = LinkLayerIdentifier;
        return own[..LinkLayerIdentifierLength].SequenceEqual(octets);
    }

    public void SetLinkLayerIdentifier(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(LinkLayerIdentifier);
        LinkLayerIdentifierLength = (byte)octets.Length;
    }

    [InlineArray(LinkLayerIdentifierMax)]
    internal struct LinkLayerIdentifierOctets
    {
        private byte _first;
    }
}
