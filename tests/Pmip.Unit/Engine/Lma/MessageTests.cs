using System;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Peers;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>What is dropped before it becomes a registration, and what is answered with a Binding Error (RFC 6275 9.2).</summary>
public sealed class MessageTests
{
    private static readonly Registration Good = new();
    private readonly AnchorBench _bench = new();

    [Fact]
    public void Message_OfAStranger_IsDroppedAndCounted()
    {
        Answer answer = _bench.Send(Good with { From = "2001:db8:dead::1" });

        Assert.True(answer.IsSilent);
        Assert.Equal([EngineNotice.UnknownPeer], answer.Notices);
        Assert.Equal(1, _bench.Anchor.Counters[LmaCounter.UnknownPeer]);
    }

    [Fact]
    public void Message_OfATrustedPrefix_NoSlotLeft_IsDroppedAndCounted()
    {
        AnchorBench bench = new(c => c with { Limits = new EngineLimits { Bindings = 8, Peers = 3 } });
        bench.Send(Good with { From = AnchorBench.Train });

        Answer answer = bench.Send(Good with { From = "2001:db8:e::6" });

        Assert.True(answer.IsSilent);
        Assert.Equal(1, bench.Anchor.Counters[LmaCounter.PeerTableFull]);
    }

    [Fact]
    public void Message_CutAtEveryLength_IsDroppedAndCounted()
    {
        byte[] message = _bench.Encode(Good);

        for (int length = 0; length < message.Length; length++)
        {
            Assert.True(_bench.Send(Good, message.AsSpan(0, length)).IsSilent);
        }

        Assert.Equal(message.Length, _bench.Anchor.Counters[LmaCounter.HeaderMalformed]);
    }

    [Fact]
    public void Update_WithAnOptionThatOverruns_IsDroppedAndCounted()
    {
        byte[] message = _bench.Encode(Good);
        message[13] = 250;

        Assert.True(_bench.Send(Good, message).IsSilent);
        Assert.Equal(1, _bench.Anchor.Counters[LmaCounter.UpdateMalformed]);
    }

    [Theory]
    [InlineData(BindingUpdateFlags.Acknowledge, LmaCounter.ProxyFlagMissing)]
    [InlineData(BindingUpdateFlags.Proxy, LmaCounter.AcknowledgeFlagMissing)]
    public void Update_WithoutItsFlags_IsDroppedAndCounted(BindingUpdateFlags flags, LmaCounter counter)
    {
        Assert.True(_bench.Send(Good with { Flags = flags }).IsSilent);
        Assert.Equal(1, _bench.Anchor.Counters[counter]);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(17)]
    [InlineData(200)]
    public void Message_OfATypeNotServed_IsAnsweredWithBindingError2(byte type)
    {
        Answer answer = _bench.Send(Good, [59, 1, type, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0]);

        Assert.Equal((MobilityHeaderType.BindingError, 2), (answer.Type, (int)answer.Status));
        Assert.Equal(Good.Path, answer.Path);
        Assert.Equal(1, _bench.Anchor.Counters[LmaCounter.BindingErrorSent]);
        Assert.Equal(1, _bench.Anchor.Counters[LmaCounter.MessageTypeUnknown]);
    }

    [Fact]
    public void BindingError_Received_IsNeverAnsweredWithOne()
    {
        byte[] error = new byte[24];
        error[0] = 59;
        error[1] = 2;
        error[2] = 7;
        error[6] = 2;

        Answer answer = _bench.Send(Good, error);

        Assert.True(answer.IsSilent);
        Assert.Equal(1, _bench.Anchor.Supervision.Counters[SupervisionCounter.BindingErrorsUnexplained]);
        Assert.Equal(1, _bench.Anchor.Counters[LmaCounter.BindingErrorReceived]);
    }

    [Fact]
    public void Acknowledgement_Received_IsIgnored()
    {
        Assert.True(_bench.Send(Good, [59, 1, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0]).IsSilent);
        Assert.Equal(1, _bench.Anchor.Counters[LmaCounter.MessageIgnored]);
    }
}
