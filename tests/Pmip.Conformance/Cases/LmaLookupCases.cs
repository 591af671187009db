using System.Net;
using Pmip.Conformance.Messages;
using Pmip.Conformance.Running;

namespace Pmip.Conformance.Cases;

/// <summary>To which session an update belongs (RFC 5213 5.4.1), where the APN and the connection identifier do not decide it.</summary>
public static class LmaLookupCases
{
    private static readonly byte[] OneInterface = [2, 0, 0, 0, 0, 1];
    private static readonly byte[] OtherInterface = [2, 0, 0, 0, 0, 2];

    [Case("5213-5.2-2", "5213-5.4.1.2-12", Needs = Needs.Ietf)]
    public static void Interface_Another_AnotherSession(LmaTrial lma)
    {
        ReceivedMessage one = lma.Register(Of(lma, OneInterface));
        ReceivedMessage other = lma.Register(Of(lma, OtherInterface));
        Expect.That(!one.Prefix.Equals(other.Prefix), "another prefix for another interface");
    }

    [Case("5213-5.4.1.2-3", Needs = Needs.Ietf)]
    public static void Interface_TheSameAndTheSameAccess_Updates(LmaTrial lma)
    {
        ReceivedMessage first = lma.Register(Of(lma, OneInterface));
        lma.Register(Of(lma, OtherInterface));
        Expect.Equal(first.Prefix, lma.Register(Of(lma, OneInterface, LmaTrial.Unknown)).Prefix, "the same prefix");
    }

    [Case("5213-5.4-4", "5213-5.4.1.2-6", Needs = Needs.Ietf | Needs.SecondAddress)]
    public static void Interface_HandoffBetweenThem_UpdatesTheOnlySession(LmaTrial lma)
    {
        ReceivedMessage first = lma.Register(Of(lma, OneInterface));
        Message moved = Of(lma, OtherInterface, LmaTrial.BetweenInterfaces).Replace(MobilityOption.Access(5));
        Expect.Equal(first.Prefix, lma.Register(moved, from: 1).Prefix, "the same prefix");
    }

    [Case("5213-5.4.1.1-3", Needs = Needs.Ietf)]
    public static void Prefix_OfNoSession_MakesANewOne(LmaTrial lma)
    {
        Message update = lma.Update();
        ReceivedMessage first = lma.Register(update);
        lma.Refused(155, lma.Update().Replace(MobilityOption.Prefix(IPAddress.Parse("2001:db8:dead:1::"), 64)));
        Expect.Equal(first.Prefix, lma.Register(lma.Again(update, first)).Prefix, "the first session as it was");
    }

    [Case("5213-5.4.1.1-4")]
    public static void Prefix_OfAnotherNode_155(LmaTrial lma)
    {
        ReceivedMessage first = lma.Register(lma.Update());
        lma.Refused(155, lma.Update("other-" + lma.Identifier).Replace(MobilityOption.Prefix(first.Prefix, 64)));
    }

    [Case("5213-5.4.1.1-5", Needs = Needs.Ietf)]
    public static void Prefixes_NotTheSetOfTheSession_159(LmaTrial lma)
    {
        Message update = lma.Update();
        ReceivedMessage first = lma.Register(update);
        lma.Refused(159, lma.Again(update, first).With(MobilityOption.Prefix(IPAddress.Parse("2001:db8:dead:1::"), 64)));
    }

