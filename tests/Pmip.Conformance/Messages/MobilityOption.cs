using System;
using System.Net;
using System.Text;

namespace Pmip.Conformance.Messages;

/// <summary>
/// A mobility option as octets, written without the product's codec. It wants to begin at a multiple of <see cref="Multiple"/>
/// plus <see cref="Remainder"/>, counted from the beginning of the mobility header.
/// </summary>
public sealed record MobilityOption(byte Type, byte[] Value, int Multiple = 1, int Remainder = 0)
{
    private const uint ThreeGpp = 10415;

    public static MobilityOption Identifier(string identifier, byte subtype = 1) =>
        new(OptionType.Identifier, [subtype, .. Encoding.UTF8.GetBytes(identifier)]);

    public static MobilityOption Service(byte[] octets) => new(OptionType.ServiceSelection, octets);

    public static MobilityOption Prefix(IPAddress address, int length) =>
        new(OptionType.HomeNetworkPrefix, [0, (byte)length, .. address.GetAddressBytes()], 8, 4);

    public static MobilityOption Handoff(byte indicator) => new(OptionType.HandoffIndicator, [0, indicator]);

    public static MobilityOption Access(byte technology) => new(OptionType.AccessTechnology, [0, technology]);

    public static MobilityOption LinkLayer(byte[] address) => new(OptionType.LinkLayerIdentifier, [0, 0, .. address], 4, 0);

    public static MobilityOption LinkLocal(IPAddress address) => new(OptionType.LinkLocalAddress, address.GetAddressBytes(), 8, 6);

    public static MobilityOption Timestamp(ulong time) => new(OptionType.Timestamp, Octets.Of64(time), 8, 2);

    public static MobilityOption GreKey(uint key) => new(OptionType.GreKey, [0, 0, .. Octets.Of32(key)], 4, 0);

    public static MobilityOption GreWithoutKey() => new(OptionType.GreKey, [0, 0], 4, 0);

    public static MobilityOption AlternateCareOf(IPAddress address) => new(OptionType.AlternateCareOf, address.GetAddressBytes(), 8, 6);

    public static MobilityOption Ipv4Request(IPAddress address, int length) =>
        new(OptionType.Ipv4Request, [(byte)(length << 2), 0, .. address.GetAddressBytes()], 4, 0);

    public static MobilityOption Ipv4Reply(byte status, IPAddress address, int length) =>
        new(OptionType.Ipv4Reply, [status, (byte)(length << 2), .. address.GetAddressBytes()], 4, 0);

    public static MobilityOption Ipv4Router(IPAddress address) => new(OptionType.Ipv4Router, [0, 0, .. address.GetAddressBytes()], 4, 0);

    public static MobilityOption DhcpMode(bool server) => new(OptionType.DhcpMode, [0, server ? (byte)1 : (byte)0]);

    public static MobilityOption RestartCounter(uint counter) => new(OptionType.RestartCounter, Octets.Of32(counter), 4, 2);

    /// <summary>A 3GPP vendor option (TS 29.282).</summary>
    public static MobilityOption Vendor3Gpp(byte subtype, params byte[] octets) =>
        new(OptionType.VendorSpecific, [.. Octets.Of32(ThreeGpp), subtype, 0, .. octets], 4, 2);

    /// <summary>An option of a type that no registry has.</summary>
    public static MobilityOption Unknown(int length = 5) => new(250, new byte[length]);

    public MobilityOption WithValue(Func<byte[], byte[]> change) => this with { Value = change((byte[])Value.Clone()) };
}
