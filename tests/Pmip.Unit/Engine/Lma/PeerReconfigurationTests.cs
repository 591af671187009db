using System;
using System.Linq;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Peers;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>Another list of MAGs: who stays keeps everything, who goes ends in order, who comes is there at once.</summary>
public sealed class PeerReconfigurationTests
{
    private static readonly Registration Good = new();
    private readonly AnchorBench _bench = new();

    [Fact]
    public void Peer_Added_MayRegisterAtOnce()
    {
        Assert.True(_bench.Send(Good with { From = "2001:db8:f::77" }).IsSilent);

        _bench.Reconfigure(static c => c with { Peers = [.. c.Peers, new PeerConfiguration { Name = "mag7", Ipv6 = IpAddress.Parse("2001:db8:f::77") }] });

        Assert.Equal(BindingStatus.Accepted, _bench.Send(Good with { From = "2001:db8:f::77" }).Status);
    }

    [Fact]
    public void Peer_Removed_ItsBindingsAreRevokedAndThenItIsAStranger()
    {
        _bench.Send(Good);
        _bench.Send(Good with { Identifier = "mn2@example.com", From = AnchorBench.Mag2 });

        AffectedBindings affected = _bench.Reconfigure(static c => c with { Peers = [.. c.Peers.Skip(1)] });
        Assert.True(_bench.Anchor.Peers.TryRead(0, out PeerView leaving) && leaving.IsLeaving);
        Assert.Equal(BindingStatus.MagNotAuthorizedForProxyRegistration, _bench.Send(Good with { Identifier = "mn3@example.com" }).Status);
        SentRevocation sent = Assert.Single(_bench.ExpireAll().SelectMany(static step => step.Revocations));
        Assert.Equal(1, _bench.Acknowledge(sent).Notices.Count(static notice => notice == EngineNotice.BindingRevoked));

        Assert.Equal(1, affected[BindingContradiction.PeerRemoved]);
        Assert.False(_bench.Anchor.Peers.TryRead(0, out _));
        Assert.True(_bench.Send(Good with { Sequence = 9 }).IsSilent);
        Assert.NotEqual(-1, _bench.SlotOf("mn2@example.com"));
    }

    [Fact]
    public void Peer_Removed_MayLetGoOfWhatItHas()
    {
        _bench.Send(Good);
        _bench.Reconfigure(static c => c with { Peers = [.. c.Peers.Skip(1)] });

        Answer answer = _bench.Send(Good with { Sequence = 2, Lifetime = 0, Handoff = HandoffIndicator.Unknown });

        Assert.Equal(BindingStatus.Accepted, answer.Status);
        _bench.Settle();
        _bench.Wait(1);
        _bench.ExpireAll();
        Assert.Equal(0, _bench.Anchor.Count);
        Assert.Equal(0, _bench.Anchor.Counters[LmaCounter.RevocationSent]);
    }

    [Fact]
    public void Peer_RemovedWhileItsNodeMovesAway_TheBindingStays()
    {
        _bench.Send(Good);
        _bench.Reconfigure(static c => c with { Peers = [.. c.Peers.Skip(1)] });

        _bench.Send(Good with { Sequence = 2, From = AnchorBench.Mag2, Handoff = HandoffIndicator.BetweenMags, Key = 0xB1 });
        _bench.Settle();

        Assert.Equal(1, _bench.Anchor.Count);
        Assert.False(_bench.Anchor.Peers.TryRead(0, out _));
    }

    [Fact]
    public void Peer_RenamedAndTolerated_KeepsItsBindingsAndWhatIsKnownOfIt()
    {
        _bench.Send(Good);

        AffectedBindings affected = _bench.Reconfigure(static c => c with
        {
            Peers = [c.Peers[1], c.Peers[0] with { Name = "west", Quirks = PeerQuirks.HostPrefixLength }, c.Peers[2]],
        });

        Assert.Equal(0, affected.Total);
        Assert.True(_bench.Anchor.Peers.TryRead(0, out PeerView view));
        Assert.Equal("west", view.Name);
        Assert.Equal(1, view.Bindings);
        Assert.Equal(1, view.Received);
        Assert.Equal(PeerQuirks.HostPrefixLength, _bench.Anchor.Peers.QuirksOf(0));
    }

