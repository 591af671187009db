using System.Collections.Generic;
using System.Linq;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>Handoff indicator 4: wait for the old MAG, ask it, or move at once (RFC 5213 5.4.1.2, RFC 5846 7.1).</summary>
public sealed class UnknownHandoffTests
{
    private const string Node = "mn1@example.com";

    [Theory]
    [InlineData(SpecificationMode.ThreeGpp, UnknownHandoffRule.Wait)]
    [InlineData(SpecificationMode.Ietf, UnknownHandoffRule.Wait)]
    [InlineData(SpecificationMode.Ietf, UnknownHandoffRule.ByMode)]
    [InlineData(SpecificationMode.ThreeGpp, UnknownHandoffRule.Revoke)]
    [InlineData(SpecificationMode.Ietf, UnknownHandoffRule.Revoke)]
    [Trait("Requirement", "R2")]
    public void Pbu_Waits_OldMagDeregisters_BindingMoves(SpecificationMode mode, UnknownHandoffRule rule)
    {
        AnchorBench bench = Bench(mode, rule);
        Answer before = bench.Send(Old());

        Answer parked = bench.Send(Unknown());
        Assert.True(parked.IsSilent);
        Assert.Equal(rule == UnknownHandoffRule.Revoke ? 1 : 0, parked.Revocations.Count);
        bench.Wait(0.4);
        Assert.Equal(BindingStatus.Accepted, bench.Send(Old(before) with { Sequence = 2, Lifetime = 0, Handoff = HandoffIndicator.Unknown }).Status);
        Answer moved = Assert.Single(bench.ExpireAll());

        Assert.Equal(BindingStatus.Accepted, moved.Status);
        Assert.Equal(7, moved.Sequence);
        Assert.Equal(before.Prefixes, moved.Prefixes);
        Assert.Equal(before.Key, moved.Key);
        Assert.Empty(moved.Revocations);
        Assert.Equal(1, bench.Anchor.Count);
        Assert.Equal(0, bench.Anchor.RevocationCount);
    }

    // The node's update from the new MAG was on its way when the old one de-registered it, and its clock says that it is the older one.
    [Fact]
    public void Pbu_OlderThanTheDeregistrationOfTheOldMag_RefusedAndTheBindingStaysDown()
    {
        AnchorBench bench = Bench(SpecificationMode.Ietf, UnknownHandoffRule.Wait);
        Answer before = bench.Send(Old() with { TimestampOffset = 0 });
        bench.Wait(1);
        bench.Send(Old(before) with { Sequence = 2, Lifetime = 0, Handoff = HandoffIndicator.Unknown, TimestampOffset = 0 });

        Answer late = bench.Send(Unknown() with { TimestampOffset = -50 });

        Assert.Equal(BindingStatus.TimestampLowerThanPreviousAccepted, late.Status);
        Assert.Equal(1, bench.Anchor.Counters[LmaCounter.TimestampOld]);
        Assert.Equal(0, bench.Anchor.Counters[LmaCounter.BindingRevived]);
    }

    [Fact]
    public void Pbu_Waits_NothingComesInIetfMode_NewBindingWithOtherPrefixes()
    {
        AnchorBench bench = Bench(SpecificationMode.Ietf, UnknownHandoffRule.Wait);
        Answer before = bench.Send(Old());
        bench.Send(Unknown());

        bench.Wait(1.499);
        Assert.Empty(bench.ExpireAll());
        bench.Wait(0.002);
        Answer created = Assert.Single(bench.ExpireAll());

        Assert.Equal(BindingStatus.Accepted, created.Status);
        Assert.NotEqual(before.Prefixes, created.Prefixes);
        Assert.Equal(2, bench.Anchor.Count);
    }

