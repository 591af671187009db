using System.Text;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;
using Pmip.Engine.Peers;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

/// <summary>Another configuration for a MAG ends what it contradicts and nothing else.</summary>
public sealed class ReconfigurationTests
{
    private readonly MagBench _bench = new();

    [Fact]
    public void Configuration_TheSame_ChangesNothing()
    {
        int slot = _bench.AttachUp();
        Instant deadline = _bench.Mag.NextDeadline;

        Assert.Equal(0, _bench.Reconfigure(static c => c with { }).Total);

        Assert.Equal(deadline, _bench.Mag.NextDeadline);
        Assert.Equal(BindingUpdateState.Registered, _bench.StateOf(slot));
        Assert.Equal(1, _bench[MagCounter.Reconfigured]);
    }

    [Fact]
    public void Configuration_OtherInWhatHoldsForLife_IsRefused()
    {
        _bench.Reconfigure(static c => c with { Ipv6 = IpAddress.Parse("2001:db8::9") }, ReconfigurationStatus.FixedForLife);
        _bench.Reconfigure(static c => c with { DownlinkKeyScope = DownlinkKeyScope.Lma }, ReconfigurationStatus.FixedForLife);
        Assert.Equal(0, _bench[MagCounter.Reconfigured]);
    }

    [Fact]
    public void Lma_Removed_ItsConnectionsAreDeregisteredThereAndOthersStay()
    {
        int first = _bench.AttachUp();
        int second = _bench.Attach(MagBench.Request("mn2@example.com", lma: 1, accessNode: 8));
        _bench.Answer(lma: 1);
        SignallingPath path = _bench.LastPath;

        AffectedBindings affected = _bench.Reconfigure(static c => c with { Lmas = [c.Lmas[1]] });
        _bench.Advance(10);

        Assert.Equal(1, affected[BindingContradiction.PeerRemoved]);
        Assert.Equal((byte)ConnectionEnd.Reconfigured, _bench.Single(EffectKind.ConnectionDown).Code);
        Assert.Equal(BindingUpdateState.Deregistering, _bench.StateOf(first));
        Assert.Equal(BindingUpdateState.Registered, _bench.StateOf(second));
        _bench.CheckLastUpdate(static (in ProxyBindingUpdate update) => Assert.Equal(0, update.LifetimeUnits));
        Assert.NotEqual(path, _bench.LastPath);
        _bench.Advance(5000);
        Assert.Equal(BindingUpdateState.Free, _bench.StateOf(first));
        Assert.False(_bench.Mag.Peers.TryRead(0, out _));
        Assert.Equal(1, _bench[MagCounter.ConnectionsContradicted]);
    }

    [Fact]
    public void Lmas_InAnotherOrder_AreNamedByTheirNewPlaces()
    {
        int slot = _bench.AttachUp();

        Assert.Equal(0, _bench.Reconfigure(static c => c with { Lmas = [c.Lmas[1], c.Lmas[0]] }).Total);
        _bench.Attach(MagBench.Request("mn2@example.com", lma: 1, accessNode: 8));

        Assert.Equal(IpAddress.Parse("2001:db8:f::1"), _bench.LastPath.Remote);
        Assert.Equal(BindingUpdateState.Registered, _bench.StateOf(slot));
    }

    [Fact]
    public void Lma_Added_TakesConnectionsAtOnce()
    {
        _bench.Reconfigure(static c => c with { Lmas = [.. c.Lmas, new PeerConfiguration { Name = "lma3", Ipv6 = IpAddress.Parse("2001:db8:f::3") }] });

        int slot = _bench.Attach(MagBench.Request(lma: 2));
        _bench.Answer(lma: 2);

        Assert.Equal(BindingUpdateState.Registered, _bench.StateOf(slot));
        Assert.Equal(IpAddress.Parse("2001:db8:f::3"), _bench.LastPath.Remote);
    }

    [Fact]
    public void Lma_OverAnotherTransport_ConnectionsAreRegisteredAgainAndTheDataPathFollowsTheAnswer()
    {
        int slot = _bench.AttachUp();

        Assert.Equal(0, _bench.Reconfigure(static c => c with { Lmas = [c.Lmas[0] with { Form = SignallingForm.UdpBare }, c.Lmas[1]] }).Total);
        _bench.Advance(10);

        Assert.Equal(BindingUpdateState.Refreshing, _bench.StateOf(slot));
        Assert.Equal(IpAddress.Parse("192.0.2.1"), _bench.LastPath.OuterRemote);
        _bench.CheckLastUpdate(static (in ProxyBindingUpdate update) => Assert.Equal(HandoffIndicator.Unknown, update.HandoffIndicator));
        _bench.Receive(MagBench.AnswerTo(_bench.LastUpdate), _bench.LastPath);
        Assert.Equal(IpAddress.Parse("192.0.2.1"), _bench.Single(EffectKind.InstallSession).Session.RemoteEndpoint);
        Assert.Equal(1, _bench[MagCounter.ConnectionsRerouted]);
    }

