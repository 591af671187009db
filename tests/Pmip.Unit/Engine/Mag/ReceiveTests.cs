using System;
using Pmip.Engine;
using Pmip.Engine.Mag;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

public sealed class ReceiveTests
{
    private static readonly byte[] UnknownMessage = Convert.FromHexString("3b01080000000000000000010100".PadRight(32, '0'));

    [Fact]
    public void Message_OfAnyTruncation_CountedAndWithoutEffect()
    {
        MagBench bench = new();
        int slot = bench.Attach(MagBench.Request());
        byte[] answer = MagBench.AnswerTo(bench.LastUpdate);

        for (int length = 0; length < answer.Length; length++)
        {
            bench.Receive(answer.AsSpan(0, length));
            Assert.Empty(bench.Effects);
        }

        Assert.Equal(answer.Length, bench[MagCounter.MessagesMalformed]);
        Assert.Equal(BindingUpdateState.Registering, bench.StateOf(slot));
    }

    [Fact]
    public void Message_OptionOverrunsTheHeader_Malformed()
    {
        MagBench bench = new();
        bench.Attach(MagBench.Request());
        byte[] answer = MagBench.AnswerTo(bench.LastUpdate);
        answer[13] = 0xFF;

        bench.Receive(answer);

        Assert.Equal(1, bench[MagCounter.MessagesMalformed]);
        Assert.Empty(bench.Effects);
    }

    [Fact]
    public void Message_FromAStranger_CountedNotAnsweredAndNoticedOnceASecond()
    {
        MagBench bench = new();
        IpAddress stranger = IpAddress.Parse("2001:db8:bad::1");
        SignallingPath path = new(SignallingForm.Ipv6, bench.Configuration.Ipv6, stranger, bench.Configuration.Ipv6, stranger, 0);

        bench.Receive(UnknownMessage, path);
        Assert.Equal((byte)EngineNotice.UnknownPeer, bench.Single(EffectKind.Notice).Code);
        bench.Receive(UnknownMessage, path);
        Assert.Empty(bench.Effects);
        Assert.Equal(2, bench[MagCounter.MessagesFromStrangers]);
        bench.Advance(1000);
        bench.Receive(UnknownMessage, path);
        Assert.Single(bench.Effects);
    }

    [Fact]
    public void Message_OfUnknownType_AnsweredWithBindingError2()
    {
        MagBench bench = new();

        bench.Receive(UnknownMessage);

        Assert.Equal(1, bench[MagCounter.MessagesUnknown]);
        byte[] sent = bench.Single(EffectKind.Transmit).Octets;
        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(sent, out MobilityHeader header));
        Assert.Equal(WireStatus.Ok, BindingError.TryRead(header, out BindingError error));
        Assert.Equal(BindingErrorStatus.UnrecognizedMobilityHeaderType, error.Status);
    }

    [Fact]
    public void Message_ForAnotherRole_CountedAndIgnored()
    {
        MagBench bench = new();
        bench.Attach(MagBench.Request());

        bench.Receive(bench.LastUpdate);

        Assert.Equal(1, bench[MagCounter.MessagesUnexpected]);
        Assert.Empty(bench.Effects);
    }

    [Theory]
    [InlineData(2, MagCounter.BindingErrorsUnknownType)]
    [InlineData(1, MagCounter.BindingErrorsIgnored)]
    [InlineData(77, MagCounter.BindingErrorsIgnored)]
    public void BindingError_Received_CountedAndNeverAnswered(byte status, MagCounter counter)
    {
        MagBench bench = new();
        byte[] octets = new byte[24];
        Assert.Equal(WireStatus.Ok, new BindingError { Status = (BindingErrorStatus)status }.Emit(octets, out _));

        bench.Receive(octets);

        Assert.Equal(1, bench[counter]);
        Assert.Empty(bench.Effects);
    }
}