    [Case("5213-5.4.1.1-6", Needs = Needs.Ietf | Needs.SecondAddress)]
    public static void Prefix_OfTheSession_UpdatesWhenTheInterfaceOrTheHandoffIsSure(LmaTrial lma)
    {
        Message update = Of(lma, OneInterface);
        ReceivedMessage first = lma.Register(update);
        int from = 0;
        foreach (Message next in (Message[])[
            lma.Again(update, first, LmaTrial.Unknown),
            lma.Again(update, first, LmaTrial.BetweenInterfaces).Replace(MobilityOption.LinkLayer(OtherInterface)).Replace(MobilityOption.Access(5)),
            lma.Again(update, first, LmaTrial.BetweenInterfaces).Without(OptionType.LinkLayerIdentifier),
            lma.Again(update, first, LmaTrial.BetweenMags).Without(OptionType.LinkLayerIdentifier)])
        {
            from = 1 - from;
            next.Replace(MobilityOption.Timestamp(lma.Timestamp()));
            Expect.Equal(first.Prefix, lma.Register(next, from).Prefix, "the same prefix");
        }

        Message sameMag = lma.Again(update, first, LmaTrial.ReRegistration).Replace(MobilityOption.LinkLayer(OtherInterface));
        Expect.Equal(first.Prefix, lma.Register(sameMag, from).Prefix, "the same prefix");
    }

    [Case("5213-5.4.1.1-7", Needs = Needs.Ietf | Needs.SecondAddress)]
    public static void Prefix_OfTheSession_OtherInterfaceAtAnotherMag_IsInUse155(LmaTrial lma)
    {
        Message update = Of(lma, OneInterface);
        ReceivedMessage first = lma.Register(update);
        lma.Refused(155, lma.Again(update, first, LmaTrial.Unknown).Replace(MobilityOption.LinkLayer(OtherInterface)), from: 1);
    }

    [Case("5213-5.4.1.1-8")]
    public static void Deregistration_WithUnknownPrefix_Ignored(LmaTrial lma) => lma.Ignored(
        End(lma.Update().Replace(MobilityOption.Prefix(IPAddress.Parse("2001:db8:dead:1::"), 64))), "after a de-registration that matches nothing");

    [Case("5213-5.4.1.2-13")]
    public static void Deregistration_WithUnknownInterface_Ignored(LmaTrial lma) =>
        lma.Ignored(End(Of(lma, OneInterface)), "after a de-registration that matches nothing");

    [Case("5213-5.4.1.3-8")]
    public static void Deregistration_OfUnknownNode_Ignored(LmaTrial lma) =>
        lma.Ignored(End(lma.Update()), "after a de-registration that matches nothing");

    [Case("5213-5.4.1.3-3", Needs = Needs.Ietf | Needs.SecondAddress)]
    public static void Node_WithOneSession_SureHandoffUpdatesIt(LmaTrial lma)
    {
        ReceivedMessage first = lma.Register(lma.Update());
        Expect.Equal(first.Prefix, lma.Register(lma.Update(handoff: LmaTrial.BetweenInterfaces), from: 1).Prefix, "the same prefix");
        Expect.Equal(first.Prefix, lma.Register(lma.Update(handoff: LmaTrial.BetweenMags), from: 0).Prefix, "the same prefix");
    }

    [Case("5213-5.4.1.3-7", Needs = Needs.Ietf)]
    public static void Node_WithOneSession_NewInterfaceMakesAnother(LmaTrial lma)
    {
        ReceivedMessage first = lma.Register(lma.Update());
        ReceivedMessage second = lma.Register(lma.Update().Replace(MobilityOption.GreKey(99)));
        Expect.That(!first.Prefix.Equals(second.Prefix), "another prefix");
    }

    [Case("5213-5.4.1.2-9", "5846-8.1-21", "5846-8.1-22", "5846-8.1-24", Needs = Needs.Ietf | Needs.SecondAddress | Needs.AsksOldMag)]
    public static void Handoff_Unknown_OldMagEndsIt_SessionMoves(LmaTrial lma)
    {
        lma.SeesRevocations = true;
        Message update = Of(lma, OneInterface);
        ReceivedMessage first = lma.Register(update);
        lma.Send(Of(lma, OtherInterface, LmaTrial.Unknown), from: 1);
        ReceivedMessage indication = AwaitIndication(lma);
        Expect.Equal(4, indication.Trigger, "trigger");
        lma.Send(RevocationAnswers.To(indication, 0));
        Expect.Equal(first.Prefix, lma.Await(MessageType.Acknowledgement).Prefix, "the same prefix");
        Expect.Equal(lma.Site.Tester[1], lma.LastParcel.Tester, "destination");
    }

