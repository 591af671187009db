using Pmip.Engine;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

/// <summary>User traffic in UDP: what is offered to an LMA, and what its answer makes of it (RFC 5844 4, RFC 5845 4).</summary>
public sealed class EncapsulationTests
{
    private const BindingUpdateFlags Plain = BindingUpdateFlags.Acknowledge | BindingUpdateFlags.Proxy;

    [Theory]
    [InlineData(false, false, Plain)]
    [InlineData(true, false, Plain | BindingUpdateFlags.TlvHeader)]
    [InlineData(false, true, Plain | BindingUpdateFlags.TlvHeader | BindingUpdateFlags.ForceUdp)]
    public void Update_ToAnLma_SaysWhatItsConfigurationSays(bool tlvHeader, bool forceUdp, BindingUpdateFlags expected)
    {
        MagBench bench = Over4(tlvHeader, forceUdp);

        int slot = bench.Attach(MagBench.Request());

        Assert.Equal(expected, MagBench.Read(bench.LastUpdate).Flags);
        bench.Receive(MagBench.AnswerTo(bench.LastUpdate), bench.LastPath);
        bench.Detach(slot);
        Assert.Equal(Plain, MagBench.Read(bench.LastUpdate).Flags);
    }

    [Fact]
    public void Update_ToAnLmaOverIpv6_OffersNoUdp()
    {
        MagBench bench = new(c => c with { Lmas = [c.Lmas[0] with { TlvHeader = true, ForceUdp = true }] });

        bench.Attach(MagBench.Request());

        Assert.Equal(Plain, MagBench.Read(bench.LastUpdate).Flags);
    }

    [Theory]
    [InlineData(true, true, TunnelEncapsulation.UdpTlvGre)]
    [InlineData(true, false, TunnelEncapsulation.Gre)]
    [InlineData(false, true, TunnelEncapsulation.Gre)]
    public void Answer_WithOrWithoutTlvHeader_SettlesTheSession(bool isOffered, bool isGranted, TunnelEncapsulation expected)
    {
        MagBench bench = Over4(isOffered, forceUdp: false);
        bench.Attach(MagBench.Request());

        bench.Receive(AnswerTo(bench, isGranted), bench.LastPath);

        Assert.Equal(expected, bench.Single(EffectKind.InstallSession).Session.Encapsulation);
    }

    [Fact]
    public void Answer_ToARefresh_WithAnotherEncapsulation_ChangesTheSession()
    {
        MagBench bench = Over4(tlvHeader: true, forceUdp: false);
        int slot = bench.Attach(MagBench.Request());
        bench.Receive(AnswerTo(bench, isGranted: true), bench.LastPath);
        bench.Reaffirm(slot);

        bench.Receive(AnswerTo(bench, isGranted: false), bench.LastPath);

        Assert.Equal(TunnelEncapsulation.Gre, bench.Single(EffectKind.InstallSession).Session.Encapsulation);
    }

    private static byte[] AnswerTo(MagBench bench, bool isGranted) => MagBench.AnswerTo(
        bench.LastUpdate, change: (ref ProxyBindingAcknowledgement answer) => answer.Flags |= isGranted ? BindingAcknowledgementFlags.TlvHeader : 0);

    private static MagBench Over4(bool tlvHeader, bool forceUdp) => new(c => c with
    {
        Lmas = [c.Lmas[0] with { Form = SignallingForm.UdpMapped, TlvHeader = tlvHeader, ForceUdp = forceUdp }],
    });
}
