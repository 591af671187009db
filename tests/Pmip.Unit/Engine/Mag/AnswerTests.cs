using System;
using System.Text;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

public sealed class AnswerTests
{
    private const string Prefix = "1612004020010db8010000050000000000000000";

    private static readonly byte[] FourPrefixes = Convert.FromHexString(Prefix + Prefix + Prefix + Prefix);

    [Fact]
    [Trait("Requirement", "R1")]
    [Trait("Requirement", "R3")]
    [Trait("Requirement", "R15")]
    public void Answer_Accepts_SessionInstalledThenConnectionUp()
    {
        MagBench bench = new();
        int slot = bench.Attach(MagBench.Request());

        bench.Answer();

        Assert.Equal([EffectKind.InstallSession, EffectKind.ConnectionUp], bench.Kinds());
        TunnelSession session = bench.Single(EffectKind.InstallSession).Session;
        Assert.True(session.IsForwarding);
        Assert.Equal(TunnelRole.Mag, session.Role);
        Assert.Equal(MagBench.UplinkKey, session.SendKey);
        Assert.Equal(bench.DownlinkKeyOf(slot), session.ReceiveKey);
        Assert.Equal(bench.Configuration.Ipv6, session.LocalEndpoint);
        Assert.Equal(bench.Configuration.Lmas[0].Ipv6, session.RemoteEndpoint);
        Assert.Equal(MagBench.Prefix, session.HomeNetworkPrefixes[0]);
        Assert.Equal(MagBench.Address4, session.HomeAddress4);
        Assert.Equal(7, session.AccessNode);
        Assert.Equal(7, bench.Single(EffectKind.ConnectionUp).AccessNode);
        Assert.True(bench.Mag.TryRead(slot, bench.Now, out BindingUpdateListEntryView view));
        Assert.Equal("internet", Encoding.UTF8.GetString(view.AccessPoint));
        Assert.Equal(MagBench.Node, Encoding.UTF8.GetString(view.Identifier));
        Assert.Equal(400, view.LifetimeRemaining.Seconds);
        Assert.Equal(16, view.HomeAddress4PrefixLength);
        Assert.Equal(IpAddress.Parse("10.45.0.1"), view.DefaultRouter4);
        Assert.Equal(1, bench[MagCounter.ConnectionsUp]);
    }

    [Fact]
    public void Answer_GrantsMoreThanAsked_LifetimeIsWhatWeAskedFor()
    {
        MagBench bench = new();
        int slot = bench.Attach(MagBench.Request());

        bench.Answer(change: static (ref ProxyBindingAcknowledgement a) => a.LifetimeUnits = 0xFFFF);

        Assert.True(bench.Mag.TryRead(slot, bench.Now, out BindingUpdateListEntryView view));
        Assert.Equal(400, view.LifetimeGranted.Seconds);
    }

    [Fact]
    public void Answer_LinkLocalAddressAsked_TheLmasIsTakenAndRepeated()
    {
        MagBench bench = new(static c => c with { FixedLinkLocalAddress = default });
        int slot = bench.Attach(MagBench.Request());

        bench.Answer(change: static (ref ProxyBindingAcknowledgement a) =>
        {
            a.HasLinkLocalAddress = true;
            a.LinkLocalAddress = IpAddress.Parse("fe80::99");
        });
        bench.Fire();

        Assert.True(bench.Mag.TryRead(slot, bench.Now, out BindingUpdateListEntryView view));
        Assert.Equal(IpAddress.Parse("fe80::99"), view.LinkLocalAddress);
        Assert.Equal(IpAddress.Parse("fe80::99"), MagBench.Read(bench.LastUpdate).LinkLocalAddress);
    }

