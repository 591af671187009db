using Pmip.Board.Watchdog;

namespace Pmip.Appliance.Configuration;

/// <summary>The board that the node runs on.</summary>
public sealed record BoardConfiguration
{
    /// <summary>Who watches the process, and how patiently.</summary>
    public WatchdogWish Watchdog { get; init; } = new();
}
