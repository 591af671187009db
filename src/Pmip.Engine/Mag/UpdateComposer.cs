using System;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Mag;

/// <summary>Writes the Proxy Binding Update that an entry's state asks for (RFC 5213 6.9.1, RFC 5844 3.2, TS 29.275 5.1.1).</summary>
internal sealed class UpdateComposer
{
    private static readonly IpPrefix AnyPrefix = new(IpAddress.Unspecified, 0);
    private static readonly Ipv4HomeAddress AnyAddress = new(IpAddress.FromIPv4(0), 0);
    private readonly byte[][] _services;
    private readonly byte[] _ownComponent;
    private readonly byte[][] _names;
    private readonly bool _hasTimestamp;
    private readonly ushort _lifetimeUnits;
    private readonly IpAddress _fixedLinkLocalAddress;

    public UpdateComposer(MagConfiguration configuration, GatewayAccessPoints accessPoints)
    {
        _hasTimestamp = configuration.UseTimestamps;
        _lifetimeUnits = (ushort)(configuration.Lifetime.Seconds / 4);
        _fixedLinkLocalAddress = configuration.FixedLinkLocalAddress;
        Span<byte> octets = stackalloc byte[ConnectionSetIdentifier.EncodedLengthMax];
        _ownComponent = configuration.OwnComponent is ConnectionSetIdentifier own ? octets[..own.Write(octets)].ToArray() : [];
        _names = accessPoints.Names;
        _services = Array.ConvertAll(_names, name => EncodeService(name, configuration.Mode));
    }

    /// <summary>Lifetime asked for, in units of four seconds.</summary>
    public ushort LifetimeUnits => _lifetimeUnits;

    /// <summary>True when <paramref name="service"/> is the access point as we write it, or as text.</summary>
    public bool IsService(int accessPoint, ReadOnlySpan<byte> service) =>
        service.SequenceEqual(_services[accessPoint]) || service.SequenceEqual(_names[accessPoint]);

    /// <summary>The indicator that goes with the entry's state (RFC 5213 6.9.1.1, 6.9.1.3, 6.9.1.4).</summary>
    public static HandoffIndicator IndicatorFor(in BindingUpdateListEntry entry) => entry.State switch
    {
        BindingUpdateState.Registering => entry.AttachIndicator,
        BindingUpdateState.Refreshing when !entry.AsksForAny && !entry.MayHaveMoved && entry.Dropped == 0 => HandoffIndicator.ReRegistration,
        _ => HandoffIndicator.Unknown,
    };

    /// <summary>Adds the message to the outbox; <paramref name="flags"/> go with every message that keeps a session.</summary>
    public void Compose(
        in BindingUpdateListEntry entry, ReadOnlySpan<byte> identifier, int slot, in SignallingPath path, BindingUpdateFlags flags, Outbox outbox)
    {
        bool ends = entry.State == BindingUpdateState.Deregistering || entry.Dropped != 0;
        Span<byte> linkLayer = stackalloc byte[MacAddress.Length];
        entry.LinkLayerAddress.Write(linkLayer);
        scoped ProxyBindingUpdate update = default;
        update.Sequence = entry.Sequence;
        update.Flags = BindingUpdateFlags.Acknowledge | BindingUpdateFlags.Proxy | (ends ? 0 : flags);
        update.LifetimeUnits = ends ? (ushort)0 : _lifetimeUnits;
        update.HasIdentifier = true;
        update.IdentifierSubtype = MobileNodeIdentifierSubtype.NetworkAccessIdentifier;
        update.Identifier = identifier;
        update.HasServiceSelection = true;
        update.ServiceSelection = _services[entry.AccessPoint];
        update.HasHandoffIndicator = true;
        update.HandoffIndicator = entry.SentIndicator;
        update.HasAccessTechnologyType = true;
        update.AccessTechnologyType = entry.AccessTechnology;
        update.HasLinkLayerIdentifier = !entry.LinkLayerAddress.IsZero;
        update.LinkLayerIdentifier = entry.LinkLayerAddress.IsZero ? default : linkLayer;
        update.HasTimestamp = _hasTimestamp;
        update.Timestamp = _hasTimestamp ? entry.Timestamp : 0;
        update.HasLinkLocalAddress = !ends && _fixedLinkLocalAddress.IsUnspecified;
        update.LinkLocalAddress = update.HasLinkLocalAddress ? entry.LinkLocalAddress : default;

        // The key is in every message that keeps a session (RFC 5845 3.3.1; R4, R13), and in a de-registration on demand only.
        update.HasGreKeyOption = !ends || entry.AlwaysSendsKey;
        update.HasGreKey = update.HasGreKeyOption;
        update.GreKey = update.HasGreKey ? entry.DownlinkKey : GreKey.None;
        update.HasPdnConnectionId = entry.PdnConnectionId != 0;
        update.PdnConnectionId = entry.PdnConnectionId;
        update.OptionSet.ThreeGpp.FirstFqCsid = ends ? default : _ownComponent;
        if (entry.AsksForNameServers && !ends)
        {
            update.OptionSet.ThreeGpp.ProtocolConfigurationOptions = ProtocolConfiguration.NameServerRequest;
        }

        AddAddresses(entry, ref update);

        WireStatus status = update.Emit(outbox.Room, out int written);
        Invariant.Require(status == WireStatus.Ok);
        outbox.AddTransmit(slot, path, written);
    }

    // Every assigned prefix and address goes along (RFC 5213 6.9.1.3, RFC 5844 3.2.1); before there is one, ALL_ZERO asks for it.
    // A selective de-registration names only what is given back.
    private static void AddAddresses(in BindingUpdateListEntry entry, ref ProxyBindingUpdate update)
    {
        PdnType named = entry.Dropped != 0 ? entry.Dropped : PdnType.Ipv4v6;
        PdnType asked = entry.AsksForAny || !entry.HasAddress ? entry.Type : entry.Asked;
        if ((asked & PdnType.Ipv6) != 0)
        {
            IpPrefixList any = default;
            any.TryAdd(AnyPrefix);
            update.HomeNetworkPrefixes = any;
        }
        else if ((named & PdnType.Ipv6) != 0 && !entry.AsksForAny)
        {
            update.HomeNetworkPrefixes = entry.HomeNetworkPrefixes;
        }

        if ((asked & PdnType.Ipv4) != 0)
        {
            update.Ipv4HomeAddressRequestCount = 1;
            update.Ipv4HomeAddressRequest = AnyAddress;
        }
        else if ((named & PdnType.Ipv4) != 0 && !entry.AsksForAny && !entry.HomeAddress4.IsUnspecified)
        {
            update.Ipv4HomeAddressRequestCount = 1;
            update.Ipv4HomeAddressRequest = new Ipv4HomeAddress(entry.HomeAddress4, entry.HomeAddress4PrefixLength);
        }
    }

    private static byte[] EncodeService(byte[] text, SpecificationMode mode)
    {
        if (mode == SpecificationMode.Ietf)
        {
            return text;
        }

        Span<byte> labels = stackalloc byte[byte.MaxValue];
        bool fits = AccessPointName.TryEncodeLabels(text, labels, out int written);
        Invariant.Require(fits);
        return labels[..written].ToArray();
    }
}
