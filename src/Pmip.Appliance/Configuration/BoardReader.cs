namespace Pmip.Appliance.Configuration;

/// <summary>Makes the typed section <c>board</c> out of one that has passed the checks.</summary>
internal static class BoardReader
{
    public static BoardConfiguration Read(ConfigurationCursor board) => new()
    {
        Watchdog = WatchdogReader.Read(board.Section("watchdog")),
    };
}
