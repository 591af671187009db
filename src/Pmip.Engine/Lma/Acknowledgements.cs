using System;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;

namespace Pmip.Engine.Lma;

/// <summary>
/// What stands in a Proxy Binding Acknowledgement (RFC 5213 5.3.6, RFC 5844 3.1.2, RFC 5845 3.3.2; TS 29.275 5.1.1). Spans in
/// the result point into the request.
/// </summary>
internal static class Acknowledgements
{
    /// <summary>The answer to an accepted registration with the addresses that the request listed.</summary>
    public static void Accept(
        scoped in ProxyBindingUpdate update,
        scoped in RegistrationRequest request,
        scoped in BindingCacheEntry entry,
        scoped in ServiceDirectory.AccessPoint accessPoint,
        out ProxyBindingAcknowledgement answer)
    {
        Echo(update, out answer);
        answer.LifetimeUnits = update.LifetimeUnits;
        if (request.ListsIpv6)
        {
            answer.HomeNetworkPrefixes = entry.HomeNetworkPrefixes;
        }

        if (request.ListsIpv4)
        {
            answer.HasIpv4HomeAddressReply = true;
            answer.Ipv4HomeAddressReply = new Ipv4HomeAddressReply(
                Ipv4HomeAddressStatus.Success, accessPoint.Ipv4PrefixLength, entry.HomeAddress4);
            answer.HasIpv4DefaultRouter = true;
            answer.Ipv4DefaultRouter = accessPoint.Ipv4Router;
        }
    }

    /// <summary>The answer to a refused registration.</summary>
    public static void Refuse(
        scoped in ProxyBindingUpdate update, scoped in Refusal refusal, bool isThreeGpp, out ProxyBindingAcknowledgement answer)
    {
        Echo(update, out answer);
        answer.Status = refusal.Status;
        answer.HomeNetworkPrefixes = update.HomeNetworkPrefixes;
        if (answer.HomeNetworkPrefixes.Count == 0)
        {
            answer.HomeNetworkPrefixes.TryAdd(default);
        }

        if (update.Ipv4HomeAddressRequestCount > 0)
        {
            Ipv4HomeAddress asked = update.Ipv4HomeAddressRequest;
            answer.HasIpv4HomeAddressReply = true;
            answer.Ipv4HomeAddressReply = new Ipv4HomeAddressReply(refusal.Reply, asked.PrefixLength, asked.Address);
        }

        answer.HasPmipErrorCode = isThreeGpp && refusal.ErrorCode != PmipErrorCode.None;
        answer.PmipErrorCode = refusal.ErrorCode;
    }

    /// <summary>The refusal of a registration that was accepted before, from what the binding kept of it.</summary>
    public static ProxyBindingUpdate Recall(in BindingCacheEntry entry, ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> linkLayerIdentifier)
    {
        ProxyBindingUpdate update = default;
        update.Flags = BindingUpdateFlags.Acknowledge | BindingUpdateFlags.Proxy;
        update.Sequence = entry.Sequence;
        update.HasIdentifier = true;
        update.IdentifierSubtype = entry.IdentifierSubtype;
        update.Identifier = identifier;
        update.HandoffIndicator = entry.HandoffIndicator;
        update.AccessTechnologyType = entry.AccessTechnology;
        update.HasLinkLayerIdentifier = !linkLayerIdentifier.IsEmpty;
        update.LinkLayerIdentifier = linkLayerIdentifier;
        update.HasLinkLocalAddress = entry.HasLinkLocalAddress;
        update.LinkLocalAddress = entry.LinkLocalAddress;
        update.HasTimestamp = entry.HasTimestamp;
        update.Timestamp = entry.LastTimestamp;
        update.HasPdnConnectionId = entry.HasPdnConnectionId;
        update.PdnConnectionId = entry.PdnConnectionId;
        update.HomeNetworkPrefixes = entry.HomeNetworkPrefixes;
        if (entry.HasIpv4)
        {
            update.Ipv4HomeAddressRequestCount = 1;
            update.Ipv4HomeAddressRequest = new Ipv4HomeAddress(entry.HomeAddress4, 32);
        }

        return update;
    }

    /// <summary>Lifetime to grant: what was asked for, at most <paramref name="limit"/>, in units of four seconds.</summary>
    public static ushort GrantedUnits(ushort asked, Duration limit)
    {
        long most = Math.Max(limit.Seconds / 4, 1);
        return asked < most ? asked : (ushort)most;
    }

    // An option that had to be in the request and was not comes back empty (RFC 5213 5.3.6).
    private static void Echo(scoped in ProxyBindingUpdate update, out ProxyBindingAcknowledgement answer)
    {
        ProxyBindingAcknowledgement.Begin(out answer);
        answer.Flags = BindingAcknowledgementFlags.Proxy;
        answer.Sequence = update.Sequence;
        answer.HasIdentifier = true;
        answer.IdentifierSubtype = update.HasIdentifier ? update.IdentifierSubtype : MobileNodeIdentifierSubtype.NetworkAccessIdentifier;
        answer.Identifier = update.Identifier;
        answer.HasHandoffIndicator = true;
        answer.HandoffIndicator = update.HandoffIndicator;
        answer.HasAccessTechnologyType = true;
        answer.AccessTechnologyType = update.AccessTechnologyType;
        answer.HasLinkLayerIdentifier = update.HasLinkLayerIdentifier;
        answer.LinkLayerIdentifier = update.LinkLayerIdentifier;
        answer.HasLinkLocalAddress = update.HasLinkLocalAddress;
        answer.LinkLocalAddress = update.LinkLocalAddress;
        answer.HasTimestamp = update.HasTimestamp;
        answer.Timestamp = update.Timestamp;
        answer.HasPdnConnectionId = update.HasPdnConnectionId;
        answer.PdnConnectionId = update.PdnConnectionId;
    }
}
