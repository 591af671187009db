using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace Pmip.Unit.DataPath.Reference;

/// <summary>The programs decide as the reference does. <c>./build.sh datapath-proof</c> asks them more often, and from another seed.</summary>
public sealed class ReferenceTests(ITestOutputHelper output)
{
    private const long PacketsOfTest = 200_000;
    private const ulong SeedOfTest = 0x5213;
    private const int FatesAndReasons = 27;

    [BpfFact]
    [Trait("Requirement", "R3")]
    public void Programs_RandomPackets_AgreeWithTheReference()
    {
        bool isMany = long.TryParse(Environment.GetEnvironmentVariable("PMIP_PROOF_PACKETS"), CultureInfo.InvariantCulture, out long packets);
        bool isSeeded = ulong.TryParse(
            Environment.GetEnvironmentVariable("PMIP_PROOF_SEED"), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong seed);
        ReferenceProof proof = new(isSeeded ? seed : SeedOfTest);
        Stopwatch watch = Stopwatch.StartNew();

        string? disagreement = proof.RunAll(isMany ? packets : PacketsOfTest);

        string met = string.Join(", ", proof.Met.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key} {pair.Value}"));
        output.WriteLine($"{proof.Packets} packets, each by tc and by XDP, in {watch.Elapsed.TotalSeconds:F0} s: {met}");
        Assert.True(disagreement is null, disagreement);

        // The packets reach every part of the decision, or the agreement would say little.
        Assert.True(proof.Packets < PacketsOfTest || proof.Met.Count == FatesAndReasons, met);
    }
}
