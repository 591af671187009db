using System.Linq;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>The old MAG is told that the node has left it, and what it answers does not touch the binding (RFC 5846 7.1).</summary>
public sealed class OldMagTests
{
    private readonly AnchorBench _bench = new();

    [Theory]
    [InlineData(HandoffIndicator.BetweenMags, AccessTechnologyType.Ethernet, RevocationTrigger.HandoverSameAccess)]
    [InlineData(HandoffIndicator.BetweenInterfaces, AccessTechnologyType.Eutran, RevocationTrigger.HandoverDifferentAccess)]
    [Trait("Requirement", "R5")]
    public void Pbu_FromTheNewMag_OldMagGetsARevocationOfWhatItHas(HandoffIndicator handoff, AccessTechnologyType technology, RevocationTrigger trigger)
    {
        Answer before = _bench.Send(new Registration());

        Answer after = _bench.Send(Moved(2) with { Handoff = handoff, Technology = technology });

        SentRevocation sent = Assert.Single(after.Revocations);
        Assert.Equal(trigger, sent.Trigger);
        Assert.Equal(IpAddress.Parse(AnchorBench.Mag1), sent.Path.Remote);
        Assert.Equal("mn1@example.com", sent.Identifier);
        Assert.Equal(before.Prefixes, sent.Prefixes);
    }

    [Theory]
    [InlineData(RevocationStatus.Success)]
    [InlineData(RevocationStatus.BindingDoesNotExist)]
    [InlineData(RevocationStatus.MobileNodeAttached)]
    [InlineData(RevocationStatus.FunctionNotSupported)]
    [Trait("Requirement", "R5")]
    public void Bra_OfTheOldMag_AnyStatus_NewBindingIsUnharmed(RevocationStatus status)
    {
        _bench.Send(new Registration());
        Answer after = _bench.Send(Moved(2));

        Answer end = _bench.Acknowledge(after.Revocations[0], status);

        Assert.Null(end.Removed);
        Assert.Null(end.Installed);
        RequireAtMag2();
    }

    [Fact]
    public void Revocation_OldMagSilent_SentTwiceAndTheNewBindingIsUnharmed()
    {
        _bench.Send(new Registration());
        Answer after = _bench.Send(Moved(2));

        _bench.Wait(1.1);
        Answer again = Assert.Single(_bench.ExpireAll());
        _bench.Wait(2.1);
        Answer end = Assert.Single(_bench.ExpireAll());

        Assert.Equal(after.Revocations[0].Octets, again.Revocations[0].Octets);
        Assert.Null(end.Removed);
        Assert.Equal(0, _bench.Anchor.RevocationCount);
        RequireAtMag2();
    }

    [Fact]
    public void BindingError_OfTheOldMag_NewBindingIsUnharmedAndItIsNotToldAgain()
    {
        _bench.Send(new Registration());
        Answer after = _bench.Send(Moved(2));

        _bench.AnswerWithError(after.Revocations[0]);
        _bench.ExpireAll();
        _bench.Send(new Registration { Sequence = 3, Handoff = HandoffIndicator.BetweenMags });
        Answer third = _bench.Send(Moved(4));

        Assert.Empty(third.Revocations);
        RequireAtMag2();
    }

    [Fact]
    public void Pbu_FromTheNewMagAfterTheOldOneLeft_NoRevocation()
    {
        _bench.Send(new Registration());
        _bench.Send(new Registration { Sequence = 2, Lifetime = 0, Handoff = HandoffIndicator.Unknown });

        Assert.Empty(_bench.Send(Moved(3)).Revocations);
    }

    [Fact]
    public void Pbu_FromTheNewMag_SwitchedOff_NoRevocation()
    {
        AnchorBench bench = new(c => c with { RevokeAtOldMag = false });
        bench.Send(new Registration());

        Assert.Empty(bench.Send(Moved(2)).Revocations);
    }

    [Fact]
    public void Handovers_AThousandAtOnce_EachOldMagIsTold()
    {
        AnchorBench bench = new(c => c with { Limits = new EngineLimits { Bindings = 1024, Peers = 4 } });
        for (int i = 0; i < 1000; i++)
        {
            bench.Send(new Registration { Identifier = $"mn{i}", Key = 1 + (uint)i });
        }

        int told = Enumerable.Range(0, 1000).Sum(i => bench.Send(Moved(2) with { Identifier = $"mn{i}", Key = 1 + (uint)i }).Revocations.Count);

        Assert.Equal(1000, told);
        bench.Wait(4);
        bench.ExpireAll();
        bench.Wait(4);
        bench.ExpireAll();
        Assert.Equal(0, bench.Anchor.RevocationCount);
        Assert.Equal(1000, bench.Anchor.Count);
    }

    private static Registration Moved(ushort sequence) =>
        new() { From = AnchorBench.Mag2, Sequence = sequence, Handoff = HandoffIndicator.BetweenMags, Key = 0xB2 };

    private void RequireAtMag2()
    {
        Assert.True(_bench.Anchor.TryRead(_bench.SlotOf("mn1@example.com"), _bench.Now, out BindingCacheEntryView view));
        Assert.Equal(BindingState.Active, view.State);
        Assert.Equal(IpAddress.Parse(AnchorBench.Mag2), view.CareOfAddress);
        Assert.Equal(new GreKey(0xB2), view.DownlinkKey);
    }
}
