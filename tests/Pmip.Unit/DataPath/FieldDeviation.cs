using System.Collections.Generic;
using Pmip.DataPath;

namespace Pmip.Unit.DataPath;

/// <summary>One field of a good packet that has another value, and what becomes of the packet then.</summary>
/// <param name="Header">Which header.</param>
/// <param name="Field">What of it.</param>
/// <param name="Offset">Where in the header.</param>
/// <param name="Value">The octets there.</param>
/// <param name="Fate">A <see cref="DropReason"/>; or <see cref="Passes"/>, when the field may have any value, or <see cref="Left"/> to the kernel.</param>
internal readonly record struct FieldDeviation(string Header, string Field, int Offset, byte[] Value, string Fate)
{
    public const string Passes = "passes";
    public const string Left = "left";

    // Of the bench: who is not the remote end, and what are not the node's addresses.
    private static readonly byte[] s_stranger6 = [0x20, 0x01, 0x0D, 0xB8, 0x0B, 0xAD, 0, 0];
    private static readonly byte[] s_stranger4 = [203, 0, 113, 1];

    /// <summary>Every field of what comes in from a transport, over IPv6 or IPv4, plain or in UDP, around IPv4 or IPv6.</summary>
    public static IEnumerable<FieldDeviation> FromTunnel(bool atLma, string form, bool payloadIpv6, int innerLength)
    {
        string stranger = atLma ? nameof(DropReason.OuterSourceUntrusted) : nameof(DropReason.OuterSourceWrong);
        int outerLength = innerLength + (form == "ipv6" ? 8 : form == "udp" ? 40 : 28);
        yield return new("frame", "destination of another", 0, [2, 0, 0, 0, 0x77, 7], Left);
        yield return new("frame", "source", 6, [2, 0, 0, 0, 0x77, 7], Passes);
        yield return new("frame", "type VLAN", 12, [0x81, 0], Left);
        foreach (FieldDeviation row in form == "ipv6" ? Outer6(outerLength, stranger) : Outer4(form == "udp", outerLength, stranger))
        {
            yield return row;
        }

        foreach (FieldDeviation row in form == "udp" ? UdpAndTlv(outerLength - 20) : [])
        {
            yield return row;
        }

        foreach (FieldDeviation row in Gre(payloadIpv6))
        {
            yield return row;
        }

        string source = atLma ? nameof(DropReason.InnerSourceWrong) : Passes;
        string destination = atLma ? Passes : nameof(DropReason.InnerDestinationWrong);
        foreach (FieldDeviation row in Inner(payloadIpv6, innerLength, nameof(DropReason.InnerHeader), source, destination, Passes))
        {
            yield return row;
        }
    }

    /// <summary>Every field of what comes in from a node, or for it.</summary>
    public static IEnumerable<FieldDeviation> IntoTunnel(bool atLma, bool payloadIpv6, int innerLength)
    {
        string malformed = atLma ? Left : nameof(DropReason.InnerHeader);
        yield return new("frame", "destination of another", 0, [2, 0, 0, 0, 0x77, 7], Left);
        yield return new("frame", "source of another", 6, [2, 0, 0, 0, 0x77, 7], atLma ? Passes : nameof(DropReason.LinkLayerSourceWrong));
        yield return new("frame", "type VLAN", 12, [0x81, 0], Left);
        yield return new("frame", "type of the other family", 12, payloadIpv6 ? [8, 0] : [0x86, 0xDD], malformed);
        yield return new("inner", "multicast destination", payloadIpv6 ? 24 : 16, payloadIpv6 ? [0xFF, 2] : [224], Left);
        string source = atLma ? Passes : nameof(DropReason.InnerSourceWrong);
        foreach (FieldDeviation row in Inner(payloadIpv6, innerLength, malformed, source, atLma ? Left : Passes, Left))
        {
            yield return row;
        }
    }

    private static byte[] Word(int value) => [(byte)(value >> 8), (byte)(value & 0xFF)];

    private static IEnumerable<FieldDeviation> Outer6(int length, string stranger)
    {
        yield return new("outer", "version", 0, [0x70], nameof(DropReason.OuterHeader));
        yield return new("outer", "traffic class: congestion of a flow that cannot be told", 0, [0x60, 0x30], nameof(DropReason.CongestionNotEct));
        yield return new("outer", "traffic class: DSCP", 0, [0x6B, 0x80], Passes);
        yield return new("outer", "flow label", 1, [0x0F, 0xFF, 0xFF], Passes);
        yield return new("outer", "payload length beyond the frame", 4, Word(length + 1), nameof(DropReason.Truncated));
        yield return new("outer", "payload length below the inner packet's", 4, Word(length - 1), nameof(DropReason.InnerHeader));
        yield return new("outer", "payload length below GRE", 4, Word(7), nameof(DropReason.Truncated));
        yield return new("outer", "next header UDP", 6, [17], Left);
        yield return new("outer", "next header of options that are none", 6, [60], Left);
        yield return new("outer", "hop limit at its end, at the destination", 7, [0], Passes);
        yield return new("outer", "source of a stranger", 8, s_stranger6, stranger);
        yield return new("outer", "destination of another", 24, s_stranger6, Left);
    }

    private static IEnumerable<FieldDeviation> Outer4(bool isUdp, int length, string stranger)
    {
        yield return new("outer", "version", 0, [0x65], nameof(DropReason.OuterHeader));
        // Without a whole header there are no ports to know the user plane by.
        yield return new("outer", "header length too short", 0, [0x44], isUdp ? Left : nameof(DropReason.OuterHeader));
        yield return new("outer", "header length with options", 0, [0x46], isUdp ? Left : nameof(DropReason.OuterOptions));
        yield return new("outer", "TOS: congestion of a flow that cannot be told", 1, [3], nameof(DropReason.CongestionNotEct));
        yield return new("outer", "TOS: DSCP", 1, [0xB8], Passes);
        yield return new("outer", "total length beyond the frame", 2, Word(length + 1), isUdp ? nameof(DropReason.TlvHeader) : nameof(DropReason.Truncated));
        string tooShort = isUdp ? nameof(DropReason.TlvHeader) : nameof(DropReason.InnerHeader);
        yield return new("outer", "total length below the inner packet's", 2, Word(length - 1), tooShort);
        yield return new("outer", "identification", 4, [1, 2], Passes);
        yield return new("outer", "may be fragmented", 6, [0], Passes);
        yield return new("outer", "more fragments, of a remote end", 6, [0x20], Left);
        yield return new("outer", "fragment offset, of a remote end", 7, [1], Left);
        yield return new("outer", "TTL at its end, at the destination", 8, [0], Passes);
        yield return new("outer", "protocol ESP", 9, [50], Left);
        yield return new("outer", "checksum", 10, [0x12, 0x34], nameof(DropReason.OuterHeader));
        yield return new("outer", "source of a stranger", 12, s_stranger4, stranger);
        yield return new("outer", "destination of another", 16, s_stranger4, Left);
    }

    private static IEnumerable<FieldDeviation> UdpAndTlv(int length)
    {
        yield return new("udp", "source port", 0, [0x9C, 0x40], Passes);
        yield return new("udp", "destination port", 2, [0x9C, 0x40], Left);
        yield return new("udp", "length too long", 4, Word(length + 1), nameof(DropReason.TlvHeader));
        yield return new("udp", "length too short", 4, Word(length - 1), nameof(DropReason.TlvHeader));

        // A sum over the whole packet is what a tunnel cannot afford; the inner packet has its own.
        yield return new("udp", "checksum", 6, [0x12, 0x34], Passes);
        yield return new("udp", "TLV type", 8, [0x10], nameof(DropReason.TlvHeader));
        yield return new("udp", "TLV reserved bit", 8, [1], nameof(DropReason.TlvHeader));
        yield return new("udp", "TLV next header", 9, [4], nameof(DropReason.TlvHeader));
        yield return new("udp", "TLV length", 10, Word(length - 13), nameof(DropReason.TlvHeader));
    }

    private static IEnumerable<FieldDeviation> Gre(bool payloadIpv6)
    {
        // What is taken for the key then is the first word of the inner packet.
        yield return new("gre", "checksum announced and absent", 0, [0xA0], nameof(DropReason.GreKeyUnknown));
        yield return new("gre", "routing", 0, [0x60], nameof(DropReason.GreFlags));
        yield return new("gre", "no key", 0, [0], nameof(DropReason.GreKeyAbsent));
        yield return new("gre", "sequence", 0, [0x30], nameof(DropReason.GreSequence));
        yield return new("gre", "strict source route", 0, [0x28], nameof(DropReason.GreFlags));
        yield return new("gre", "recursion", 0, [0x21], nameof(DropReason.GreFlags));
        yield return new("gre", "reserved", 1, [0x80], nameof(DropReason.GreFlags));
        yield return new("gre", "version", 1, [1], nameof(DropReason.GreFlags));
        yield return new("gre", "protocol: bridged Ethernet", 2, [0x65, 0x58], nameof(DropReason.GreProtocol));
        yield return new("gre", "protocol of the other family", 2, payloadIpv6 ? [8, 0] : [0x86, 0xDD], nameof(DropReason.InnerHeader));
        yield return new("gre", "key of no session", 4, [0xA2], nameof(DropReason.GreKeyUnknown));
        yield return new("gre", "key of an empty place", 7, [6], nameof(DropReason.GreKeyUnknown));
    }

    // The last hop is the kernel's to answer for, out of a tunnel behind the tunnel interface.
    private static IEnumerable<FieldDeviation> Inner(bool isIpv6, int length, string malformed, string source, string destination, string lastHop)
    {
        if (isIpv6)
        {
            yield return new("inner", "version", 0, [0x70], malformed);
            yield return new("inner", "traffic class and flow label", 0, [0x6B, 0x8F, 1, 2], Passes);
            yield return new("inner", "payload length beyond the packet", 4, Word(length - 40 + 1), malformed);
            yield return new("inner", "next header", 6, [58], Passes);
            yield return new("inner", "hop limit at its end", 7, [1], lastHop);
            yield return new("inner", "source of another", 13, [0x99], source);
            yield return new("inner", "destination of another", 29, [0x99], destination);
            yield break;
        }

        yield return new("inner", "version", 0, [0x65], malformed);
        yield return new("inner", "header length too short", 0, [0x44], malformed);
        yield return new("inner", "header length beyond the packet", 0, [0x4F], malformed);
        yield return new("inner", "TOS", 1, [0xB8], Passes);
        yield return new("inner", "total length beyond the packet", 2, Word(length + 1), malformed);
        yield return new("inner", "total length below the header", 2, Word(19), malformed);
        yield return new("inner", "identification and fragment", 4, [1, 2, 0x20, 3], Passes);
        yield return new("inner", "TTL at its end", 8, [1], lastHop);
        yield return new("inner", "protocol", 9, [132], Passes);
        yield return new("inner", "checksum", 10, [0x12, 0x34], malformed);
        yield return new("inner", "source of another", 15, [0x99], source);
        yield return new("inner", "destination of another", 19, [0x99], destination);
    }
}
