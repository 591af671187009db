using System;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.State;

namespace Pmip.Appliance.Store;

/// <summary>What a store stands on: the disk and the clocks. Tests put models in their place.</summary>
internal sealed record StoreMedium
{
    /// <summary>Folder of the slots.</summary>
    public required IBlockFolder Blocks { get; init; }

    /// <summary>Folder of everything else; the same one.</summary>
    public required IStateFolder Files { get; init; }

    /// <summary>Octets of a slot.</summary>
    public int SlotLength { get; init; } = Slot.UsualLength;

    /// <summary>Seconds since 1970, for people; it may say anything.</summary>
    public Func<long> Wall { get; init; } = () => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    /// <summary>Milliseconds of a clock that nobody can set.</summary>
    public Func<long> Monotonic { get; init; } = () => Environment.TickCount64;

    /// <summary>The way from older versions of the schema.</summary>
    public ConfigurationMigrations Migrations { get; init; } = ConfigurationMigrations.Product;

    /// <summary>The real one, in a folder.</summary>
    public static StoreMedium In(string folder) => new() { Files = new StateFolder(folder), Blocks = new BlockFolder(folder) };
}
