using System.Linq;
using Pmip.Engine;
using Pmip.Engine.Mag;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

/// <summary>What depends on whether the node is still on its link.</summary>
public sealed class PresenceTests
{
    [Theory]
    [InlineData(RevocationTrigger.HandoverSameAccess)]
    [InlineData(RevocationTrigger.HandoverDifferentAccess)]
    [InlineData(RevocationTrigger.HandoverUnknown)]
    public void HandoverRevocation_NodeIsHere_132AndNothingEnds(RevocationTrigger trigger)
    {
        MagBench bench = new();
        int slot = bench.AttachUp();

        bench.Revoke(trigger);
        Assert.Equal([EffectKind.ProbePresence], bench.Kinds());
        Assert.Equal(7, bench.Single(EffectKind.ProbePresence).AccessNode);
        Assert.Equal(1, bench[MagCounter.PresenceProbes]);
        bench.Revoke(trigger);
        Assert.Empty(bench.Effects);
        Assert.Equal(1, bench[MagCounter.RevocationsWaiting]);
        Assert.True(bench.NotePresence(slot, true));

        Assert.Equal((RevocationStatus.MobileNodeAttached, (ushort)77, RevocationFlags.Proxy), bench.Acknowledged());
        Assert.Equal(1, bench[MagCounter.RevocationsOfAttachedNodes]);
        Assert.False(bench.NotePresence(slot, true));
        bench.Advance(5000);
        Assert.Equal(1, bench.Mag.Count);
        bench.Revoke(trigger);
        Assert.Equal(RevocationStatus.MobileNodeAttached, bench.Acknowledged().Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void HandoverRevocation_NodeIsGone_AcceptedWhenKnownOrAfterTheTimeout(bool isSaid)
    {
        MagBench bench = new();
        int slot = bench.AttachUp();
        bench.Revoke(RevocationTrigger.HandoverUnknown);
        Instant asked = bench.Now;

        if (isSaid)
        {
            bench.NotePresence(slot, false);
        }
        else
        {
            bench.Fire();
            Assert.Equal(800, bench.Now.Since(asked).Milliseconds);
        }

        Assert.Equal(RevocationStatus.Success, bench.Acknowledged().Status);
        bench.Advance(0);
        Assert.Equal((byte)ConnectionEnd.Revoked, bench.Single(EffectKind.ConnectionDown).Code);
        Assert.Equal(0, bench.Mag.Count);
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 0)]
    public void HandoverRevocation_OfANodeWithThreeConnections_OneQuestionForAll(bool isPresent, int left)
    {
        MagBench bench = new();
        bench.AttachUp(MagBench.Request(accessPoint: 0));
        bench.AttachUp(MagBench.Request(accessPoint: 1));
        bench.AttachUp(MagBench.Request(accessPoint: 1, pdnConnectionId: 2));

        bench.Revoke(RevocationTrigger.HandoverUnknown);
        int asked = bench.Single(EffectKind.ProbePresence).Slot;
        bench.NotePresence(asked, isPresent);
        Assert.Single(bench.Effects, static e => e.Kind == EffectKind.Transmit);
        bench.Advance(5000);

        Assert.Equal(left, bench.Mag.Count);
        Assert.Equal(3 - left, bench.Kinds().Count(static k => k == EffectKind.ConnectionDown));
    }

    [Fact]
    public void HandoverRevocation_NodeHasJustAppeared_132AtOnce()
    {
        MagBench bench = new();
        int slot = bench.AttachUp();
        bench.Reaffirm(slot);

        bench.Revoke(RevocationTrigger.HandoverUnknown);
        Assert.Equal(RevocationStatus.MobileNodeAttached, bench.Acknowledged().Status);

        MagBench other = new();
        other.Attach(MagBench.Request());
        other.Revoke(RevocationTrigger.HandoverSameAccess);
        Assert.Equal(RevocationStatus.MobileNodeAttached, other.Acknowledged().Status);
    }

    [Fact]
    public void HandoverRevocation_NodeAppearsWhileAskedAbout_132AndRegisteredAgain()
    {
        MagBench bench = new();
        int slot = bench.AttachUp();
        bench.Revoke(RevocationTrigger.HandoverUnknown);

        Assert.True(bench.Reaffirm(slot));

        Assert.Equal(RevocationStatus.MobileNodeAttached, bench.Acknowledged().Status);
        Assert.Equal(HandoffIndicator.Unknown, MagBench.Read(bench.LastUpdate).HandoffIndicator);
        Assert.Equal(BindingUpdateState.Refreshing, bench.StateOf(slot));
    }

    [Fact]
    public void HandoverRevocation_NodeLeavesWhileAskedAbout_AcceptedWithoutADeregistration()
    {
        MagBench bench = new();
        int slot = bench.AttachUp();
        int sent = bench.UpdatesSent;
        bench.Revoke(RevocationTrigger.HandoverUnknown);

        Assert.True(bench.Detach(slot));
        Assert.Equal(RevocationStatus.Success, bench.Acknowledged().Status);
        Assert.True(bench.Detach(slot));

        Assert.Equal([EffectKind.RemoveSession, EffectKind.ConnectionDown], bench.Kinds());
        Assert.Equal(sent, bench.UpdatesSent);
        Assert.Equal(0, bench.Mag.Count);
    }

    [Fact]
    public void HandoverRevocation_OfIpv4Alone_NodeLeavesMeanwhile_RestIsDeregistered()
    {
        MagBench bench = new();
        int slot = bench.AttachUp();
        bench.Revoke(RevocationTrigger.HandoverUnknown, flags: RevocationFlags.Proxy | RevocationFlags.Ipv4HomeAddressOnly,
            change: static (ref BindingRevocationIndication i) =>
            {
                i.Options.Ipv4HomeAddressRequestCount = 1;
                i.Options.Ipv4HomeAddressRequest = new Ipv4HomeAddress(MagBench.Address4, 16);
            });

        Assert.True(bench.Detach(slot));

        Assert.Equal(RevocationStatus.Success, bench.Acknowledged().Status);
        Assert.Equal(0, MagBench.Read(bench.LastUpdate).LifetimeUnits);
        Assert.Equal(BindingUpdateState.Deregistering, bench.StateOf(slot));
    }

    [Fact]
    public void Refresh_TimestampTooLow_NothingIsSentUntilTheNodeIsKnownToBeHere()
    {
        MagBench bench = new();
        int slot = bench.AttachUp();
        bench.Fire();
        int sent = bench.UpdatesSent;

        bench.Answer(BindingStatus.TimestampLowerThanPreviousAccepted);
        Assert.Equal([EffectKind.ProbePresence], bench.Kinds());
        bench.Answer(BindingStatus.TimestampLowerThanPreviousAccepted);
        Assert.Empty(bench.Kinds());
        Assert.Equal(sent, bench.UpdatesSent);
        Assert.True(bench.NotePresence(slot, true));

        Assert.Equal([EffectKind.Transmit], bench.Kinds());
        Assert.Equal(HandoffIndicator.Unknown, MagBench.Read(bench.LastUpdate).HandoffIndicator);
        Assert.Equal(1, bench[MagCounter.ConnectionsReasserted]);
        bench.Answer();
        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(slot));
    }

