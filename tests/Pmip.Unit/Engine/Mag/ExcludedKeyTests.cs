using System.Collections.Generic;
using System.Linq;
using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;
using Pmip.Foundation.Addressing;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

/// <summary>Keys of static tunnels are no downlink keys of the engine (R7, R14).</summary>
public sealed class ExcludedKeyTests
{
    [Theory]
    [InlineData(DownlinkKeyScope.Node)]
    [InlineData(DownlinkKeyScope.Lma)]
    [Trait("Requirement", "R7")]
    [Trait("Requirement", "R14")]
    public void Connection_WhoseKeyATunnelHas_GetsAnother(DownlinkKeyScope scope)
    {
        List<GreKey> free = KeysOf(scope, []);
        List<GreKey> barred = KeysOf(scope, free);

        Assert.Equal(free.Count, barred.Count);
        Assert.Empty(free.Intersect(barred));
    }

    [Fact]
    public void Gateway_WithExcludedKeys_CountsTheirOctets()
    {
        MagConfiguration configuration = new MagBench().Configuration;
        MagConfiguration withKeys = configuration with { ExcludedKeys = [.. Enumerable.Range(1, 1000).Select(static i => new GreKey((uint)i))] };

        Assert.True(MobileAccessGateway.BytesFor(withKeys) >= MobileAccessGateway.BytesFor(configuration) + (1000 * sizeof(long)));
    }

    // The same secrets give the same keys in the same order, unless something stands in the way.
    private static List<GreKey> KeysOf(DownlinkKeyScope scope, IReadOnlyList<GreKey> excluded)
    {
        MagBench bench = new(c => c with { DownlinkKeyScope = scope, ExcludedKeys = excluded });
        return [.. Enumerable.Range(0, 4).Select(i => bench.DownlinkKeyOf(bench.Attach(MagBench.Request($"n{i}"))))];
    }
}