    [Fact]
    public void Answer_Unfit_IgnoredEachWithItsCounter()
    {
        MagBench bench = new();
        int slot = bench.Attach(MagBench.Request());
        byte[] update = bench.LastUpdate;

        bench.Answer(change: static (ref ProxyBindingAcknowledgement a) => a.Flags = 0);
        Assert.Equal(1, bench[MagCounter.AnswersWithoutProxyFlag]);
        bench.Answer(change: static (ref ProxyBindingAcknowledgement a) => a.HasIdentifier = false);
        Assert.Equal(1, bench[MagCounter.AnswersWithoutIdentifier]);
        bench.Answer(change: static (ref ProxyBindingAcknowledgement a) => a.Identifier = "mn2@example.com"u8);
        Assert.Equal(1, bench[MagCounter.AnswersForUnknownNode]);
        bench.Answer(change: static (ref ProxyBindingAcknowledgement a) => a.Sequence = unchecked((ushort)(a.Sequence + 1)));
        Assert.Equal(1, bench[MagCounter.AnswersUnmatched]);
        bench.Answer(lma: 1);
        Assert.Equal(1, bench[MagCounter.AnswersFromWrongPeer]);
        Assert.Empty(bench.Effects);
        Assert.Equal(BindingUpdateState.Registering, bench.StateOf(slot));

        bench.Answer(update: update);
        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(slot));
        bench.Answer(update: update);
        Assert.Equal(2, bench[MagCounter.AnswersUnmatched]);
    }

    public static TheoryData<MagCounter, AnswerChange> Contradictions => new()
    {
        { MagCounter.AnswersHandoffIndicatorDiffers, static (ref ProxyBindingAcknowledgement a) => a.HandoffIndicator = HandoffIndicator.BetweenMags },
        { MagCounter.AnswersAccessTechnologyDiffers, static (ref ProxyBindingAcknowledgement a) => a.AccessTechnologyType = AccessTechnologyType.Eutran },
        { MagCounter.AnswersLinkLayerIdentifierDiffers, static (ref ProxyBindingAcknowledgement a) => a.LinkLayerIdentifier = "123456"u8 },
        { MagCounter.AnswersLinkLayerIdentifierDiffers, static (ref ProxyBindingAcknowledgement a) => a.LinkLayerIdentifier = "12345678"u8 },
        { MagCounter.AnswersTimestampDiffers, static (ref ProxyBindingAcknowledgement a) => a.Timestamp++ },
        { MagCounter.AnswersPrefixesTooMany, static (ref ProxyBindingAcknowledgement a) => a.AdditionalOptions = FourPrefixes },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Answer_ContradictsTheRequest_IgnoredAndNothingIsSentAgain(MagCounter counter, AnswerChange change)
    {
        MagBench bench = new();
        bench.Attach(MagBench.Request());

        bench.Answer(change: change);
        Assert.Empty(bench.Effects);
        Assert.Equal(1, bench[counter]);

        bench.Advance(60_000);
        Assert.Equal([EffectKind.ConnectionRefused], bench.Kinds());
        Assert.Equal(1, bench.UpdatesSent);
    }

    [Fact]
    public void Answer_ContradictsARefresh_ConnectionLivesUntilItsLifetimeEnds()
    {
        MagBench bench = new();
        int slot = bench.AttachUp();
        bench.Fire();

        bench.Answer(change: static (ref ProxyBindingAcknowledgement a) => a.HandoffIndicator = HandoffIndicator.Unknown);
        Assert.Equal(BindingUpdateState.Refreshing, bench.StateOf(slot));
        bench.Advance(400_000);

        Assert.Equal([EffectKind.RemoveSession, EffectKind.ConnectionDown], bench.Kinds());
        Assert.Equal(2, bench.UpdatesSent);
    }

    public static TheoryData<SpecificationMode, MagCounter, byte, AnswerChange> Useless => new()
    {
        {
            SpecificationMode.ThreeGpp, MagCounter.AnswersWithoutKey, 163,
            static (ref ProxyBindingAcknowledgement a) => a.HasGreKeyOption = a.HasGreKey = false
        },
        { SpecificationMode.Ietf, MagCounter.AnswersWithoutKey, 163, static (ref ProxyBindingAcknowledgement a) => a.HasGreKey = false },
        { SpecificationMode.Ietf, MagCounter.AnswersWithoutKey, 163, static (ref ProxyBindingAcknowledgement a) => a.GreKey = GreKey.None },
        {
            SpecificationMode.Ietf, MagCounter.AnswersWithoutGre, 2,
            static (ref ProxyBindingAcknowledgement a) => a.Status = BindingStatus.GreKeyOptionNotRequired
        },
        { SpecificationMode.ThreeGpp, MagCounter.AnswersWithoutLifetime, 128, static (ref ProxyBindingAcknowledgement a) => a.LifetimeUnits = 0 },
        {
            SpecificationMode.ThreeGpp, MagCounter.AnswersWithoutAddress, 128, static (ref ProxyBindingAcknowledgement a) =>
            {
                a.HomeNetworkPrefixes = default;
                a.Ipv4HomeAddressReply = new Ipv4HomeAddressReply(Ipv4HomeAddressStatus.DynamicAssignmentNotAvailable, 0, IpAddress.FromIPv4(0));
            }
        },
    };

    [Theory]
    [MemberData(nameof(Useless))]
    [Trait("Requirement", "R4")]
    public void Answer_AcceptsButIsOfNoUse_RefusedAndDeregistered(SpecificationMode mode, MagCounter counter, byte code, AnswerChange change)
    {
        MagBench bench = new(c => c with { Mode = mode });
        int slot = bench.Attach(MagBench.Request());

        bench.Answer(change: change);

        Assert.Equal(1, bench[counter]);
        Assert.Equal([EffectKind.ConnectionRefused, EffectKind.Transmit], bench.Kinds());
        Assert.Equal(code, bench.Single(EffectKind.ConnectionRefused).Code);
        Assert.Equal(0, MagBench.Read(bench.LastUpdate).LifetimeUnits);
        Assert.Equal(BindingUpdateState.Deregistering, bench.StateOf(slot));
        bench.Answer();
        Assert.Equal(0, bench.Mag.Count);
    }

    [Fact]
    public void Answer_RefreshAcceptedWithoutKey_SessionRemovedAndDeregistered()
    {
        MagBench bench = new();
        bench.AttachUp();
        bench.Fire();

        bench.Answer(change: static (ref ProxyBindingAcknowledgement a) => a.HasGreKeyOption = a.HasGreKey = false);

        Assert.Equal([EffectKind.RemoveSession, EffectKind.ConnectionDown, EffectKind.Transmit], bench.Kinds());
        Assert.Equal((byte)ConnectionEnd.Refused, bench.Single(EffectKind.ConnectionDown).Code);
    }

    [Fact]
    public void Answer_Status3WithKey_TakenAsGreWithoutTlv()
    {
        MagBench bench = new(static c => c with { Mode = SpecificationMode.Ietf });
        int slot = bench.Attach(MagBench.Request());

        bench.Answer(BindingStatus.GreTunnelingButTlvHeaderNotSupported);

        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(slot));
    }

    [Theory]
    [InlineData(BindingStatus.InsufficientResources)]
    [InlineData(BindingStatus.ServiceAuthorizationFailed)]
    [InlineData(BindingStatus.ProxyRegistrationNotEnabled)]
    [InlineData(BindingStatus.NotLmaForThisMobileNode)]
    [InlineData(BindingStatus.MagNotAuthorizedForProxyRegistration)]
    [InlineData(BindingStatus.NotAuthorizedForIpv4MobilityService)]
    [InlineData(BindingStatus.NotAuthorizedForHomeNetworkPrefix)]
    public void Answer_Refuses_ConnectionRefusedWithTheStatusAndNothingStays(BindingStatus status)
    {
        MagBench bench = new();
        bench.Attach(MagBench.Request());

        bench.Answer(status);

        Assert.Equal([EffectKind.ConnectionRefused], bench.Kinds());
        Recorded refused = bench.Single(EffectKind.ConnectionRefused);
        Assert.Equal((byte)status, refused.Code);
        Assert.Equal(7, refused.AccessNode);
        Assert.Equal((int)status, bench.Single(EffectKind.Notice).Slot);
        Assert.Equal(0, bench.Mag.Count);
        Assert.Equal(1, bench[MagCounter.RegistrationsRefused]);
        bench.Advance(60_000);
        Assert.Equal(1, bench.UpdatesSent);
    }

    [Fact]
    public void Answer_RefusesARefresh_SessionRemovedAndConnectionDown()
    {
        MagBench bench = new();
        bench.AttachUp();
        bench.Fire();

        bench.Answer(BindingStatus.AdministrativelyProhibited);

        Assert.Equal([EffectKind.RemoveSession, EffectKind.ConnectionDown], bench.Kinds());
        Assert.Equal((byte)ConnectionEnd.Refused, bench.Single(EffectKind.ConnectionDown).Code);
        Assert.Equal(1, bench[MagCounter.RefreshesRefused]);
        Assert.Equal(0, bench.Mag.Count);
    }
}