    [Fact]
    public void Refresh_TimestampTooLowAndTheNodeIsGone_ConnectionEndsWithoutADeregistration()
    {
        MagBench bench = new();
        bench.AttachUp();
        bench.Fire();
        int sent = bench.UpdatesSent;
        bench.Answer(BindingStatus.TimestampLowerThanPreviousAccepted);

        bench.Fire();

        Assert.Equal([EffectKind.RemoveSession, EffectKind.ConnectionDown], bench.Kinds());
        Assert.Equal((byte)ConnectionEnd.NodeLeft, bench.Single(EffectKind.ConnectionDown).Code);
        Assert.Equal(1, bench[MagCounter.ConnectionsLeftUnnoticed]);
        Assert.Equal(sent, bench.UpdatesSent);
        Assert.Equal(0, bench.Mag.Count);
    }

    [Fact]
    public void Refresh_TimestampTooLowThenNodeAppearsOrIsDetached_QuestionIsSettled()
    {
        MagBench bench = new();
        int slot = bench.AttachUp();
        bench.Fire();
        bench.Answer(BindingStatus.TimestampLowerThanPreviousAccepted);
        Assert.True(bench.Reaffirm(slot));
        Assert.Equal(1, bench[MagCounter.ConnectionsReasserted]);
        bench.Answer();
        bench.Fire();
        bench.Answer(BindingStatus.TimestampLowerThanPreviousAccepted);

        Assert.True(bench.Detach(slot));

        Assert.Equal(0, bench.Mag.Count);
    }

    [Fact]
    public void Clock_DoubtedAndNotSynchronised_UpdatesRestUntilItIs()
    {
        MagBench bench = new() { KeepsClock = false };
        bench.Attach(MagBench.Request());
        bench.Answer(BindingStatus.TimestampMismatch);

        bench.Fire();
        bench.Fire();
        Assert.Equal(1, bench.UpdatesSent);
        Assert.Equal(2, bench[MagCounter.UpdatesHeldByClock]);
        bench.KeepsClock = true;
        bench.Fire();

        Assert.Equal(2, bench.UpdatesSent);
    }
}