    [Case("5213-5.4.1.3-4", Needs = Needs.Ietf | Needs.SecondAddress | Needs.AsksOldMag)]
    public static void Handoff_Unknown_OldMagDeregisters_SessionMoves(LmaTrial lma)
    {
        lma.SeesRevocations = true;
        Message update = lma.Update();
        ReceivedMessage first = lma.Register(update);
        lma.Send(lma.Update(handoff: LmaTrial.Unknown), from: 1);
        AwaitIndication(lma);
        lma.Send(lma.Leave(update, first));
        ReceivedMessage one = lma.Await(MessageType.Acknowledgement);
        ReceivedMessage other = lma.Await(MessageType.Acknowledgement);
        Expect.Equal(first.Prefix, (one.Lifetime == 0 ? other : one).Prefix, "the same prefix");
    }

    [Case("5213-5.4.1.2-10", "5846-8.1-26", Needs = Needs.Ietf | Needs.SecondAddress | Needs.AsksOldMag)]
    public static void Handoff_UnknownInterface_OldMagIsSilent_NewSession(LmaTrial lma)
    {
        lma.SeesRevocations = true;
        ReceivedMessage first = lma.Register(Of(lma, OneInterface));
        lma.Send(Of(lma, OtherInterface, LmaTrial.Unknown), from: 1);
        Expect.That(!first.Prefix.Equals(AwaitAcknowledgement(lma).Prefix), "another prefix");
    }

    [Case("5213-5.4.1.3-5", Needs = Needs.Ietf | Needs.SecondAddress | Needs.AsksOldMag)]
    public static void Handoff_Unknown_OldMagIsSilent_NewSession(LmaTrial lma)
    {
        lma.SeesRevocations = true;
        ReceivedMessage first = lma.Register(lma.Update());
        lma.Send(lma.Update(handoff: LmaTrial.Unknown), from: 1);
        Expect.That(!first.Prefix.Equals(AwaitAcknowledgement(lma).Prefix), "another prefix");
    }

    [Case("5846-8.1-25", Needs = Needs.Ietf | Needs.SecondAddress | Needs.AsksOldMag)]
    public static void Handoff_Unknown_NodeIsStillAttached_NewSession(LmaTrial lma)
    {
        lma.SeesRevocations = true;
        ReceivedMessage first = lma.Register(Of(lma, OneInterface));
        lma.Send(Of(lma, OtherInterface, LmaTrial.Unknown), from: 1);
        lma.Send(RevocationAnswers.To(AwaitIndication(lma), 132));
        Expect.That(!first.Prefix.Equals(lma.Await(MessageType.Acknowledgement).Prefix), "another prefix");
    }

    private static Message Of(LmaTrial lma, byte[] linkLayer, byte handoff = LmaTrial.NewInterface) =>
        lma.Update(handoff: handoff).With(MobilityOption.LinkLayer(linkLayer));

    private static Message End(Message update) => update.Do(u => u.Lifetime = 0);

    private static ReceivedMessage AwaitIndication(LmaTrial lma)
    {
        ReceivedMessage indication = lma.Await(MessageType.Revocation);
        Expect.Equal(1, indication.RevocationType, "an indication");
        Expect.Equal(lma.Site.Tester[0], lma.LastParcel.Tester, "destination, the old MAG");
        return indication;
    }

    // Whatever goes to the old MAG meanwhile is left without an answer.
    private static ReceivedMessage AwaitAcknowledgement(LmaTrial lma)
    {
        for (int messages = 0; messages < 8; messages++)
        {
            ReceivedMessage message = Expect.Present(lma.Next(6), "an acknowledgement");
            if (message.Type == MessageType.Acknowledgement)
            {
                return message;
            }
        }

        throw new CaseFailedException("expected an acknowledgement, only other messages came");
    }
}
