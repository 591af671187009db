using System.Linq;
using System.Net;
using Pmip.Conformance.Messages;
using Pmip.Conformance.Nodes;
using Pmip.Conformance.Running;

namespace Pmip.Conformance.Cases;

/// <summary>The update that a MAG sends when a device attaches (RFC 5213 6.9.1.1 and 6.9.1.5, RFC 5844 3.2.3.1, RFC 5845 3.3.1).</summary>
public static class MagUpdateCases
{
    private const ulong Year2020 = 1_577_836_800;

    [Case("5213-6.9.1.1-2", "5213-6.9.1.1-3", "5213-6.9.1.1-4", "5213-6.9.1.1-8", "5213-6.9.1.1-16", "5213-6.9.1.1-20", "5213-6.9.1.1-26",
        "5213-6.9.1.5-2", "5213-6.9.1.5-3", "5213-6.9.1.5-4")]
    public static void Attach_PlainDevice_WholeUpdate(MagTrial mag)
    {
        ReceivedMessage update = mag.Attach();
        Expect.That(update.Identifier.Length > 0, "an identifier");
        Expect.That(update.Has(OptionType.HomeNetworkPrefix) || update.Has(OptionType.Ipv4Request), "a prefix or a request");
        Expect.That(update.Handoff is >= 1 and <= 4, $"an indicator of a first registration, it is {update.Handoff}");
        Expect.That(update.Access != 0, "an access technology");
        Expect.That(update.Has(OptionType.Timestamp), "a timestamp");
        Expect.That(update.Lifetime > 0, "a lifetime");
        Expect.Equal(0x8200, update.Flags & 0x8200, "flags A and P");
        Expect.Equal(mag.Site.Node, mag.LastParcel.Node, "source");
        Expect.Equal(mag.Site.Tester[0], mag.LastParcel.Tester, "destination");
    }

    [Case("encoding-sending-mag", "5213-8.3-1", "5213-8.3-2", "5213-8.4-1", "5213-8.4-2", "5213-8.5-1", "5213-8.5-2", "5213-8.8-1", "5844-3.3.1-1",
        "5844-3.3.1-2", "5844-3.2.3.1-6")]
    public static void Sent_AlignedAndWhole(MagTrial mag)
    {
        ReceivedMessage update = mag.Attach();
        Alignment.Expect(update);
        foreach ((byte type, int length, int reserved) in ((byte, int, int)[])[
            (OptionType.HomeNetworkPrefix, 18, 1), (OptionType.HandoffIndicator, 2, 1), (OptionType.AccessTechnology, 2, 1),
            (OptionType.Timestamp, 8, 0)])
        {
            foreach (ReceivedOption option in update.Options.Where(option => option.Type == type))
            {
                Expect.Equal(length, option.Value.Length, $"length of option {type}");
                Expect.That(option.Value.Take(reserved).All(octet => octet == 0), $"zero in the reserved octet of option {type}");
            }
        }

        foreach (ReceivedOption request in update.Options.Where(option => option.Type == OptionType.Ipv4Request))
        {
            Expect.Equal(6, request.Value.Length, "length of the request");
            Expect.Equal(0, (request.Value[0] & 3) | request.Value[1], "reserved bits of the request");
        }
    }

    [Case("5213-5.5-10")]
    public static void Timestamp_CountsFrom1970(MagTrial mag)
    {
        ulong seconds = mag.Attach().Timestamp >> 16;
        ulong now = mag.Node.Timestamp >> 16;
        Expect.That(seconds > Year2020 && seconds <= now + 60 && seconds + 60 >= now, $"the time of day in seconds since 1970, it is {seconds}");
    }

    [Case("5213-6.9.1.1-7")]
    public static void Prefix_AllZero_StandsAlone(MagTrial mag)
    {
        ReceivedMessage update = mag.Attach();
        Expect.That(!update.Prefixes.Contains(IPAddress.IPv6Any) || update.Prefixes.Count == 1, "no prefix beside the one that is all zero");
    }

    [Case("5213-6.9.1.1-10", Needs = Needs.Inside)]
    public static void Indicator_NewInterface_One(MagTrial mag) => Indicates(mag, 1);

    [Case("5213-6.9.1.1-11", Needs = Needs.Inside)]
    public static void Indicator_BetweenInterfaces_Two(MagTrial mag) => Indicates(mag, 2);

    [Case("5213-6.9.1.1-12", Needs = Needs.Inside)]
    public static void Indicator_BetweenMags_Three(MagTrial mag) => Indicates(mag, 3);

    [Case("5213-6.9.1.1-13")]
    public static void Indicator_NothingKnown_Four(MagTrial mag) => Expect.Equal(4, mag.Attach().Handoff, "indicator");

    [Case("5213-6.9.1.1-17", Needs = Needs.Inside)]
    public static void Sequence_OfTwoDevices_CountsUp(MagTrial mag)
    {
        int one = mag.Serve().Sequence;
        int other = mag.Attach(new AttachWish { Identifier = "second@example.com" }).Sequence;
        Expect.Equal((one + 1) & 0xFFFF, other, "sequence number");
    }

