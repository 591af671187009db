using Pmip.Board.Profiles;
using static Pmip.Appliance.Configuration.ConfigurationKind;
using static Pmip.Appliance.Configuration.ConfigurationSchema;

namespace Pmip.Appliance.Configuration;

/// <summary>The section <c>board</c>.</summary>
internal static class BoardKeys
{
    public static readonly ConfigurationKey[] All =
    [
        Row("board", Section, "The board that the node runs on."),
        Row("board.profile", Text, "Which board it is: auto goes by the device tree; else the name of a profile, or the absolute path of a file of one.",
            preset: BoardProfiles.Automatic, minimum: 1, maximum: 200),
        Row("board.leds", ConfigurationKind.Boolean, "Whether the lights show the state of the node.", preset: "true"),
        Row("board.button", ConfigurationKind.Boolean, "Whether the button does anything.", preset: "true"),
        Row("board.root", AbsolutePath, "Folder whose sys, dev and proc are the board's: for containers and trials.", preset: "/", minimum: 1,
            maximum: 200),
        .. WatchdogKeys.All,
    ];
}