    [Fact]
    public void Peer_WithAnotherAddress_IsAnotherPeer()
    {
        _bench.Send(Good);

        AffectedBindings affected = _bench.Reconfigure(static c => c with
        {
            Peers = [c.Peers[0] with { Ipv6 = IpAddress.Parse("2001:db8:f::99"), Ipv4 = default }, c.Peers[1], c.Peers[2]],
        });
        _bench.Settle();

        Assert.Equal(1, affected[BindingContradiction.PeerRemoved]);
        Assert.True(_bench.Send(Good).IsSilent);
        Assert.Equal(BindingStatus.Accepted, _bench.Send(Good with { From = "2001:db8:f::99" }).Status);
    }

    [Fact]
    public void Peer_ThatLosesOneOfItsAddresses_LosesWhatIsRegisteredFromIt()
    {
        _bench.Send(Good);
        _bench.Send(Good with { Identifier = "mn2@example.com", From = AnchorBench.Mag1Ipv4 });

        AffectedBindings affected = _bench.Reconfigure(static c => c with { Peers = [c.Peers[0] with { Ipv4 = default }, c.Peers[1], c.Peers[2]] });
        _bench.Settle();

        Assert.Equal(1, affected[BindingContradiction.PeerRemoved]);
        Assert.NotEqual(-1, _bench.SlotOf("mn1@example.com"));
        Assert.Equal(-1, _bench.SlotOf("mn2@example.com"));
    }

    [Fact]
    public void Prefix_Removed_ItsLearnedMagsGo()
    {
        _bench.Send(Good with { From = AnchorBench.Train });
        _bench.Send(Good with { Identifier = "mn2@example.com" });

        AffectedBindings affected = _bench.Reconfigure(static c => c with { Peers = [.. c.Peers.Take(2)] });
        _bench.Settle();

        Assert.Equal(1, affected[BindingContradiction.PeerRemoved]);
        Assert.Equal(1, _bench.Anchor.Count);
        Assert.Equal(2, _bench.Anchor.Peers.Count);
        Assert.True(_bench.Send(Good with { From = AnchorBench.Train }).IsSilent);
    }

    [Fact]
    public void Prefix_Narrowed_LearnedMagsWithinItStay()
    {
        _bench.Send(Good with { From = AnchorBench.Train });

        PeerConfiguration narrowed = _bench.Configuration.Peers[2] with { Prefix = IpPrefix.Parse("2001:db8:e::/64"), Name = "rail" };
        Assert.Equal(0, _bench.Reconfigure(c => c with { Peers = [c.Peers[0], c.Peers[1], narrowed] }).Total);

        Assert.True(_bench.Anchor.Peers.TryRead(2, out PeerView view));
        Assert.Equal("rail", view.Name);
        Assert.Equal(1, view.Bindings);
    }

    [Fact]
    public void LearnedMag_NamedByTheConfiguration_KeepsItsBindings_AndMayBecomeALearnedOneAgain()
    {
        _bench.Send(Good with { From = AnchorBench.Train });

        PeerConfiguration named = new() { Name = "train5", Ipv6 = IpAddress.Parse(AnchorBench.Train) };
        Assert.Equal(0, _bench.Reconfigure(c => c with { Peers = [.. c.Peers, named] }).Total);
        Assert.True(_bench.Anchor.Peers.TryRead(2, out PeerView view));
        Assert.Equal("train5", view.Name);
        Assert.Equal(0, _bench.Reconfigure(static c => c with { Peers = [.. c.Peers.Take(3)] }).Total);

        Answer refreshed = _bench.Send(Good with { From = AnchorBench.Train, Sequence = 2, Handoff = HandoffIndicator.ReRegistration });
        Assert.Equal(BindingStatus.Accepted, refreshed.Status);
        Assert.Equal(1, _bench.Anchor.Count);
    }

    [Fact]
    public void Peers_MoreThanTheTableHolds_AreRefused()
    {
        PeerConfiguration[] five = Others(5);

        _bench.Reconfigure(c => c with { Peers = five }, ReconfigurationStatus.PeersTooMany);
    }

