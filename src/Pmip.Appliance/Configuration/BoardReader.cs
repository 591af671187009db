namespace Pmip.Appliance.Configuration;

/// <summary>Makes the typed section <c>board</c> out of one that has passed the checks.</summary>
internal static class BoardReader
{
    public static BoardConfiguration Read(ConfigurationCursor board) => new()
    {
        Profile = board.Text("profile"),
        UsesLights = board.Boolean("leds"),
        UsesButton = board.Boolean("button"),
        Root = board.Text("root"),
        Watchdog = WatchdogReader.Read(board.Section("watchdog")),
    };
}
