using System;

namespace Pmip.Wire.Dissection;

/// <summary>The names by which messages and layers are known in one line.</summary>
internal static class SummaryNames
{
    /// <summary>True for the objects that <see cref="MobilityDissector"/> makes of a whole message.</summary>
    public static bool IsMessage(ReadOnlySpan<byte> name) => !ShortOfMessage(name).IsEmpty;

    /// <summary>The short name; the name itself when it has none.</summary>
    public static ReadOnlySpan<byte> ShortOf(ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> message = ShortOfMessage(name);
        return !message.IsEmpty ? message
            : name.SequenceEqual("udp"u8) ? "UDP"u8
            : name.SequenceEqual("tcp"u8) ? "TCP"u8
            : name.SequenceEqual("gre"u8) ? "GRE"u8
            : name.SequenceEqual("icmp"u8) ? "ICMP"u8
            : name.SequenceEqual("icmpv6"u8) ? "ICMPv6"u8
            : name.SequenceEqual("arp"u8) ? "ARP"u8
            : name.SequenceEqual("dhcpv4"u8) ? "DHCP"u8
            : name.SequenceEqual("esp"u8) ? "ESP"u8
            : name.SequenceEqual("tlvHeader"u8) ? "TLV"u8
            : name;
    }

    private static ReadOnlySpan<byte> ShortOfMessage(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("proxyBindingUpdate"u8) ? "PBU"u8
        : name.SequenceEqual("proxyBindingAcknowledgement"u8) ? "PBA"u8
        : name.SequenceEqual("bindingUpdate"u8) ? "BU"u8
        : name.SequenceEqual("bindingAcknowledgement"u8) ? "BA"u8
        : name.SequenceEqual("bindingError"u8) ? "BE"u8
        : name.SequenceEqual("bindingRefreshRequest"u8) ? "BRR"u8
        : name.SequenceEqual("heartbeat"u8) ? "Heartbeat"u8
        : name.SequenceEqual("bindingRevocationIndication"u8) ? "BRI"u8
        : name.SequenceEqual("bindingRevocationAcknowledgement"u8) ? "BRA"u8
        : name.SequenceEqual("updateNotification"u8) ? "UPN"u8
        : name.SequenceEqual("updateNotificationAcknowledgement"u8) ? "UPA"u8
        : name.SequenceEqual("localizedRoutingInitiation"u8) ? "LRI"u8
        : name.SequenceEqual("localizedRoutingAcknowledgment"u8) ? "LRA"u8
        : name.SequenceEqual("handoverInitiate"u8) ? "HI"u8
        : name.SequenceEqual("handoverAcknowledge"u8) ? "HAck"u8
        : name.SequenceEqual("mobilityHeader"u8) ? "MH"u8
        : default;
}
