using System.Linq;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

/// <summary>What an LMA wishes about refreshes and heartbeats (RFC 6275 6.2.4, RFC 8127). The lifetime is 400 s.</summary>
public sealed class ParameterTests
{
    private static LmaControlledMagParameters LastHundredSeconds => new()
    {
        HasReregistrationControl = true,
        ReregistrationStartUnits = 25,
        InitialRetransmissionSeconds = 3,
        MaximumRetransmissionSeconds = 5,
    };

    [Fact]
    public void RefreshAdvice_Accepted_RefreshAtThatMoment()
    {
        MagBench bench = NewBench();
        Instant start = bench.Now;

        AttachUp(bench, advice: 30);
        bench.Fire();

        Assert.Equal(120_000, bench.Now.Since(start).Milliseconds);
        Assert.Equal(1, bench[MagCounter.RefreshesStarted]);
        Assert.Equal(1, bench[MagCounter.ParametersTaken]);
    }

    [Fact]
    public void ReregistrationControl_Accepted_RefreshBeforeTheEndAndRepeatedAsWished()
    {
        MagBench bench = NewBench();
        Instant start = bench.Now;

        AttachUp(bench, LastHundredSeconds);
        bench.Fire();
        Assert.Equal(300_000, bench.Now.Since(start).Milliseconds);
        long[] moments = [.. Enumerable.Range(0, 4).Select(_ =>
        {
            bench.Fire();
            return bench.Now.Since(start).Milliseconds;
        })];

        Assert.Equal([303_000, 308_000, 313_000, 318_000], moments);
        Assert.Equal(2, bench[MagCounter.ParametersTaken]);

        // The first registration of another node with this LMA, and all with another LMA, keep our own times.
        bench.Attach(MagBench.Request("mn2@example.com", accessNode: 8));
        Instant sent = bench.Now;
        bench.Fire();
        Assert.Equal(1000, bench.Now.Since(sent).Milliseconds);
    }

    [Fact]
    public void BothWishes_Accepted_TheEarlierRefreshHolds()
    {
        MagBench bench = NewBench();
        Instant start = bench.Now;

        AttachUp(bench, LastHundredSeconds, advice: 50);
        bench.Fire();

        Assert.Equal(200_000, bench.Now.Since(start).Milliseconds);
    }

    [Fact]
    public void Wishes_OfAnLmaThatIsNotTrustedWithThem_PassedOver()
    {
        MagBench bench = new();
        Instant start = bench.Now;

        AttachUp(bench, advice: 10);
        bench.Fire();

        Assert.InRange(bench.Now.Since(start).Milliseconds, 250_000, 300_000);
        Assert.Equal(1, bench[MagCounter.ParametersPassedOver]);
        Assert.Equal(0, bench[MagCounter.ParametersTaken]);
    }

    [Theory]
    [InlineData(100, 0, 3, 5, 60, 2)] // both moments are outside the lifetime
    [InlineData(0, 100, 3, 5, 60, 1)]
    [InlineData(200, 200, 0, 5, 29, 4)] // no first retransmission, too many heartbeats
    [InlineData(200, 200, 6, 5, 3601, 4)] // the first one later than the longest, too few heartbeats
    public void Wishes_ThatCannotBe_LeaveOurOwn(ushort advice, ushort start, ushort initial, ushort maximum, ushort heartbeat, int unfit)
    {
        MagBench bench = NewBench();
        Instant begin = bench.Now;

        AttachUp(bench, new LmaControlledMagParameters
        {
            HasReregistrationControl = true,
            ReregistrationStartUnits = start,
            InitialRetransmissionSeconds = initial,
            MaximumRetransmissionSeconds = maximum,
            HasHeartbeatControl = true,
            HeartbeatIntervalSeconds = heartbeat,
        }, advice);
        bench.Fire();

        Assert.InRange(bench.Now.Since(begin).Milliseconds, 250_000, 300_000);
        Assert.Equal(unfit, bench[MagCounter.ParametersUnfit]);
        Assert.Equal(initial == 3 ? 2 : 0, bench[MagCounter.ParametersTaken]);
    }

    [Fact]
    public void HeartbeatControl_Accepted_ThatLmaIsAskedAtItsInterval()
    {
        MagBench bench = NewBench(Duration.FromSeconds(30));
        AttachUp(bench, new LmaControlledMagParameters { HasHeartbeatControl = true, HeartbeatIntervalSeconds = 90 });

        bench.Advance(240_000);

        // At 0 to 22 s, then each 84 to 90 s: three, and with our own interval it would be nine.
        Assert.Equal(3, bench.Effects.Count(static e => e.Kind == EffectKind.Transmit && e.Octets[2] == (byte)MobilityHeaderType.Heartbeat));
    }

    private static void AttachUp(MagBench bench, LmaControlledMagParameters? parameters = null, ushort advice = 0)
    {
        bench.Attach(MagBench.Request());
        bench.Answer(change: (ref ProxyBindingAcknowledgement answer) =>
        {
            answer.OptionSet.HasRefreshAdvice = advice > 0;
            answer.OptionSet.RefreshIntervalUnits = advice;
            answer.OptionSet.HasLmaControlledParameters = parameters is not null;
            answer.OptionSet.LmaControlledParameters = parameters ?? default;
        });
    }

    private static MagBench NewBench(Duration heartbeat = default) => new(c => c with
    {
        Lmas = [.. c.Lmas.Select(static lma => lma with { AcceptParameters = true })],
        Supervision = new SupervisionConfiguration { HeartbeatInterval = heartbeat },
    });
}
