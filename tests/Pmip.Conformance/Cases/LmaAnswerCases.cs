using System.Linq;
using System.Net;
using Pmip.Conformance.Messages;
using Pmip.Conformance.Running;

namespace Pmip.Conformance.Cases;

/// <summary>What an acknowledgement has to contain (RFC 5213 5.3.6, 8).</summary>
public static class LmaAnswerCases
{
    private static readonly IPAddress Fixed = IPAddress.Parse("fe80::abcd");
    private static readonly IPAddress Foreign = IPAddress.Parse("2001:db8:dead:beef::");

    [Case("5213-5.3.6-8")]
    public static void Refusal_RepeatsThePrefixes(LmaTrial lma)
    {
        Message update = lma.Update().Replace(MobilityOption.Prefix(Foreign, 64)).Without(OptionType.HandoffIndicator);
        ReceivedMessage answer = lma.Refused(161, update);
        Expect.Equal(Foreign, answer.Prefix, "the prefix of the update");
    }

    [Case("5213-5.3.6-8", Needs = Needs.Ietf)]
    public static void Refusal_RepeatsEveryPrefix(LmaTrial lma)
    {
        IPAddress second = IPAddress.Parse("2001:db8:dead:bef0::");
        Message update = lma.Update().Replace(MobilityOption.Prefix(Foreign, 64)).With(MobilityOption.Prefix(second, 64));
        ReceivedMessage answer = lma.Refused(155, update);
        Expect.That(answer.Prefixes.SequenceEqual([Foreign, second]), "both prefixes of the update");
    }

    [Case("5213-5.3.6-10")]
    public static void Acceptance_HasTheAssignedPrefix(LmaTrial lma)
    {
        Message update = lma.Update();
        ReceivedMessage first = lma.Register(update);
        Expect.Equal(first.Prefix, lma.Register(lma.Again(update, first)).Prefix, "the same prefix");
    }

    [Case("5213-5.3.6-17")]
    public static void Timestamp_ComesBackOnlyWhenItWasThere(LmaTrial lma)
    {
        Expect.That(lma.Register(lma.Update()).Has(OptionType.Timestamp), "a timestamp");
        Message other = lma.Update("other-" + lma.Identifier).Without(OptionType.Timestamp);
        Expect.That(!lma.Register(other).Has(OptionType.Timestamp), "no timestamp");
    }

    [Case("5213-5.3.6-18", "5213-5.3.6-19", "5213-8.6-2")]
    public static void LinkLayerIdentifier_ComesBackOnlyWhenItWasThere(LmaTrial lma)
    {
        byte[] address = [2, 0, 0, 0, 0, 9];
        MobilityOption option = MobilityOption.LinkLayer(address).WithValue(value => { value[0] = 0xFF; return value; });
        ReceivedMessage answer = lma.Register(lma.Update().With(option));
        Expect.Same([0, 0, .. address], answer.Only(OptionType.LinkLayerIdentifier).Value, "the link-layer identifier");
        Expect.That(!lma.Register(lma.Update("other-" + lma.Identifier)).Has(OptionType.LinkLayerIdentifier), "no link-layer identifier");
    }

    [Case("5213-5.3.6-20", "5213-5.3.6-26", "5213-8.7-1")]
    public static void LinkLocalAddress_ComesBackOnlyWhenItWasThere(LmaTrial lma)
    {
        ReceivedMessage answer = lma.Register(lma.Update().With(MobilityOption.LinkLocal(Fixed)));
        Expect.Equal(Fixed, answer.LinkLocal, "the link-local address");
        Expect.Equal(16, answer.Only(OptionType.LinkLocalAddress).Value.Length, "length");
        Expect.That(!lma.Register(lma.Update("other-" + lma.Identifier)).Has(OptionType.LinkLocalAddress), "no link-local address");
    }

    [Case("5213-5.3.6-21")]
    public static void LinkLocalAddress_OfARefusal_IsRepeated(LmaTrial lma) =>
        Expect.Equal(Fixed, lma.Refused(161, lma.Update().Without(OptionType.HandoffIndicator).With(MobilityOption.LinkLocal(Fixed))).LinkLocal, "address");

    [Case("5213-5.3.6-22", "5213-5.3.6-23")]
    public static void LinkLocalAddress_AllZero_MadeOnceAndKept(LmaTrial lma)
    {
        Message update = lma.Update().With(MobilityOption.LinkLocal(IPAddress.IPv6Any));
        ReceivedMessage first = lma.Register(update);
        Expect.That(first.LinkLocal.IsIPv6LinkLocal, $"a link-local address, it is {first.LinkLocal}");
        Expect.Equal(first.LinkLocal, lma.Register(lma.Again(update, first)).LinkLocal, "the same address");
    }

    [Case("5213-5.3.6-27")]
    public static void LinkLocalAddress_OfTheUpdate_IsKept(LmaTrial lma)
    {
        Message update = lma.Update().With(MobilityOption.LinkLocal(Fixed));
        ReceivedMessage first = lma.Register(update);
        Message second = lma.Again(update, first).Replace(MobilityOption.LinkLocal(IPAddress.IPv6Any));
        Expect.Equal(Fixed, lma.Register(second).LinkLocal, "the address of the first update");
    }

    [Case("5213-8.1-2")]
    public static void Option_Unknown_Skipped(LmaTrial lma) => lma.Register(lma.Update().With(MobilityOption.Unknown()));

    [Case("5213-8.3-1", "5213-8.3-2")]
    public static void PrefixOption_HasItsFormAndIgnoresReserved(LmaTrial lma)
    {
        Message update = lma.Update();
        ReceivedMessage first = lma.Register(update);
        Expect.Equal(18, first.Only(OptionType.HomeNetworkPrefix).Value.Length, "length");
        Expect.Equal(0, first.Only(OptionType.HomeNetworkPrefix).Value[0], "reserved octet");
        Message second = lma.Again(update, first);
        second.Replace(MobilityOption.Prefix(first.Prefix, 64).WithValue(value => { value[0] = 0x7F; return value; }));
        Expect.Equal(first.Prefix, lma.Register(second).Prefix, "the same prefix");
    }

    [Case("5213-8.4-1", "5213-8.4-2", "5213-8.5-1", "5213-8.5-2", "5213-8.8-1")]
    public static void ShortOptions_HaveTheirFormAndIgnoreReserved(LmaTrial lma)
    {
        Message update = lma.Update().Replace(new MobilityOption(OptionType.HandoffIndicator, [0xFF, 1]))
            .Replace(new MobilityOption(OptionType.AccessTechnology, [0xFF, 4]));
        ReceivedMessage answer = lma.Register(update);
        Expect.Same([0, 1], answer.Only(OptionType.HandoffIndicator).Value, "handoff indicator");
        Expect.Same([0, 4], answer.Only(OptionType.AccessTechnology).Value, "access technology");
        Expect.Equal(8, answer.Only(OptionType.Timestamp).Value.Length, "length of the timestamp");
    }

    [Case("5845-7.2-6")]
    public static void Flags_Reserved_IgnoredAndZero(LmaTrial lma)
    {
        ReceivedMessage answer = lma.Register(lma.Update().Do(update => update.Flags |= 0x000F));
        Expect.Equal(0, answer.Flags & 1, "reserved flag");
        Expect.Equal(0, answer.Reserved, "reserved octet");
    }
}
