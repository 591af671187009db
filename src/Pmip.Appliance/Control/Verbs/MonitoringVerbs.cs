using System;
using System.Collections.Generic;
using Pmip.Appliance.Logging;
using static Pmip.Appliance.Control.Verbs.VerbParameter;

namespace Pmip.Appliance.Control.Verbs;

/// <summary>Looking at what happens: the log, the counters, and changes as they come.</summary>
internal static class MonitoringVerbs
{
    /// <summary>What <c>monitor</c> follows, in the order of <see cref="Monitoring.MonitoredThing"/>.</summary>
    public static readonly string[] Things = ["bindings", "peers", "counters", "log", "events"];

    private static readonly VerbParameter Level =
        new("LEVEL", ParameterKind.Choice) { Choices = Array.ConvertAll(Enum.GetNames<EventLevel>(), name => name.ToLowerInvariant()), IsOptional = true };

    private static readonly VerbParameter Match = KeywordAnd("match", "TEXT", ParameterKind.Word);

    private static readonly OperatorVerb[] Verbs =
    [
        Looking(
            VerbId.ShowLog, "show log", "shows the last lines of the log, which are kept in memory",
            """
              The last 100 lines unless "last" says otherwise; of LEVEL and above; those that hold TEXT, in capitals or not.
            """,
            Level,
            KeywordAnd("last", "N", ParameterKind.Number) with { Maximum = 100_000 },
            Match),
        Looking(
            VerbId.ShowCounters, "show counters", "shows every counter, refusals and drops included",
            """
              "rates" looks twice, a second apart, and shows what each counter grew by in a second. "nonzero" leaves out the
              counters that stand at zero. After "clear counters" the growth since then is shown too.
            """,
            new VerbParameter("ROOM", ParameterKind.Word) { IsOptional = true },
            Flag("rates"),
            Flag("nonzero"),
            Flag("json")),
        new(VerbId.ClearCounters, "clear counters", "has \"show counters\" tell what counters grew by from now on; the counters themselves go on")
        {
            Place = VerbPlace.Desk,
        },
        Looking(
            VerbId.Monitor, "monitor", "shows changes as they come, until it is cancelled",
            """
              bindings, peers and counters are looked at every N seconds, 2 unless given; log and events come at once.
              LEVEL and TEXT are for log and events. Events are told also where the log has a higher level.
            """,
            new VerbParameter("WHAT", ParameterKind.Choice) { Choices = Things },
            KeywordAnd("interval", "N", ParameterKind.Number) with { Maximum = 3600 },
            KeywordAnd("level", "LEVEL", ParameterKind.Choice) with { Choices = Level.Choices },
            Match),
    ];

    /// <summary>All of them, in the order in which help lists them.</summary>
    public static IReadOnlyList<OperatorVerb> All => Verbs;

    private static OperatorVerb Looking(VerbId id, string name, string summary, string help, params VerbParameter[] parameters) =>
        new(id, name, summary, parameters) { Access = OperatorAccess.Look, Place = VerbPlace.Desk, Help = help };
}