    [Fact]
    public void Peers_WhilePlacesAreHeldByOnesThatLeave_AreRefusedAndNothingChanges()
    {
        _bench.Send(Good);
        PeerConfiguration[] four = Others(4);

        _bench.Reconfigure(c => c with { Peers = four }, ReconfigurationStatus.PeerTableFull);
        Assert.Equal(BindingStatus.Accepted, _bench.Send(Good with { Sequence = 2, Handoff = HandoffIndicator.ReRegistration }).Status);
        _bench.Remove(_bench.SlotOf("mn1@example.com"));
        _bench.Reconfigure(c => c with { Peers = four });

        Assert.Equal(4, _bench.Anchor.Peers.Count);
        Assert.True(_bench.Send(Good with { From = AnchorBench.Mag2 }).IsSilent);
        Assert.Equal(BindingStatus.Accepted, _bench.Send(Good with { From = "2001:db8:f::104" }).Status);
    }

    [Fact]
    public void Peer_Gone_ANewcomerOfAPrefixGetsItsPlace()
    {
        _bench.Reconfigure(static c => c with { Peers = [c.Peers[2]] });

        for (int i = 1; i <= 4; i++)
        {
            Assert.Equal(BindingStatus.Accepted, _bench.Send(Good with { From = $"2001:db8:e::{i}", Identifier = $"mn{i}@example.com" }).Status);
        }

        Assert.Equal(4, _bench.Anchor.Peers.Count);
    }

    [Fact]
    public void Heartbeats_TurnedOnAndOff_FollowTheConfiguration()
    {
        _bench.Send(Good);
        Assert.Empty(_bench.ExpireAll());

        _bench.Reconfigure(static c => c with { Supervision = c.Supervision with { HeartbeatInterval = Duration.FromSeconds(30) } });
        _bench.Settle();
        Assert.Equal(1, _bench.Anchor.Supervision.Counters[SupervisionCounter.HeartbeatRequestsSent]);

        _bench.Reconfigure(static c => c with { Supervision = c.Supervision with { HeartbeatInterval = Duration.FromSeconds(4) } });
        _bench.Settle();
        Assert.Equal(3, _bench.Anchor.Supervision.Counters[SupervisionCounter.HeartbeatRequestsSent]);

        _bench.Reconfigure(static c => c with { Supervision = c.Supervision with { HeartbeatInterval = Duration.Zero } });
        _bench.Settle();
        Assert.Equal(3, _bench.Anchor.Supervision.Counters[SupervisionCounter.HeartbeatRequestsSent]);
    }

    [Fact]
    public void RestartCounter_OfAnotherConfiguration_IsThatOfTheProcess()
    {
        AnchorBench bench = new(static c => c with { Supervision = c.Supervision with { RestartCounter = 7 } });
        bench.Reconfigure(static c => c with { Supervision = c.Supervision with { RestartCounter = 9 } });

        Heartbeat request = new() { Sequence = 3 };
        byte[] room = new byte[64];
        request.Emit(room, out int written);
        Answer answer = bench.Receive(Good.Path, room.AsSpan(0, written));

        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(answer.Octets, out MobilityHeader header));
        Assert.Equal(WireStatus.Ok, Heartbeat.TryRead(header, out Heartbeat response));
        Assert.Equal(7u, response.RestartCounter);
    }

    [Fact]
    public void WaitingUpdate_OfAMagThatIsRemoved_RegistersNothing()
    {
        AnchorBench bench = new(static c => c with { Mode = SpecificationMode.Ietf, UnknownHandoff = UnknownHandoffRule.Wait });
        bench.Send(Good with { TimestampOffset = 0 });
        bench.Wait(1);
        bench.Send(Good with { TimestampOffset = 0, From = AnchorBench.Mag2, Handoff = HandoffIndicator.Unknown, Key = 0xB1 });

        bench.Reconfigure(static c => c with { Peers = [c.Peers[0], c.Peers[2]] });
        bench.Settle();

        Assert.Equal(1, bench.Anchor.Count);
        Assert.False(bench.Anchor.Peers.TryRead(1, out _));
    }

    private static PeerConfiguration[] Others(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new PeerConfiguration { Name = $"m{i}", Ipv6 = IpAddress.Parse($"2001:db8:f::{i + 100}") })];
}
