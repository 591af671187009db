using Pmip.Engine.Configuration;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Lma;

/// <summary>What the anchor makes of a Proxy Binding Update before it looks at its tables.</summary>
internal struct RegistrationRequest
{
    public SignallingPath Path;
    public int Peer;
    public IpAddress CareOfAddress;
    public ulong IdentifierHash;
    public int AccessPoint;
    public int Subscriber;
    public bool IsDeregistration;
    public bool ListsIpv6;
    public bool NamesPrefix;

    /// <summary>A named prefix that no node can have: an IPv4-mapped one, or ALL_ZERO among others.</summary>
    public bool HasUnusablePrefix;
    public bool ListsIpv4;
    public bool NamesIpv4;
    public bool HasPdnConnectionId;
    public byte PdnConnectionId;

    /// <summary>Both families were asked for, and this one only is given; zero when nothing was taken off.</summary>
    public PdnType NarrowedTo;

    /// <summary>The IPv4 home address that was asked for comes later.</summary>
    public bool DefersIpv4;

    /// <summary>The old MAG knows that the node has left it.</summary>
    public bool IsOldMagTold;

    public RegistrationRequest(in SignallingPath path, int peer, in ProxyBindingUpdate update, bool supportsPdnConnectionId)
    {
        Path = path;
        Peer = peer;
        CareOfAddress = update.HasAlternateCareOfAddress ? update.AlternateCareOfAddress : path.Remote;
        AccessPoint = -1;
        Subscriber = -1;
        IsDeregistration = update.LifetimeUnits == 0;
        ListsIpv6 = update.HomeNetworkPrefixes.Count > 0;
        for (int i = 0; i < update.HomeNetworkPrefixes.Count; i++)
        {
            IpPrefix prefix = update.HomeNetworkPrefixes[i];
            bool isAllZero = prefix.Address == IpAddress.Unspecified;
            NamesPrefix |= !isAllZero;
            HasUnusablePrefix |= prefix.Address.IsIPv4 || prefix.Length > 128 || (isAllZero && update.HomeNetworkPrefixes.Count > 1);
        }

        NamesPrefix &= !HasUnusablePrefix;

        ListsIpv4 = update.Ipv4HomeAddressRequestCount > 0;
        NamesIpv4 = ListsIpv4 && !update.Ipv4HomeAddressRequest.Address.IsUnspecified;
        HasPdnConnectionId = update.HasPdnConnectionId && supportsPdnConnectionId;
        PdnConnectionId = HasPdnConnectionId ? update.PdnConnectionId : (byte)0;
    }
}
