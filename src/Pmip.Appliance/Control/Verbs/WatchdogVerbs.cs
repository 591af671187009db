using System.Collections.Generic;

namespace Pmip.Appliance.Control.Verbs;

/// <summary>What ends or takes out of service.</summary>
internal static class WatchdogVerbs
{
    private static readonly OperatorVerb[] Verbs =
    [
        new(VerbId.Restart, "restart", "ends this process in good order and starts it anew, in its place")
        {
            Access = OperatorAccess.Configure,
            Place = VerbPlace.Desk,
            Help = """
                  Packets go on meanwhile, and the program may be another one. With "dataPath.pins": "off" the connections of all nodes
                  end, and come back when they are registered again.
                """,
        },
        new(VerbId.Stop, "stop", "ends this process for good: the connections of all nodes end, and nothing of it stays in the kernel")
        {
            Access = OperatorAccess.Configure,
            Place = VerbPlace.Desk,
            Help = """
                  A signal (SIGTERM) ends only the process: packets go on until another one takes over, or until "pmipd datapath clear".
                  A service manager that starts the process whenever it ends has to be told first.
                """,
        },
        new(VerbId.EnterSafeMode, "safe-mode enter", "takes the control plane out of service; the console stays")
        {
            Access = OperatorAccess.Configure,
            Place = VerbPlace.Desk,
            Help = """
                  It stays so over restarts, until "safe-mode leave". The node enters safe mode by itself after five ends within
                  15 minutes that nobody ordered, and when no configuration can run.
                """,
        },
        new(VerbId.LeaveSafeMode, "safe-mode leave", "puts the control plane into service again; earlier ends do not count any more")
        {
            Access = OperatorAccess.Configure,
            Place = VerbPlace.Desk,
        },
    ];

    /// <summary>All of them, in the order in which help lists them.</summary>
    public static IReadOnlyList<OperatorVerb> All => Verbs;
}
