using System;
using System.Linq;
using Pmip.Conformance.Messages;
using Pmip.Conformance.Running;

namespace Pmip.Conformance.Cases;

/// <summary>Messages as other encoders write them, and messages that are none (RFC 6275 6.2, 9.2).</summary>
public static class LmaEncodingCases
{
    private const int Longest = 2048;

    [Case("encoding-order")]
    public static void Options_InAnyOrder_Read(LmaTrial lma)
    {
        Random order = new(5213);
        for (int i = 0; i < 20; i++)
        {
            Message update = lma.DualUpdate($"o{i}-" + lma.Identifier);
            MobilityOption[] options = [.. update.Options];
            order.Shuffle(options);
            update.Options.Clear();
            Whole(lma, update.With(options));
        }
    }

    [Case("encoding-unaligned")]
    public static void Options_Unaligned_Read(LmaTrial lma) => Whole(lma, lma.DualUpdate().Do(update => update.Padding = Padding.None));

    [Case("encoding-padding")]
    public static void Padding_Odd_Skipped(LmaTrial lma) => Whole(lma, lma.DualUpdate().Do(update => update.Padding = Padding.Odd));

    [Case("encoding-unknown")]
    public static void Options_UnknownBetweenTheOthers_Skipped(LmaTrial lma)
    {
        Message update = lma.DualUpdate();
        MobilityOption[] options = [.. update.Options.SelectMany((option, index) => (MobilityOption[])[MobilityOption.Unknown(index), option])];
        update.Options.Clear();
        Whole(lma, update.With(options));
    }

    [Case("encoding-vendor")]
    public static void Options_OfOtherVendors_Skipped(LmaTrial lma) => Whole(lma, lma.DualUpdate().With(
        new MobilityOption(OptionType.VendorSpecific, [0, 0, 0x12, 0x34, 1, 2, 3]),
        new MobilityOption(OptionType.VendorSpecific, [0, 0, 0x28, 0xAF, 200, 0, 9])));

    [Case("encoding-longest")]
    public static void Message_OfTheGreatestLength_Read(LmaTrial lma)
    {
        Message update = lma.DualUpdate();
        while (update.Encode().Length < Longest)
        {
            int missing = Longest - update.Encode().Length;
            update.With(MobilityOption.Unknown(Math.Clamp(missing - 2, 0, 253)));
        }

        Expect.Equal(Longest, update.Encode().Length, "octets");
        Whole(lma, update);
    }

    [Case("encoding-overrun")]
    public static void Option_RunsOverTheEnd_Dropped(LmaTrial lma)
    {
        Message update = lma.Update().With(new MobilityOption(250, []));
        byte[] octets = update.Encode();
        Expect.That(octets.Length % 8 == 0, "whole units");
        update.Options.Clear();
        update.With(new MobilityOption(OptionType.Identifier, [1, (byte)'a'])).Padding = Padding.None;
        octets = update.Encode();
        octets[13] = 200;
        Octets.Of16(Octets.Checksum(lma.Site.Tester[0], lma.Site.Node, octets)).CopyTo(octets, 4);
        lma.Node.Send(Nodes.Parcel.Over(Nodes.TransportForm.Ipv6, lma.Site.Tester[0], lma.Site.Node, octets));
        lma.Silence("after an option that runs over the end");
    }

    [Case("encoding-short")]
    public static void Message_ShorterThanItsFixedPart_Dropped(LmaTrial lma)
    {
        byte[] octets = [59, 0, MessageType.Update, 0, 0, 0, 0, 1];
        Octets.Of16(Octets.Checksum(lma.Site.Tester[0], lma.Site.Node, octets)).CopyTo(octets, 4);
        lma.Node.Send(Nodes.Parcel.Over(Nodes.TransportForm.Ipv6, lma.Site.Tester[0], lma.Site.Node, octets));
        lma.Silence("after a message that is too short");
    }

    [Case("encoding-length")]
    public static void Option_OfAWrongLength_DoesNotCount(LmaTrial lma)
    {
        foreach (MobilityOption wrong in (MobilityOption[])[
            new(OptionType.HomeNetworkPrefix, new byte[17]), new(OptionType.HandoffIndicator, [0]), new(OptionType.AccessTechnology, [0]),
            new(OptionType.Timestamp, new byte[7]), new(OptionType.GreKey, [0, 0, 1])])
        {
            lma.Send(lma.Update().Replace(wrong));
            ReceivedMessage? answer = lma.Next();
            Expect.That(answer is null || answer.Status >= 128, $"no acceptance of an option {wrong.Type} of {wrong.Value.Length} octets");
        }
    }

    [Case("encoding-sending", "5213-8.3-1")]
    public static void Sent_AlignedAndWhole(LmaTrial lma) =>
        Alignment.Expect(lma.Register(lma.DualUpdate().With(MobilityOption.LinkLayer([2, 0, 0, 0, 0, 7]))));

    private static void Whole(LmaTrial lma, Message update)
    {
        ReceivedMessage answer = lma.Register(update);
        Expect.That(answer.Has(OptionType.HomeNetworkPrefix) && answer.Has(OptionType.Ipv4Reply), "both families");
        Expect.That(answer.Has(OptionType.Timestamp) && answer.GreKey != 0, "timestamp and key");
    }
}
