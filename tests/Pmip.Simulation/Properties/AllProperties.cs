using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Properties;

/// <summary>The properties of every run.</summary>
public static class AllProperties
{
    /// <summary>Properties of the list S1 to S16 that a run cannot break here, and why.</summary>
    public const string NotApplicable = """
        S12  not applicable: no pinned maps are adopted after a crash, the data path starts empty
        S13  not applicable: no configuration store
        """;

    // T2 comes after S6 and S15, which want to know when a request was sent before it notes the next one.
    public static Property[] For(World world) =>
    [
        new S1(world), new S3(world), new S4(world), new S6(world), new S7(world), new S8(world), new S9(world), new S10(world), new S11(world),
        new S14(world), new S15(world), new S16(world), new T2(world), new T5(world), new T6(world), new R5(world), new R17(world), new Kept(world),
        new S2(world), new S5(world),
    ];
}
