using System;
using Pmip.Wire.Mobility;

namespace Pmip.Bench;

/// <summary>An answer made from a request without any state: what signalling costs before an engine does anything.</summary>
internal static class Codec
{
    private static readonly Pmip.Foundation.Addressing.IpPrefix Prefix = Pmip.Foundation.Addressing.IpPrefix.Parse("2001:db8:100:1::/64");
    private static readonly Pmip.Foundation.Addressing.IpAddress Address4 = Pmip.Foundation.Addressing.IpAddress.Parse("10.45.0.2");

    public static int ParseAndEmit(ReadOnlySpan<byte> octets, Span<byte> room)
    {
        EngineBench.Check(MobilityHeader.TryRead(octets, out MobilityHeader header) == Wire.WireStatus.Ok, "the header is readable");
        EngineBench.Check(ProxyBindingUpdate.TryRead(header, out ProxyBindingUpdate update) == Wire.WireStatus.Ok, "the update is readable");
        ProxyBindingAcknowledgement answer = default;
        answer.Status = BindingStatus.Accepted;
        answer.Flags = BindingAcknowledgementFlags.Proxy;
        answer.Sequence = update.Sequence;
        answer.LifetimeUnits = update.LifetimeUnits;
        answer.HasIdentifier = true;
        answer.IdentifierSubtype = update.IdentifierSubtype;
        answer.Identifier = update.Identifier;
        answer.HasHandoffIndicator = true;
        answer.HandoffIndicator = update.HandoffIndicator;
        answer.HasAccessTechnologyType = true;
        answer.AccessTechnologyType = update.AccessTechnologyType;
        answer.HasLinkLayerIdentifier = update.HasLinkLayerIdentifier;
        answer.LinkLayerIdentifier = update.LinkLayerIdentifier;
        answer.HasTimestamp = update.HasTimestamp;
        answer.Timestamp = update.Timestamp;
        answer.HasGreKeyOption = update.HasGreKey;
        answer.HasGreKey = update.HasGreKey;
        answer.GreKey = update.GreKey;
        Foundation.Addressing.IpPrefixList prefixes = default;
        prefixes.TryAdd(Prefix);
        answer.HomeNetworkPrefixes = prefixes;
        answer.HasIpv4HomeAddressReply = true;
        answer.Ipv4HomeAddressReply = new Ipv4HomeAddressReply(Ipv4HomeAddressStatus.Success, 16, Address4);
        answer.HasIpv4DefaultRouter = true;
        answer.Ipv4DefaultRouter = Address4;
        EngineBench.Check(answer.Emit(room, out int written) == Wire.WireStatus.Ok, "the answer fits");
        return written;
    }
}
