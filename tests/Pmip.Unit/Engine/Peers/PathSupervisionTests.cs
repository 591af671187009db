using System.Collections.Generic;
using System.Linq;
using Pmip.Engine;
using Pmip.Engine.Lma;
using Pmip.Engine.Peers;
using Pmip.Unit.Engine.Lma;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Peers;

public sealed class PathSupervisionTests
{
    private const HeartbeatFlags Announcement = HeartbeatFlags.Response | HeartbeatFlags.Unsolicited;
    private static readonly Registration Good = WatchedAnchor.Good;
    private readonly WatchedAnchor _anchor = new();

    [Fact]
    public void Request_OfAPeerWithoutBindings_IsAnsweredWithItsNumberAndOurCounter()
    {
        Answer answer = _anchor.Send(HeartbeatFlags.None, 0xFFFF_FFFF, null);

        Assert.Equal(new Beat(AnchorBench.Mag1, HeartbeatFlags.Response, 0xFFFF_FFFF, 9), WatchedAnchor.Read(answer));
        Assert.Equal(1, _anchor[SupervisionCounter.HeartbeatRequestsAnswered]);
    }

    [Fact]
    public void Request_OfAStranger_IsNotAnswered()
    {
        Assert.True(_anchor.Send(HeartbeatFlags.None, 1, null, "2001:db8:dead::1").IsSilent);
        Assert.Equal(0, _anchor[SupervisionCounter.HeartbeatRequestsAnswered]);
    }

    [Fact]
    public void Requests_WithoutABinding_AreNotSent()
    {
        Assert.Empty(_anchor.Wait(10_000).Beats);
    }

    [Fact]
    public void Requests_WithABinding_AreSentOncePerIntervalUntilItEnds()
    {
        _anchor.Bench.Send(Good);

        List<Beat> sent = _anchor.Wait(WatchedAnchor.IntervalSeconds / 4.0).Beats;
        Assert.Equal(AnchorBench.Mag1, Assert.Single(sent).To);
        _anchor.Send(HeartbeatFlags.Response, sent[0].Sequence, 1);
        _anchor.Bench.Remove(0);
        Assert.Empty(_anchor.Wait(1000).Beats);
    }

    [Fact]
    public void Requests_ToManyPeers_AreSpreadAndEachHasItsNumber()
    {
        _anchor.Bench.Send(Good);
        _anchor.Bench.Send(Good with { Identifier = "mn2@example.com", From = AnchorBench.Mag2 });

        List<Beat> beats = _anchor.Wait(WatchedAnchor.IntervalSeconds / 4.0).Beats;

        Assert.Equal([AnchorBench.Mag1, AnchorBench.Mag2], beats.Select(static b => b.To).Order());
        Assert.NotEqual(beats[0].Sequence, beats[1].Sequence);
    }

    [Fact]
    public void Response_Matched_ShowsThePeerReachableWithItsRoundTrip()
    {
        _anchor.Bench.Send(Good);
        Beat request = Assert.Single(_anchor.Wait(15).Beats);

        _anchor.Send(HeartbeatFlags.Response, request.Sequence, 4);

        PeerView view = _anchor.Peer();
        Assert.Equal(PeerPathState.Reachable, view.State);
        Assert.True(view.HasRoundTrip && view.HasRestartCounter);
        Assert.Equal(4u, view.RestartCounter);
        Assert.Equal(1, _anchor[SupervisionCounter.HeartbeatResponsesMatched]);
    }

    [Fact]
    public void Response_WithAnotherNumber_IsIgnored()
    {
        _anchor.Bench.Send(Good);
        Beat request = Assert.Single(_anchor.Wait(15).Beats);

        _anchor.Send(HeartbeatFlags.Response, request.Sequence + 1, 4);
        _anchor.Send(HeartbeatFlags.Response, request.Sequence, 4, AnchorBench.Mag2);

        Assert.Equal(2, _anchor[SupervisionCounter.HeartbeatResponsesUnmatched]);
        Assert.False(_anchor.Peer().HasRestartCounter);
        Assert.Equal(PeerPathState.Unknown, _anchor.Peer().State);
    }

    [Fact]
    public void Response_Twice_CountsOnce()
    {
        _anchor.Bench.Send(Good);
        Beat request = Assert.Single(_anchor.Wait(15).Beats);
        _anchor.Send(HeartbeatFlags.Response, request.Sequence, 4);

        _anchor.Send(HeartbeatFlags.Response, request.Sequence, 5);

        Assert.Equal(1, _anchor[SupervisionCounter.HeartbeatResponsesUnmatched]);
        Assert.Equal(4u, _anchor.Peer().RestartCounter);
    }

