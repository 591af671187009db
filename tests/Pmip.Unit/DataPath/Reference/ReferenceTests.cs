using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace Pmip.Unit.DataPath.Reference;

/// <summary>The programs decide as the reference does: <c>./build.sh datapath-proof</c> asks them more, and from another seed.</summary>
public sealed class ReferenceTests(ITestOutputHelper output)
{
    private const long PacketsOfTest = 200_000;
    private const ulong SeedOfTest = 5213;
    private const int ScenesOfTest = 20;
    private const int PacketsPerSceneMax = 50_000;

    [BpfFact]
    [Trait("Requirement", "R3")]
    public void Programs_RandomPackets_AgreeWithTheReference()
    {
        long packets = long.TryParse(Environment.GetEnvironmentVariable("PMIP_PROOF_PACKETS"), CultureInfo.InvariantCulture, out long many) ? many : PacketsOfTest;
        bool isSeeded = ulong.TryParse(
            Environment.GetEnvironmentVariable("PMIP_PROOF_SEED"), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong given);
        ReferenceProof proof = new(isSeeded ? given : SeedOfTest);
        long perScene = Math.Min(PacketsPerSceneMax, Math.Max(1, packets / ScenesOfTest));
        Stopwatch watch = Stopwatch.StartNew();
        string? disagreement = null;
        for (ulong scene = 0; proof.Packets < packets && disagreement is null; scene++)
        {
            disagreement = proof.Run(scene, (int)Math.Min(perScene, packets - proof.Packets));
        }

        string met = string.Join(", ", proof.Met.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key} {pair.Value}"));
        output.WriteLine($"{proof.Packets} packets by tc and by XDP in {watch.Elapsed.TotalSeconds:F0} s: {met}");
        Assert.True(disagreement is null, disagreement);

        // The generator reaches every part of the decision, or the agreement would say little.
        Assert.True(packets < PacketsOfTest || proof.Met.Count >= 24, met);
    }
}