    [Fact]
    public void AccessPoint_Removed_ItsConnectionsEndAndPlacesFollowTheList()
    {
        int internet = _bench.AttachUp();
        int ims = _bench.Attach(MagBench.Request("mn2@example.com", accessPoint: 1, accessNode: 8));
        _bench.Answer();

        AffectedBindings affected = _bench.Reconfigure(static c => c with { AccessPoints = ["ims", "lab"] });
        _bench.Advance(10);

        Assert.Equal(1, affected[BindingContradiction.AccessPointRemoved]);
        Assert.Equal(BindingUpdateState.Deregistering, _bench.StateOf(internet));
        _bench.CheckLastUpdate(static (in ProxyBindingUpdate update) => Assert.Equal("internet"u8, update.ServiceSelection[1..]));
        Assert.True(_bench.Mag.TryRead(ims, _bench.Now, out BindingUpdateListEntryView view));
        Assert.Equal(0, view.AccessPointIndex);
        Assert.True(_bench.Mag.FindConnection(Encoding.UTF8.GetBytes("mn2@example.com"), 0, 0, out int found));
        Assert.Equal(ims, found);
        _bench.Attach(MagBench.Request("mn3@example.com", accessPoint: 1, accessNode: 9));
        _bench.CheckLastUpdate(static (in ProxyBindingUpdate update) => Assert.Equal("lab"u8, update.ServiceSelection[1..]));
    }

    [Fact]
    public void Key_ExcludedWhileAConnectionHasIt_TheConnectionEnds()
    {
        int slot = _bench.AttachUp();
        GreKey key = _bench.DownlinkKeyOf(slot);

        Assert.Equal(1, _bench.Reconfigure(c => c with { ExcludedKeys = [key] })[BindingContradiction.KeyExcluded]);
        _bench.Advance(10);

        Assert.Equal(BindingUpdateState.Deregistering, _bench.StateOf(slot));
    }

    [Fact]
    public void Lifetime_Changed_IsAskedForWithTheNextUpdate()
    {
        int slot = _bench.AttachUp();

        _bench.Reconfigure(static c => c with { Lifetime = Duration.FromSeconds(80) });
        _bench.Reaffirm(slot);

        _bench.CheckLastUpdate(static (in ProxyBindingUpdate update) => Assert.Equal(20, update.LifetimeUnits));
    }

    [Fact]
    [Trait("Requirement", "R17")]
    public void KeysOfAnLma_RemovedAndBack_AreNotGivenAgainWhileTheyRest()
    {
        MagBench bench = new(static c => c with { DownlinkKeyScope = DownlinkKeyScope.Lma, Limits = c.Limits with { Peers = 2 } });
        int slot = bench.AttachUp();
        GreKey first = bench.DownlinkKeyOf(slot);
        MagConfiguration both = bench.Configuration;
        bench.Reconfigure(static c => c with { Lmas = [c.Lmas[1]] });
        bench.Advance(6000);
        Assert.Equal(0, bench.Mag.Count);

        PeerConfiguration third = new() { Name = "lma3", Ipv6 = IpAddress.Parse("2001:db8:f::3") };
        bench.Reconfigure(c => c with { Lmas = [c.Lmas[0], third] }, ReconfigurationStatus.PeerTableFull);
        bench.Reconfigure(_ => both with { });

        Assert.NotEqual(first, bench.DownlinkKeyOf(bench.AttachUp()));
        bench.Detach(0);
        bench.Answer();
        bench.Reconfigure(static c => c with { Lmas = [c.Lmas[1]] });
        bench.Advance(61_000);
        bench.Reconfigure(c => c with { Lmas = [c.Lmas[0], third] });
        Assert.Equal(2, bench.Mag.Peers.Count);
    }

    [Fact]
    public void Identity_Given_AllowsARevocationOfEverything()
    {
        _bench.AttachUp();
        Assert.Equal(GlobalRevocationStart.NoIdentity, _bench.RevokePeer());

        _bench.Reconfigure(static c => c with { Identity = "mag1.example.com" });

        Assert.Equal(GlobalRevocationStart.Pending, _bench.RevokePeer());
    }

    [Fact]
    public void Heartbeats_TurnedOn_AreAskedForOfTheLmasWithConnections()
    {
        _bench.AttachUp();

        _bench.Reconfigure(static c => c with { Supervision = c.Supervision with { HeartbeatInterval = Duration.FromSeconds(30) } });
        _bench.Advance(5000);

        Assert.Equal(1, _bench.Mag.Supervision.Counters[SupervisionCounter.HeartbeatRequestsSent]);
    }

    [Fact]
    public void Contradiction_WhileTheNodeIsAskedFor_EndsTheConnectionAllTheSame()
    {
        int slot = _bench.AttachUp();
        _bench.Revoke(RevocationTrigger.HandoverUnknown);

        _bench.Reconfigure(static c => c with { Lmas = [c.Lmas[1]] });
        _bench.Advance(6000);

        Assert.Equal(BindingUpdateState.Free, _bench.StateOf(slot));
        Assert.Equal(0, _bench.Mag.Peers.BindingsOf(0));
        Assert.False(_bench.Mag.Peers.TryRead(0, out _));
    }

    [Fact]
    public void BackOff_OfAnAccessPointThatStays_GoesOn()
    {
        _bench.Attach(MagBench.Request());
        _bench.Answer(BindingStatus.InsufficientResources, static (ref ProxyBindingAcknowledgement answer) =>
        {
            answer.OptionSet.ThreeGpp.HasBackOffTime = true;
            answer.OptionSet.ThreeGpp.BackOffTime = new Pmip.Wire.Options.BackOffTime(5);
        });

        _bench.Reconfigure(static c => c with { AccessPoints = ["lab", "internet"], Lmas = [c.Lmas[1], c.Lmas[0]] });

        Assert.Equal(10, _bench.Mag.BackOffUntil(1, 1).Since(_bench.Now).Seconds);
        Assert.Equal(AttachStatus.Pending, _bench.TryAttach(MagBench.Request(accessPoint: 0, lma: 1), out _));
    }
}