    [Fact]
    public void Peer_ThatMissesOneMoreThanAllowed_IsUnreachableAndItsBindingsEnd()
    {
        _anchor.Bench.Send(Good);
        _anchor.Bench.Send(Good with { Identifier = "mn2@example.com", From = AnchorBench.Mag2 });
        List<Answer> steps = [];
        for (int i = 0; i < 20; i++)
        {
            (List<Beat> beats, List<Answer> more) = _anchor.Wait(15);
            steps.AddRange(more);
            foreach (Beat beat in beats.Where(static b => b.To == AnchorBench.Mag2))
            {
                _anchor.Send(HeartbeatFlags.Response, beat.Sequence, 1, AnchorBench.Mag2);
            }
        }

        Assert.Single(steps, static s => s.Notices.Contains(EngineNotice.PeerUnreachable));
        Assert.Single(steps, static s => s.Notices.Contains(EngineNotice.BindingSwept));
        Assert.Equal(4, _anchor[SupervisionCounter.HeartbeatsMissed]);
        Assert.Equal(1, _anchor[SupervisionCounter.PeersUnreachable]);
        Assert.Equal(PeerPathState.Unreachable, _anchor.Peer().State);
        Assert.Equal(PeerPathState.Reachable, _anchor.Peer(1).State);
        Assert.Equal(1, _anchor.Anchor.Count);
    }

    [Fact]
    public void Peer_ThatMissesAsManyAsAllowedAndThenAnswers_StaysReachable()
    {
        _anchor.Bench.Send(Good);
        Beat last = _anchor.Wait(15 + (3 * 60)).Beats[^1];

        _anchor.Send(HeartbeatFlags.Response, last.Sequence, 1);

        Assert.Equal(3, _anchor[SupervisionCounter.HeartbeatsMissed]);
        Assert.Equal(0, _anchor.Peer().Missed);
        Assert.Equal(PeerPathState.Reachable, _anchor.Peer().State);
        Assert.Equal(1, _anchor.Anchor.Count);
    }

    [Fact]
    public void Peer_Unreachable_HeardAgain_IsReachable()
    {
        _anchor.Bench.Send(Good);
        _anchor.Wait(400);
        Assert.Equal(PeerPathState.Unreachable, _anchor.Peer().State);

        Answer answer = _anchor.Bench.Send(Good with { Sequence = 2 });

        Assert.Contains(EngineNotice.PeerReachable, answer.Notices);
        Assert.Equal(PeerPathState.Reachable, _anchor.Peer().State);
        Assert.Equal(1, _anchor[SupervisionCounter.PeersReachableAgain]);
    }

    [Fact]
    public void RestartCounter_First_IsOnlyKept()
    {
        _anchor.Bench.Send(Good);

        _anchor.AnswerNext(7);
        _anchor.AnswerNext(7);
        _anchor.Wait(1);

        Assert.Equal(0, _anchor[SupervisionCounter.PeersRestarted]);
        Assert.Equal(1, _anchor.Anchor.Count);
    }

    [Theory]
    [InlineData(8u)]
    [InlineData(6u)]
    [InlineData(0u)]
    public void RestartCounter_AnyOtherValue_EndsTheBindingsOfThatPeer(uint counter)
    {
        _anchor.Bench.Send(Good);
        _anchor.Bench.Send(Good with { Identifier = "mn2@example.com", From = AnchorBench.Mag2 });
        _anchor.Send(Announcement, 0, 7);

        Answer answer = _anchor.Send(Announcement, 0, counter);
        _anchor.Wait(1);

        Assert.Contains(EngineNotice.PeerRestarted, answer.Notices);
        Assert.Equal(1, _anchor[SupervisionCounter.PeersRestarted]);
        Assert.Equal(2, _anchor[SupervisionCounter.UnsolicitedResponsesReceived]);
        Assert.Equal(1, _anchor.Anchor.Count);
        Assert.Equal(1, _anchor.Anchor.Peers.BindingsOf(1));
    }

    [Fact]
    public void RestartCounter_Forged_EndsBindingsAtThePaceOfASweepAndNotAtOnce()
    {
        for (int i = 0; i < 20; i++)
        {
            _anchor.Bench.Send(Good with { Identifier = $"mn{i}@example.com" });
        }

        _anchor.Send(Announcement, 0, 7);
        Answer forged = _anchor.Send(Announcement, 0, 1234);

        Assert.DoesNotContain(EffectKind.RemoveSession, forged.Kinds);
        Assert.Single(_anchor.Bench.ExpireAll(), static s => s.Kinds.Contains(EffectKind.RemoveSession));
        Assert.Equal(19, _anchor.Anchor.Count);
    }

