using System;

namespace Pmip.DataPath.Ladder;

/// <summary>The words for rungs and placements, as the configuration, the console and the metrics have them.</summary>
public static class RungText
{
    /// <summary>Rungs, in the order of <see cref="Rung"/>.</summary>
    public static readonly string[] Names = ["plugin", "flower", "xdp", "tc", "kernel"];

    /// <summary>Number of placements, <see cref="Placement.None"/> among them.</summary>
    public const int PlacementCount = (int)Placement.Hardware + 1;

    /// <summary>The word for a rung, UTF-8.</summary>
    public static ReadOnlySpan<byte> Of(Rung rung) => rung switch
    {
        Rung.Plugin => "plugin"u8,
        Rung.Flower => "flower"u8,
        Rung.Xdp => "xdp"u8,
        Rung.Tc => "tc"u8,
        _ => "kernel"u8,
    };

    /// <summary>The word for a placement, UTF-8.</summary>
    public static ReadOnlySpan<byte> Of(Placement placement) => placement switch
    {
        Placement.Tc => "tc"u8,
        Placement.Xdp => "xdp"u8,
        Placement.Kernel => "kernel"u8,
        Placement.Flower => "flower"u8,
        Placement.Plugin => "plugin"u8,
        Placement.Hardware => "hardware"u8,
        _ => "none"u8,
    };
}
