using System.Collections.Generic;
using System.Linq;
using Pmip.Conformance.Messages;
using Pmip.Conformance.Running;

namespace Pmip.Conformance.Cases;

/// <summary>GRE keys at the LMA (RFC 5845, rows R1 to R17).</summary>
public static class LmaGreCases
{
    private const int TlvFlag = 0x0080;
    private const int AnswerTlvFlag = 0x10;

    [Case("5845-3.3.1-3", "5845-5.2-2", "probe-gre-key", "R15")]
    public static void Key_InTheUpdate_KeyInTheAnswer_EachItsOwn(LmaTrial lma)
    {
        HashSet<uint> keys = [];
        for (int i = 0; i < 8; i++)
        {
            uint key = lma.Register(lma.Update($"k{i}-" + lma.Identifier)).GreKey;
            Expect.That(key != 0 && keys.Add(key), "an uplink key that no other session has");
        }
    }

    [Case("5845-3.3.2-1", "5845-3.3.2-4")]
    public static void Key_OfARefresh_StaysTheSame(LmaTrial lma)
    {
        Message update = lma.Update();
        ReceivedMessage first = lma.Register(update);
        ReceivedMessage again = lma.Register(lma.Again(update, first));
        Expect.Equal(first.GreKey, again.GreKey, "the same uplink key");
        Expect.Equal(first.GreKey, lma.Register(lma.Again(update, again)).GreKey, "the same uplink key");
    }

    [Case("5845-3.3.2-7", Needs = Needs.SecondAddress)]
    public static void Key_MissingInAHandoff_163(LmaTrial lma)
    {
        Message update = lma.Update();
        ReceivedMessage first = lma.Register(update);
        lma.Refused(163, lma.Again(update, first, LmaTrial.BetweenMags).Without(OptionType.GreKey), from: 1);
    }

    [Case("5845-5.2-4", "R4", Needs = Needs.ThreeGpp)]
    public static void Key_Missing_163(LmaTrial lma)
    {
        lma.Refused(163, lma.Update().Without(OptionType.GreKey));
        lma.Refused(163, lma.Update().Replace(MobilityOption.GreWithoutKey()));
    }

    [Case("5845-5.1-1", "5845-5.2-3", Needs = Needs.Inside)]
    public static void Keys_Both_AreThoseOfTheTunnel(LmaTrial lma)
    {
        ReceivedMessage answer = lma.Register(lma.Update().Replace(MobilityOption.GreKey(0xFEDCBA98)));
        Expect.Equal(0xFEDCBA98, lma.Tunnel(answer.GreKey)!.SendKey, "the key towards the MAG");
    }

    [Case("5845-6.1-1")]
    public static void Option_HasItsFormAndIgnoresReserved(LmaTrial lma)
    {
        MobilityOption option = MobilityOption.GreKey(7).WithValue(value => { value[0] = 0xFF; value[1] = 0xFF; return value; });
        ReceivedOption answer = lma.Register(lma.Update().Replace(option)).Only(OptionType.GreKey);
        Expect.Equal(6, answer.Value.Length, "length");
        Expect.Same([0, 0], answer.Value[..2], "reserved octets");
    }

    [Case("5845-7.2-5")]
    public static void Tlv_NotAskedFor_NotSet(LmaTrial lma) => Expect.Equal(0, lma.Register(lma.Update()).Flags & AnswerTlvFlag, "flag T");

    [Case("5845-7.4-2", "5845-7.4-5", "5845-7.4-6", Needs = Needs.Ietf)]
    public static void Tlv_NotThere_StatusThree(LmaTrial lma)
    {
        ReceivedMessage answer = lma.Exchange(lma.Update().Do(update => update.Flags |= TlvFlag));
        Expect.Status(3, answer);
        Expect.Equal(0, answer.Flags & AnswerTlvFlag, "flag T");
        Expect.That(answer.GreKey != 0, "an uplink key");
    }

    [Case("R2", Needs = Needs.ThreeGpp)]
    public static void Connections_OfTwoAccessPoints_TwoBindings(LmaTrial lma)
    {
        ReceivedMessage one = lma.Register(lma.Update());
        ReceivedMessage other = lma.Exchange(lma.Update().Replace(MobilityOption.Service(lma.Site.Service("ims"))));
        if (other.Status == 151)
        {
            throw new CaseSkippedException("needs a second access point with the name ims");
        }

        Expect.Status(0, other);
        ExpectOther(one, other);
    }

    [Case("R2", Needs = Needs.ThreeGpp)]
    public static void Connections_OfOneAccessPoint_ToldApartByTheirIdentifier(LmaTrial lma)
    {
        const byte PdnConnection = 17;
        ReceivedMessage one = lma.Register(lma.Update().With(MobilityOption.Vendor3Gpp(PdnConnection, 5)));
        ReceivedMessage other = lma.Register(lma.Update().With(MobilityOption.Vendor3Gpp(PdnConnection, 6)));
        ExpectOther(one, other);
        ReceivedOption? echo = other.Options.FirstOrDefault(option => option.Type == OptionType.VendorSpecific && option.Value[4] == PdnConnection);
        Expect.Same([0, 0, 0x28, 0xAF, PdnConnection, 0, 6], echo?.Value ?? [], "the connection identifier");
        Expect.Equal(one.GreKey, lma.Register(lma.Update().With(MobilityOption.Vendor3Gpp(PdnConnection, 5))).GreKey, "the key of the first");
    }

    [Case("R5", "R17", Needs = Needs.LongWait | Needs.Inside)]
    public static void Connection_Ended_KeysGoAndRest(LmaTrial lma)
    {
        Message update = lma.Update();
        ReceivedMessage first = lma.Register(update);
        lma.Register(lma.Leave(update, first));
        lma.Wait(lma.Site.DeleteDelay.TotalSeconds + 1);
        Expect.Equal(0, lma.Node.Tunnels!.Count, "number of tunnels");
        for (int i = 0; i < 8; i++)
        {
            Expect.That(lma.Register(lma.Update($"k{i}-" + lma.Identifier)).GreKey != first.GreKey, "a key that is not the released one");
        }
    }

    private static void ExpectOther(ReceivedMessage one, ReceivedMessage other)
    {
        Expect.That(one.GreKey != other.GreKey, "another uplink key");
        Expect.That(!one.Prefix.Equals(other.Prefix), "another prefix");
    }
}