    [Fact]
    public void RestartCounter_Changed_BindingRegisteredAfterwards_Stays()
    {
        for (int i = 0; i < 8; i++)
        {
            _anchor.Bench.Send(Good with { Identifier = $"mn{i}@example.com" });
        }

        _anchor.Send(Announcement, 0, 7);
        _anchor.Send(Announcement, 0, 8);
        _anchor.Bench.Send(Good with { Identifier = "mn7@example.com", Sequence = 2, Handoff = HandoffIndicator.Unknown });
        _anchor.Wait(1);

        Assert.Equal(1, _anchor.Anchor.Count);
    }

    [Fact]
    public void UnsolicitedResponse_WithoutACounter_SaysNothing()
    {
        _anchor.Send(Announcement, 0, 7);
        _anchor.Send(Announcement, 0, null);

        Assert.Equal(1, _anchor[SupervisionCounter.UnsolicitedResponsesWithoutCounter]);
        Assert.Equal(7u, _anchor.Peer().RestartCounter);
    }

    [Fact]
    public void Start_AfterALoss_TellsEveryConfiguredPeerAFewTimes()
    {
        WatchedAnchor anchor = new(announces: true);

        List<Beat> beats = anchor.Wait(10).Beats;

        Assert.Equal(6, beats.Count);
        Assert.Equal(3, beats.Count(static b => b.To == AnchorBench.Mag1));
        Assert.All(beats, static b => Assert.Equal(new Beat(b.To, Announcement, 0, 9), b));
        Assert.Equal(6, anchor[SupervisionCounter.RestartsAnnounced]);
    }

    [Fact]
    public void BindingError_AfterARequest_TurnsHeartbeatsOffForThatPeer()
    {
        _anchor.Bench.Send(Good);
        _anchor.Wait(15);

        Answer answer = _anchor.Bench.Send(Good, [59, 2, (byte)MobilityHeaderType.BindingError, 0, 0, 0, 2, .. new byte[17]]);

        Assert.Contains(EngineNotice.PeerLacksFeature, answer.Notices);
        Assert.Empty(_anchor.Wait(1000).Beats);
        Assert.Equal(1, _anchor.Anchor.Count);
        Assert.Equal(PeerFeatures.Heartbeat, _anchor.Peer().Lacking);
        Assert.Equal(PeerPathState.Unknown, _anchor.Peer().State);
        Assert.Equal(1, _anchor[SupervisionCounter.FeaturesTurnedOff]);
    }

    [Fact]
    public void BindingError_WhenNothingWasAsked_IsCountedOnly()
    {
        Answer answer = _anchor.Bench.Send(Good, [59, 2, (byte)MobilityHeaderType.BindingError, 0, 0, 0, 2, .. new byte[17]]);

        Assert.Empty(answer.Notices);
        Assert.Equal(1, _anchor[SupervisionCounter.BindingErrorsUnexplained]);
    }

    [Fact]
    public void Heartbeat_Malformed_IsCountedAndDropped()
    {
        byte[] octets = [59, 2, 13, 0, 0, 0, 0, 0, 0, 0, 0, 1, 28, 3, 0, 0, 0, 1, 5, 0, 0, 0, 0, 0];

        Assert.True(_anchor.Bench.Send(Good, octets).IsSilent);
        Assert.Equal(1, _anchor[SupervisionCounter.HeartbeatsMalformed]);
    }

    [Fact]
    public void LearnedPeer_WhoseSlotIsTakenByAnother_LeavesNothingBehind()
    {
        _anchor.Send(Announcement, 0, 7, AnchorBench.Train);
        Assert.Equal(7u, _anchor.Peer(2).RestartCounter);

        _anchor.Send(HeartbeatFlags.None, 1, null, "2001:db8:e::6");

        Assert.False(_anchor.Peer(2).HasRestartCounter);
        _anchor.Send(Announcement, 0, 8, "2001:db8:e::6");
        Assert.Equal(0, _anchor[SupervisionCounter.PeersRestarted]);
    }

    [Fact]
    public void Supervision_WithoutAnInterval_SendsNothing()
    {
        WatchedAnchor silent = new(interval: 0);
        silent.Bench.Send(Good);

        Assert.Empty(silent.Wait(1000).Beats);
        Assert.Equal(1, silent.Anchor.Count);
    }

    [Fact]
    public void Requests_Sent_AreCounted()
    {
        _anchor.Bench.Send(Good);

        Assert.Equal(_anchor.Wait(200).Beats.Count, _anchor[SupervisionCounter.HeartbeatRequestsSent]);
        Assert.Equal(0, _anchor.Anchor.Counters[LmaCounter.MessageTypeUnknown]);
    }
}