    [Fact]
    public void Pbu_Waits_NothingComesInThreeGppMode_BindingMovesAndTheOldMagIsTold()
    {
        AnchorBench bench = Bench(SpecificationMode.ThreeGpp, UnknownHandoffRule.Wait);
        Answer before = bench.Send(Old());
        bench.Send(Unknown());

        bench.Wait(1.6);
        Answer moved = Assert.Single(bench.ExpireAll());

        Assert.Equal(before.Prefixes, moved.Prefixes);
        Assert.Equal(RevocationTrigger.HandoverUnknown, Assert.Single(moved.Revocations).Trigger);
    }

    [Theory]
    [InlineData(SpecificationMode.ThreeGpp, RevocationStatus.Success, BindingStatus.Accepted, true)]
    [InlineData(SpecificationMode.Ietf, RevocationStatus.Success, BindingStatus.Accepted, true)]
    [InlineData(SpecificationMode.Ietf, RevocationStatus.BindingDoesNotExist, BindingStatus.Accepted, true)]
    [InlineData(SpecificationMode.Ietf, RevocationStatus.MobileNodeAttached, BindingStatus.Accepted, false)]
    [InlineData(SpecificationMode.ThreeGpp, RevocationStatus.MobileNodeAttached, BindingStatus.AdministrativelyProhibited, false)]
    [InlineData(SpecificationMode.Ietf, RevocationStatus.FunctionNotSupported, BindingStatus.Accepted, false)]
    [InlineData(SpecificationMode.ThreeGpp, RevocationStatus.FunctionNotSupported, BindingStatus.Accepted, true)]
    [Trait("Requirement", "R5")]
    public void Bra_OfTheOldMag_DecidesWhatBecomesOfTheUpdate(SpecificationMode mode, RevocationStatus status, BindingStatus answer, bool moves)
    {
        AnchorBench bench = Bench(mode, UnknownHandoffRule.Revoke);
        Answer before = bench.Send(Old());
        SentRevocation asked = Assert.Single(bench.Send(Unknown()).Revocations);
        Assert.Equal(RevocationTrigger.HandoverUnknown, asked.Trigger);
        Assert.Equal(before.Prefixes, asked.Prefixes);

        bench.Acknowledge(asked, status);
        Answer end = Assert.Single(bench.ExpireAll());

        Assert.Equal(answer, end.Status);
        Assert.Equal(moves, before.Prefixes.SequenceEqual(end.Prefixes) && end.Status == BindingStatus.Accepted);
        Assert.Equal(answer == BindingStatus.Accepted && !moves ? 2 : 1, bench.Anchor.Count);
        Assert.Equal(answer == BindingStatus.Accepted ? null : (byte)116, end.ErrorCode);
    }

    [Theory]
    [InlineData(SpecificationMode.ThreeGpp, true)]
    [InlineData(SpecificationMode.Ietf, false)]
    public void Revocation_OldMagSilent_NewBindingOrMoveByMode(SpecificationMode mode, bool moves)
    {
        AnchorBench bench = Bench(mode, UnknownHandoffRule.Revoke);
        Answer before = bench.Send(Old());
        bench.Send(Unknown());

        List<Answer> answers = bench.Settle();

        Answer end = Assert.Single(answers, answer => !answer.IsSilent);
        Assert.Equal(BindingStatus.Accepted, end.Status);
        Assert.Equal(moves, before.Prefixes.SequenceEqual(end.Prefixes));
    }

    [Fact]
    public void Pbu_SentAgainWhileItWaits_OnlyTheLastIsAnswered()
    {
        AnchorBench bench = Bench(SpecificationMode.ThreeGpp, UnknownHandoffRule.Wait);
        bench.Send(Old());
        bench.Send(Unknown());
        bench.Wait(1);

        Assert.True(bench.Send(Unknown() with { Sequence = 8 }).IsSilent);
        bench.Wait(0.6);
        Answer end = Assert.Single(bench.ExpireAll());

        Assert.Equal(8, end.Sequence);
        Assert.Equal(1, bench.Anchor.Counters[LmaCounter.WaitingUpdateRepeated]);
    }

