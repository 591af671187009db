using System.Net;
using Pmip.Conformance.Messages;
using Pmip.Conformance.Running;

namespace Pmip.Conformance.Cases;

/// <summary>Who may register whom, and what has to be in an update (RFC 5213 5.3.1).</summary>
public static class LmaIdentityCases
{
    [Case("5213-5.3.1-5", "probe-no-identifier")]
    public static void Identifier_Missing_160WithAnEmptyOne(LmaTrial lma)
    {
        ReceivedMessage answer = lma.Refused(160, lma.Update().Without(OptionType.Identifier));
        Expect.Same([1], answer.Only(OptionType.Identifier).Value, "an identifier of no length");
    }

    [Case("5213-5.3.1-4", Needs = Needs.Ietf)]
    public static void Identifier_OfTwoNodes_TwoSessions(LmaTrial lma)
    {
        ReceivedMessage one = lma.Register(lma.Update());
        ReceivedMessage other = lma.Register(lma.Update("other-" + lma.Identifier));
        Expect.That(!one.Prefix.Equals(other.Prefix), "another prefix for another node");
        Expect.Equal("other-" + lma.Identifier, other.Identifier, "the identifier");
    }

    [Case("5213-5.3.1-8", "probe-unknown-node", Needs = Needs.UnknownSubscriber)]
    public static void Node_Unknown_153(LmaTrial lma) => lma.Refused(153, lma.Update(lma.Site.UnknownIdentifier));

    [Case("5213-5.3.1-9", Needs = Needs.BarredSubscriber)]
    public static void Node_Barred_152(LmaTrial lma) => lma.Refused(152, lma.Update(lma.Site.BarredIdentifier));

    [Case("5213-5.3.1-7", "5213-4-6")]
    public static void CareOfAddress_OfNoMag_154(LmaTrial lma) =>
        lma.Refused(154, lma.Update().With(MobilityOption.AlternateCareOf(IPAddress.Parse("2001:db8:bad::1"))));

    [Case("5213-5.3.1-11", "5844-3.1.2.1-4", "probe-no-prefix", "5213-5.3.6-9")]
    public static void AddressOptions_Missing_158(LmaTrial lma)
    {
        ReceivedMessage answer = lma.Refused(158, lma.Update().Without(OptionType.HomeNetworkPrefix));
        Expect.Equal(IPAddress.IPv6Any, answer.Prefix, "a prefix");
    }

    [Case("5213-5.3.1-12", "probe-no-handoff", "5213-5.3.6-13")]
    public static void HandoffIndicator_Missing_161(LmaTrial lma) =>
        Expect.Equal(0, lma.Refused(161, lma.Update().Without(OptionType.HandoffIndicator)).Handoff, "indicator");

    [Case("5213-5.3.1-13", "probe-no-access", "5213-5.3.6-16")]
    public static void AccessTechnology_Missing_162(LmaTrial lma) =>
        Expect.Equal(0, lma.Refused(162, lma.Update().Without(OptionType.AccessTechnology)).Access, "access technology");

    [Case("5213-5.3-1")]
    public static void Faults_Several_FirstInTheOrderOfTheChecksAnswers(LmaTrial lma)
    {
        Message update = lma.Update().Without(OptionType.HandoffIndicator).Without(OptionType.AccessTechnology);
        lma.Refused(161, update);
        update.Replace(MobilityOption.Timestamp(lma.Timestamp())).Without(OptionType.HomeNetworkPrefix);
        lma.Refused(158, update);
        update.Replace(MobilityOption.Timestamp(1));
        lma.Refused(156, update);
        update.Without(OptionType.Identifier);
        lma.Refused(160, update);
    }

    [Case("5213-5.3.1-3", "probe-valid", "5213-5.3.6-4", "5213-5.3.6-5", "5213-5.3.6-7", "5213-5.3.6-11", "5213-5.3.6-12", "5213-5.3.6-14",
        "5213-5.3.6-15")]
    public static void Update_Whole_AcceptedAndEchoed(LmaTrial lma)
    {
        Message update = lma.Update(handoff: LmaTrial.Unknown).Replace(MobilityOption.Access(5));
        ReceivedMessage answer = lma.Register(update);
        Expect.Equal(lma.Identifier, answer.Identifier, "the identifier");
        Expect.Equal(LmaTrial.Unknown, answer.Handoff, "indicator");
        Expect.Equal(5, answer.Access, "access technology");
        Expect.Equal(64, answer.PrefixLength, "prefix length");
        Expect.Equal(update.Sequence, answer.Sequence, "sequence number");
        Expect.That(answer.Lifetime is > 0 and <= LmaTrial.LifetimeUnits, $"a lifetime of at most what was asked for, it is {answer.Lifetime}");
    }

    [Case("5213-5.3.1-2", "probe-bad-checksum")]
    public static void Header_WrongChecksum_Dropped(LmaTrial lma) =>
        lma.Ignored(lma.Update().Do(update => update.ChecksumError = 1), "after a wrong checksum");

    [Case("5213-5.3.1-2")]
    public static void Header_WrongPayloadProtocol_Dropped(LmaTrial lma) =>
        lma.Ignored(lma.Update().Do(update => update.PayloadProto = 6), "after a payload protocol other than 59");

    [Case("5213-5.3.1-2")]
    public static void Header_ClaimsMoreThanThereIs_Dropped(LmaTrial lma) =>
        lma.Ignored(lma.Update().Do(update => update.ClaimedLength = 200), "after a length that is not there");

    [Case("5213-5.3.1-2")]
    public static void Header_UnknownType_BindingErrorTwo(LmaTrial lma)
    {
        lma.Send(new Message(200, new byte[6]));
        Expect.Status(2, lma.Await(MessageType.Error));
    }

    [Case("5213-5.3.6-2", "5213-5.3.6-3", Needs = Needs.SecondAddress)]
    public static void Answer_GoesBackWhereTheUpdateCameFrom(LmaTrial lma)
    {
        lma.Register(lma.Update(), from: 1);
        Expect.Equal(lma.Site.Node, lma.LastParcel.Node, "source");
        Expect.Equal(lma.Site.Tester[1], lma.LastParcel.Tester, "destination");
    }
}
