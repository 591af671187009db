using Pmip.Board.Profiles;
using Pmip.Board.Watchdog;

namespace Pmip.Appliance.Configuration;

/// <summary>The board that the node runs on.</summary>
public sealed record BoardConfiguration
{
    /// <summary>Name of the board's profile, the path of a file of one, or <c>auto</c>.</summary>
    public string Profile { get; init; } = BoardProfiles.Automatic;

    /// <summary>Whether the lights show the state of the node.</summary>
    public bool UsesLights { get; init; } = true;

    /// <summary>Whether the button does anything.</summary>
    public bool UsesButton { get; init; } = true;

    /// <summary>What stands for <c>/</c> where the board's devices are looked for.</summary>
    public string Root { get; init; } = "/";

    /// <summary>Who watches the process, and how patiently.</summary>
    public WatchdogWish Watchdog { get; init; } = new();
}