    [Fact]
    public void Pbu_WaitsWithATimestamp_OlderThanTheDeregistration_AcceptedAllTheSame()
    {
        AnchorBench bench = Bench(SpecificationMode.ThreeGpp, UnknownHandoffRule.Wait);
        bench.Send(Old() with { TimestampOffset = 0 });
        bench.Wait(1);
        bench.Send(Unknown() with { TimestampOffset = 0 });
        bench.Wait(1);
        bench.Send(Old() with { Lifetime = 0, TimestampOffset = 0, Handoff = HandoffIndicator.Unknown });

        Answer end = Assert.Single(bench.ExpireAll());

        Assert.Equal(BindingStatus.Accepted, end.Status);
        bench.Wait(0.1);
        Registration again = Unknown() with { Sequence = 8, TimestampOffset = 0, Handoff = HandoffIndicator.ReRegistration };
        Assert.Equal(BindingStatus.Accepted, bench.Send(again).Status);
    }

    [Fact]
    public void Pbu_Waits_OperatorRemovesTheBinding_NewBinding()
    {
        AnchorBench bench = Bench(SpecificationMode.ThreeGpp, UnknownHandoffRule.Revoke);
        bench.Send(Old());
        bench.Send(Unknown());

        bench.Remove(bench.SlotOf(Node));
        Answer end = Assert.Single(bench.ExpireAll());

        Assert.Equal(BindingStatus.Accepted, end.Status);
        Assert.Equal(1, bench.Anchor.Count);
        Assert.Equal(0, bench.Anchor.RevocationCount);
    }

    [Fact]
    public void Pbu_NoRoomToWait_GoesOnAtOnce()
    {
        AnchorBench bench = new(c => c with
        {
            UnknownHandoff = UnknownHandoffRule.Wait,
            Limits = c.Limits with { WaitingUpdates = 1 },
        });
        bench.Send(Old());
        bench.Send(Old() with { Identifier = "mn2@example.com", Key = 0xA2 });
        bench.Send(Unknown());

        Answer second = bench.Send(Unknown() with { Identifier = "mn2@example.com" });

        Assert.Equal(BindingStatus.Accepted, second.Status);
        Assert.Equal(1, bench.Anchor.Counters[LmaCounter.WaitingUpdatesFull]);
    }

    [Theory]
    [InlineData(SpecificationMode.ThreeGpp, UnknownHandoffRule.ByMode)]
    [InlineData(SpecificationMode.ThreeGpp, UnknownHandoffRule.Move)]
    [InlineData(SpecificationMode.Ietf, UnknownHandoffRule.Move)]
    public void Pbu_RuleIsMove_BindingMovesAtOnce(SpecificationMode mode, UnknownHandoffRule rule)
    {
        AnchorBench bench = Bench(mode, rule);
        Answer before = bench.Send(Old());

        Answer moved = bench.Send(Unknown());

        Assert.Equal(before.Prefixes, moved.Prefixes);
        Assert.Equal(1, bench.Anchor.Count);
    }

    [Fact]
    public void Pbu_InIetfModeNodeHasTwoBindings_NewBindingAtOnce()
    {
        AnchorBench bench = Bench(SpecificationMode.Ietf, UnknownHandoffRule.Wait);
        bench.Send(Old());
        bench.Send(Old() with { Key = 0xA2 });

        Assert.Equal(BindingStatus.Accepted, bench.Send(Unknown()).Status);
        Assert.Equal(3, bench.Anchor.Count);
    }

    private static AnchorBench Bench(SpecificationMode mode, UnknownHandoffRule rule) => new(c => c with { Mode = mode, UnknownHandoff = rule });

    private static Registration Old(Answer? registered = null) => new() { Prefixes = registered is null ? ["::/0"] : [.. registered.Prefixes] };

    private static Registration Unknown() => new() { From = AnchorBench.Mag2, Sequence = 7, Handoff = HandoffIndicator.Unknown, Key = 0xB2 };
}
