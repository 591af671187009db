using static Pmip.Appliance.Configuration.ConfigurationKind;
using static Pmip.Appliance.Configuration.ConfigurationSchema;

namespace Pmip.Appliance.Configuration;

/// <summary>The section <c>board.watchdog</c>.</summary>
internal static class WatchdogKeys
{
    public static readonly ConfigurationKey[] All =
    [
        Row("board.watchdog", Section, "Who ends this process when it hangs."),
        Row("board.watchdog.backend", Choice, "auto: the service manager when it watches this process (WatchdogSec), else the device that the "
            + "board's profile names, else none. With the device a process that is killed takes the machine with it.", preset: "auto",
            choices: ["auto", "device", "systemd", "none"]),
        Row("board.watchdog.device", AbsolutePath, "Watchdog of the kernel, for backend device.", preset: "/dev/watchdog", minimum: 2, maximum: 100),
        Row("board.watchdog.timeoutSeconds", Integer, "Time without a sign of life after which the device resets the machine; drivers round it.",
            preset: "30", minimum: 2, maximum: 3600),
        Row("board.watchdog.startGraceSeconds", Integer, "Time that the process may take to come up.", preset: "120", minimum: 5, maximum: 3600),
        Row("board.watchdog.abortAlone", ConfigurationKind.Boolean, "Where nobody else would: whether a process that hangs is aborted by its own "
            + "supervisor, so that its unit starts it anew.", preset: "true"),
    ];
}
