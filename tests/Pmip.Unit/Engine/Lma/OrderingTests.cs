using Pmip.Engine.Lma;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>Order by timestamp or by sequence number (RFC 5213 5.5, RFC 6275 9.5.1).</summary>
public sealed class OrderingTests
{
    private static readonly Registration Good = new() { TimestampOffset = 0 };
    private readonly AnchorBench _bench = new();

    [Theory]
    [InlineData(300)]
    [InlineData(-300)]
    public void Timestamp_AtTheEdgeOfTheWindow_Accepted(int offset) =>
        Assert.Equal(BindingStatus.Accepted, _bench.Send(Good with { TimestampOffset = offset }).Status);

    [Fact]
    public void Timestamp_OutsideTheWindow_Refused156WithOurOwnTime()
    {
        Answer answer = _bench.Send(Good with { TimestampOffset = 400 });

        Assert.Equal(BindingStatus.TimestampMismatch, answer.Status);
        Assert.Equal(_bench.Wall.Timestamp, answer.Timestamp);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Timestamp_NotAfterTheLastAccepted_Refused157WithOurOwnTime(int offset)
    {
        _bench.Send(Good);

        Answer answer = _bench.Send(Good with { TimestampOffset = offset, Sequence = 2 });

        Assert.Equal(BindingStatus.TimestampLowerThanPreviousAccepted, answer.Status);
        Assert.Equal(_bench.Wall.Timestamp, answer.Timestamp);
        Assert.Equal(1, _bench.Anchor.Counters[LmaCounter.TimestampOld]);
    }

    [Fact]
    public void Timestamp_Rises_SequenceNumberIsIgnoredButEchoed()
    {
        _bench.Send(Good with { Sequence = 100 });

        Answer answer = _bench.Send(Good with { TimestampOffset = 1, Sequence = 3 });

        Assert.Equal((BindingStatus.Accepted, 3), (answer.Status, answer.Sequence));
    }

    [Theory]
    [InlineData(15, 16, true)]
    [InlineData(15, 32782, true)]
    [InlineData(15, 15, false)]
    [InlineData(15, 0, false)]
    [InlineData(15, 32783, false)]
    [InlineData(15, 65535, false)]
    [InlineData(65535, 0, true)]
    public void Sequence_WithoutTimestamp_FollowsTheModuloRule(ushort last, ushort next, bool isNew)
    {
        _bench.Send(new Registration { Sequence = last });

        Answer answer = _bench.Send(new Registration { Sequence = next });

        Assert.Equal(isNew ? BindingStatus.Accepted : BindingStatus.SequenceNumberOutOfWindow, answer.Status);
        Assert.Equal(isNew ? next : last, answer.Sequence);
        Assert.Equal(isNew ? 0 : 1, _bench.Anchor.Counters[LmaCounter.SequenceOld]);
    }
}
