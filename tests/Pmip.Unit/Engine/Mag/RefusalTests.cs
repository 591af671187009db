using Pmip.Engine;
using Pmip.Engine.Mag;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

/// <summary>Refusals that the MAG does something about.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void Refusal135_BySequenceNumbers_TheLmasNumberIsTakenOver()
    {
        MagBench bench = new(static c => c with { UseTimestamps = false });
        int slot = bench.Attach(MagBench.Request());

        bench.Answer(BindingStatus.SequenceNumberOutOfWindow, static (ref ProxyBindingAcknowledgement a) => a.Sequence = 0xFFFF);

        Assert.Equal(1, bench[MagCounter.SequenceNumbersAdopted]);
        Assert.Equal([EffectKind.Transmit], bench.Kinds());
        Assert.Equal(0, MagBench.Read(bench.LastUpdate).Sequence);
        bench.Answer();
        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(slot));
    }

    [Fact]
    public void Refusal135_AgainAndAgain_GivenUpAfterTheTransmissions()
    {
        MagBench bench = new(static c => c with { UseTimestamps = false, TransmissionsMax = 3 });
        bench.Attach(MagBench.Request());

        for (int i = 0; i < 10; i++)
        {
            bench.Answer(BindingStatus.SequenceNumberOutOfWindow);
        }

        Assert.Equal(3, bench.UpdatesSent);
        bench.Advance(60_000);
        Assert.Equal((byte)BindingStatus.SequenceNumberOutOfWindow, bench.Single(EffectKind.ConnectionRefused).Code);
    }

    // The number that the LMA tells may be that of another connection of the node: it is none that we sent for this one.
    [Fact]
    public void Refusal135_WithoutATransmissionLeft_ItsNumberIsNoAnswer()
    {
        MagBench bench = new(static c => c with { UseTimestamps = false, TransmissionsMax = 1 });
        int slot = bench.Attach(MagBench.Request());

        bench.Answer(BindingStatus.SequenceNumberOutOfWindow, static (ref ProxyBindingAcknowledgement a) => a.Sequence = 4711);
        bench.Answer(change: static (ref ProxyBindingAcknowledgement a) => a.Sequence = 4711);

        Assert.Equal(1, bench[MagCounter.AnswersUnmatched]);
        Assert.Equal(BindingUpdateState.Registering, bench.StateOf(slot));
    }

    [Fact]
    public void Refusal135_WithTimestamps_IsARefusalLikeAnother()
    {
        MagBench bench = new();
        bench.Attach(MagBench.Request());

        bench.Answer(BindingStatus.SequenceNumberOutOfWindow);

        Assert.Equal([EffectKind.ConnectionRefused], bench.Kinds());
    }

    [Fact]
    public void Sequence_TwoConnectionsOfANode_NumbersInUseAreLeftOut()
    {
        MagBench bench = new(static c => c with { UseTimestamps = false });
        bench.Attach(MagBench.Request(accessPoint: 0));
        ushort taken = MagBench.Read(bench.LastUpdate).Sequence;
        bench.Attach(MagBench.Request(pdnConnectionId: 2));

        bench.Answer(BindingStatus.SequenceNumberOutOfWindow, (ref ProxyBindingAcknowledgement a) =>
        {
            a.HasPdnConnectionId = true;
            a.PdnConnectionId = 2;
            a.Sequence = unchecked((ushort)(taken - 1));
        });

        Assert.Equal(2, MagBench.Read(bench.LastUpdate).PdnConnectionId);
        Assert.Equal(unchecked((ushort)(taken + 1)), MagBench.Read(bench.LastUpdate).Sequence);
    }

    [Fact]
    public void Refusal155_OfARefresh_AnyAddressIsAskedForOnce()
    {
        MagBench bench = new();
        int slot = bench.AttachUp();
        bench.Fire();

        bench.Answer(BindingStatus.NotAuthorizedForHomeNetworkPrefix);
        bench.CheckLastUpdate(static (in ProxyBindingUpdate u) =>
        {
            Assert.True(u.HomeNetworkPrefixes[0].Address.IsUnspecified);
            Assert.True(u.Ipv4HomeAddressRequest.Address.IsUnspecified);
            Assert.Equal(HandoffIndicator.Unknown, u.HandoffIndicator);
        });
        Assert.Equal(1, bench[MagCounter.PrefixesGivenUp]);

        bench.Answer(change: static (ref ProxyBindingAcknowledgement a) =>
        {
            IpPrefixList other = default;
            other.TryAdd(IpPrefix.Parse("2001:db8:100:2::/64"));
            a.HomeNetworkPrefixes = other;
        });
        Assert.Equal([EffectKind.InstallSession, EffectKind.ConnectionUp], bench.Kinds());
        Assert.Equal(IpPrefix.Parse("2001:db8:100:2::/64"), bench.Single(EffectKind.InstallSession).Session.HomeNetworkPrefixes[0]);
        Assert.Equal(1, bench[MagCounter.ConnectionsChanged]);
        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(slot));
    }

    [Fact]
    public void Refusal155_Twice_ConnectionDown()
    {
        MagBench bench = new();
        bench.AttachUp();
        bench.Fire();

        bench.Answer(BindingStatus.NotAuthorizedForHomeNetworkPrefix);
        bench.Answer(BindingStatus.NotAuthorizedForHomeNetworkPrefix);

        Assert.Equal([EffectKind.RemoveSession, EffectKind.ConnectionDown], bench.Kinds());
    }

    [Fact]
    public void Refusal156_OurClockStays_TriedAgainLaterThenRefused()
    {
        MagBench bench = new();
        bench.Attach(MagBench.Request());
        ulong before = MagBench.Read(bench.LastUpdate).Timestamp;

        for (int i = 0; i < 5; i++)
        {
            bench.Answer(BindingStatus.TimestampMismatch, static (ref ProxyBindingAcknowledgement a) => a.Timestamp += 1_000_000 << 16);
            Assert.DoesNotContain(EffectKind.Transmit, bench.Kinds());
            bench.Fire();
        }

        Assert.Equal(5, bench.UpdatesSent);
        Assert.Equal(5, bench[MagCounter.TimestampMismatches]);
        Assert.InRange(MagBench.Read(bench.LastUpdate).Timestamp, before, before + (16 * WallUnits));
        Assert.Equal((byte)BindingStatus.TimestampMismatch, bench.Single(EffectKind.ConnectionRefused).Code);
    }

    // P13: the clock was ahead, was put right, and what was sent with it must not keep the node out.
    [Fact]
    public void Refusal156_OurClockWasAheadAndIsRightAgain_TheRightTimeIsSent()
    {
        MagBench bench = new();
        int slot = bench.AttachUp();
        WallClock right = bench.Wall;
        bench.Wall = new WallClock(right.Timestamp + (86_400 * WallUnits), right.IsSynchronised);
        bench.Fire();
        ulong ahead = MagBench.Read(bench.LastUpdate).Timestamp;
        bench.Wall = new WallClock(bench.Wall.Timestamp - (86_400 * WallUnits), right.IsSynchronised);
        bench.Answer(BindingStatus.TimestampMismatch);

        bench.Fire();

        ulong sent = MagBench.Read(bench.LastUpdate).Timestamp;
        Assert.True(sent < ahead);
        Assert.Equal(bench.Wall.Timestamp, sent);
        bench.Answer();
        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(slot));
    }

    [Fact]
    public void Refusal157_SentAgainAtOnceWithALaterTimestamp_ThenByTheTimer()
    {
        MagBench bench = new();
        int slot = bench.Attach(MagBench.Request());
        ulong first = MagBench.Read(bench.LastUpdate).Timestamp;

        bench.Answer(BindingStatus.TimestampLowerThanPreviousAccepted);
        Assert.Equal(2, bench.UpdatesSent);
        Assert.True(MagBench.Read(bench.LastUpdate).Timestamp > first);
        bench.Answer(BindingStatus.TimestampLowerThanPreviousAccepted);
        Assert.Equal(2, bench.UpdatesSent);
        bench.Fire();
        Assert.Equal(3, bench.UpdatesSent);
        bench.Answer();

        Assert.Equal(2, bench[MagCounter.TimestampsLower]);
        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(slot));
    }

    [Fact]
    public void Refusal163_OfADeregistration_SentAgainWithTheKey()
    {
        MagBench bench = new(static c => c with { Mode = Pmip.Engine.Configuration.SpecificationMode.Ietf });
        int slot = bench.AttachUp();
        GreKey key = bench.DownlinkKeyOf(slot);
        bench.Detach(slot);
        Assert.False(MagBench.Read(bench.LastUpdate).HasGreKeyOption);

        bench.Answer(BindingStatus.GreKeyOptionRequired);
        Assert.Equal(key, MagBench.Read(bench.LastUpdate).GreKey);
        Assert.Equal(1, bench[MagCounter.KeysDemanded]);
        bench.Answer();

        Assert.Equal(1, bench[MagCounter.DeregistrationsAccepted]);
        Assert.Equal(0, bench.Mag.Count);
    }

    [Fact]
    public void Refusal163_OfARegistration_TriedOnceMore()
    {
        MagBench bench = new();
        bench.Attach(MagBench.Request());

        bench.Answer(BindingStatus.GreKeyOptionRequired);
        Assert.True(MagBench.Read(bench.LastUpdate).HasGreKey);
        bench.Answer(BindingStatus.GreKeyOptionRequired);

        Assert.Equal((byte)BindingStatus.GreKeyOptionRequired, bench.Single(EffectKind.ConnectionRefused).Code);
    }

    private const ulong WallUnits = 65536;
}
