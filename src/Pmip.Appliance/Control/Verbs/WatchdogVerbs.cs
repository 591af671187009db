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
            Help = "  The connections of all nodes end, and come back when they are registered again.",
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
