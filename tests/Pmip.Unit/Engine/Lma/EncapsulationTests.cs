using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>User traffic in UDP: forced, offered, refused (RFC 5844 4, RFC 5845 4).</summary>
public sealed class EncapsulationTests
{
    private const BindingUpdateFlags Tlv = BindingUpdateFlags.TlvHeader;
    private const BindingUpdateFlags Forced = BindingUpdateFlags.ForceUdp;

    [Fact]
    public void Update_WithTlvHeader_OverIpv4_IsGrantedIt()
    {
        AnchorBench bench = Willing();

        Answer answer = bench.Send(Mag4(Tlv));

        Assert.Equal(BindingStatus.Accepted, answer.Status);
        Assert.Equal(BindingAcknowledgementFlags.Proxy | BindingAcknowledgementFlags.TlvHeader, answer.Flags);
        Assert.Equal(TunnelEncapsulation.UdpTlvGre, answer.Installed!.Value.Encapsulation);
        Assert.Null(answer.NatForceUdp);
    }

    [Fact]
    public void Update_ForcingUdp_IsAnsweredWithNatDetection()
    {
        AnchorBench bench = Willing();

        Answer answer = bench.Send(Mag4(Tlv | Forced));

        Assert.Equal(BindingAcknowledgementFlags.Proxy | BindingAcknowledgementFlags.TlvHeader, answer.Flags);
        Assert.True(answer.NatForceUdp);
        Assert.Equal(TunnelEncapsulation.UdpTlvGre, answer.Installed!.Value.Encapsulation);
    }

    [Theory]
    [InlineData(false, Tlv | Forced, false)]
    [InlineData(true, Forced, false)]
    [InlineData(true, Tlv | Forced, true)]
    public void Update_ForcingUdp_ThatIsNotAllowedOrCannotBe_IsRefused129(bool isWilling, BindingUpdateFlags flags, bool overIpv6)
    {
        AnchorBench bench = isWilling ? Willing() : new AnchorBench();

        Answer answer = bench.Send(overIpv6 ? Mag4(flags) with { From = AnchorBench.Mag1, Form = SignallingForm.Ipv6 } : Mag4(flags));

        Assert.Equal(BindingStatus.AdministrativelyProhibited, answer.Status);
        Assert.Null(answer.Installed);
    }

    [Theory]
    [InlineData(SpecificationMode.Ietf, BindingStatus.GreTunnelingButTlvHeaderNotSupported)]
    [InlineData(SpecificationMode.ThreeGpp, BindingStatus.Accepted)]
    public void Update_WithTlvHeader_ThatIsNotAllowed_GetsGreWithoutUdp(SpecificationMode mode, BindingStatus expected)
    {
        AnchorBench bench = new(c => c with { Mode = mode });

        Answer answer = bench.Send(Mag4(Tlv));

        Assert.Equal(expected, answer.Status);
        Assert.Equal(BindingAcknowledgementFlags.Proxy, answer.Flags);
        Assert.Equal(TunnelEncapsulation.Gre, answer.Installed!.Value.Encapsulation);
    }

    [Fact]
    public void Refresh_WithTlvHeader_KeepsItAndTouchesNoSession()
    {
        AnchorBench bench = Willing();
        bench.Send(Mag4(Tlv));
        bench.Wait(1);

        Answer answer = bench.Send(Mag4(Tlv) with { Sequence = 2, Handoff = HandoffIndicator.ReRegistration });

        Assert.Equal(BindingAcknowledgementFlags.Proxy | BindingAcknowledgementFlags.TlvHeader, answer.Flags);
        Assert.Null(answer.Installed);
    }

    [Fact]
    public void Refresh_WithoutTlvHeader_OfAMagThatChangedItsMind_IsFollowed()
    {
        AnchorBench bench = Willing();
        bench.Send(Mag4(Tlv));
        bench.Wait(1);

        Answer answer = bench.Send(Mag4(0) with { Sequence = 2, Handoff = HandoffIndicator.ReRegistration });

        Assert.Equal(BindingAcknowledgementFlags.Proxy, answer.Flags);
        Assert.Equal(TunnelEncapsulation.Gre, answer.Installed!.Value.Encapsulation);
    }

    [Fact]
    public void Update_ThroughANat_IsNoPeers()
    {
        AnchorBench bench = Willing();

        Answer answer = bench.Send(Mag4(Tlv) with { From = "198.51.100.7", Inner = AnchorBench.Mag1Ipv4, Form = SignallingForm.UdpMapped });

        Assert.True(answer.IsSilent);
        Assert.Null(answer.Installed);
    }

    private static AnchorBench Willing() => new(c => c with { AcceptForcedUdp = true });

    private static Registration Mag4(BindingUpdateFlags flags) => new()
    {
        From = AnchorBench.Mag1Ipv4,
        Form = SignallingForm.UdpMapped,
        TimestampOffset = 0,
        Flags = BindingUpdateFlags.Acknowledge | BindingUpdateFlags.Proxy | flags,
    };
}