    [Case("5213-6.9.1.1-18", "5213-8.6-2", Needs = Needs.Inside)]
    public static void LinkLayerIdentifier_Known_IsThere(MagTrial mag)
    {
        AttachWish wish = new();
        Expect.Same([0, 0, .. wish.LinkLayerAddress!], mag.Attach(wish).Only(OptionType.LinkLayerIdentifier).Value, "the link-layer identifier");
    }

    [Case("5213-6.9.1.1-19", Needs = Needs.Inside)]
    public static void LinkLayerIdentifier_Unknown_IsNot(MagTrial mag) =>
        Expect.That(!mag.Attach(new AttachWish { LinkLayerAddress = null }).Has(OptionType.LinkLayerIdentifier), "no link-layer identifier");

    [Case("5213-6.9.1.1-21", Needs = Needs.Inside)]
    public static void AccessTechnology_IsThatOfTheLink(MagTrial mag) => Expect.Equal(3, mag.Attach().Access, "access technology");

    [Case("5213-6.8-1", "5213-6.9.1.1-22", Needs = Needs.Inside)]
    public static void LinkLocalAddress_FixedInTheDomain_IsNotSent(MagTrial mag) =>
        Expect.That(!mag.Attach().Has(OptionType.LinkLocalAddress), "no link-local address");

    [Case("5213-6.9.1.1-24", "5213-8.7-1", Needs = Needs.LinkLocalFromLma)]
    public static void LinkLocalAddress_NotFixed_AllZeroAsksForOne(MagTrial mag) =>
        Expect.Equal(IPAddress.IPv6Any, mag.Attach().LinkLocal, "a link-local address");

    [Case("5844-3.2.3.1-3", "5844-3.2.3.1-5", "R21", Needs = Needs.Inside)]
    public static void Families_Both_PrefixAndRequest(MagTrial mag)
    {
        ReceivedMessage update = mag.Attach();
        Expect.Equal(IPAddress.IPv6Any, update.Prefix, "a prefix");
        Expect.Equal(IPAddress.Any, update.HomeAddress4, "a request");
    }

    [Case("5844-3.2.3.1-8", Needs = Needs.Inside)]
    public static void Families_Ipv6Only_NoRequest(MagTrial mag)
    {
        ReceivedMessage update = mag.Attach(new AttachWish { HasIpv4 = false });
        Expect.That(update.Has(OptionType.HomeNetworkPrefix) && !update.Has(OptionType.Ipv4Request), "a prefix and no request");
    }

    [Case("5844-3.2.3.1-9", Needs = Needs.Inside)]
    public static void Families_Ipv4Only_NoPrefix(MagTrial mag)
    {
        ReceivedMessage update = mag.Attach(new AttachWish { HasIpv6 = false });
        Expect.That(!update.Has(OptionType.HomeNetworkPrefix) && update.Has(OptionType.Ipv4Request), "a request and no prefix");
    }

    [Case("5845-3.3.1-1", "5845-3.3.1-2", "R13", "R4")]
    public static void Key_IsInTheFirstUpdate(MagTrial mag)
    {
        ReceivedMessage update = mag.Attach();
        Expect.That(update.GreKey != 0, "a downlink key");
        Expect.Same([0, 0], update.Only(OptionType.GreKey).Value[..2], "reserved octets");
    }

    [Case("5845-3.3.2-5", Needs = Needs.Inside)]
    public static void Key_IsInTheUpdateOfAHandoff(MagTrial mag) =>
        Expect.That(mag.Attach(new AttachWish { Handoff = 3 }).GreKey != 0, "a downlink key");

    [Case("R14", Needs = Needs.Inside)]
    public static void Key_OfEachConnection_IsItsOwn(MagTrial mag)
    {
        uint one = mag.Serve().GreKey;
        uint other = mag.Serve(new AttachWish { Identifier = "second@example.com" }).GreKey;
        uint third = mag.Serve(new AttachWish { AccessPoint = 1 }).GreKey;
        Expect.That(one != other && other != third && one != third, "three keys");
    }

    [Case("R2", Needs = Needs.Inside)]
    public static void Connections_OfOneDevice_EachHasItsUpdate(MagTrial mag)
    {
        ReceivedMessage one = mag.Serve();
        ReceivedMessage other = mag.Serve(new AttachWish { AccessPoint = 1 });
        ReceivedMessage third = mag.Serve(new AttachWish { PdnConnectionId = 9 });
        Expect.That(!one.Only(OptionType.ServiceSelection).Value.SequenceEqual(other.Only(OptionType.ServiceSelection).Value), "another access point");
        Expect.Same([0, 0, 0x28, 0xAF, 17, 0, 9], third.Only(OptionType.VendorSpecific).Value, "the connection identifier");
        Expect.Equal(3, mag.Node.Tunnels!.Count, "number of tunnels");
    }

    private static void Indicates(MagTrial mag, byte indicator) =>
        Expect.Equal(indicator, mag.Attach(new AttachWish { Handoff = indicator }).Handoff, "indicator");
}
