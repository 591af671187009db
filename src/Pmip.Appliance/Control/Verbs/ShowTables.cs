using System;
using System.Collections.Generic;

namespace Pmip.Appliance.Control.Verbs;

/// <summary>A table that <c>show</c> shows.</summary>
/// <param name="Name">The word behind <c>show</c>.</param>
/// <param name="Summary">One line on it.</param>
/// <param name="Place">Who has it.</param>
internal sealed record ShowTable(string Name, string Summary, VerbPlace Place);

/// <summary>
/// Names of all that <c>show</c> shows, known without a running node. Those of the control loop come first, in the order of
/// <see cref="ConsoleTables"/>.
/// </summary>
internal static class ShowTables
{
    private static readonly ShowTable[] Tables =
    [
        Loop("bindings", "who is registered, with which addresses, where and for how long"),
        Loop("peers", "the nodes that we talk PMIPv6 with"),
        Loop("sessions", "the keys of each tunnel, and what it has carried"),
        Loop("counters", "every counter, refusals and drops included"),
        Loop("datapath", "which program is on which interface, which way packets are carried, and why they were dropped"),
        Loop("nodes", "who is on the access links (MAG)"),
        Loop("tunnels", "the static tunnels, where they stand, and what they have carried"),
        Loop("reservations", "uplink keys that are reserved for connections (LMA)"),
        Loop("keys", "how many GRE keys are in use, rest, and are reserved"),
        Loop("pools", "how much of each address pool is given out (LMA)"),
        Loop("timers", "what the engines wait for, and when it comes"),
        Loop("slots", "how many bindings are in which state, by blocks of the tables"),
        Desk("history", "the configurations that were committed: when, by whom, and why"),
        Desk("health", "how the appliance is, and everything that is wrong with it"),
        Desk("watchdog", "who watches this process, since when, and how close it came"),
        Desk("loops", "the loops that must get on, and how long each has been silent"),
        Desk("resets", "how this process ended before: when, why, with which build and configuration"),
        Desk("board", "what the profile of the board names, and what of it there is"),
        Desk("leds", "what each light of the board shows now"),
        Desk("temperatures", "how warm the board is, and from where on that is too much"),
        Desk("memory", "what the process costs, and what its tables were planned to cost"),
        Desk("version", "what runs: build, framework, configuration, and how it began"),
        Desk("ladder", "for each pair of ports which way packets are carried, and why none of the faster ones"),
        Desk("logging", "where the log goes, and what was lost on the way"),
        Desk("operators", "who is connected to the control socket, and with which rights"),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ShowTable> All => Tables;

    /// <summary>Their names, in the same order.</summary>
    public static string[] Names { get; } = Array.ConvertAll(Tables, table => table.Name);

    /// <summary>One line on a table.</summary>
    public static string SummaryOf(string name) => Array.Find(Tables, table => table.Name == name)?.Summary ?? "";

    private static ShowTable Loop(string name, string summary) => new(name, summary, VerbPlace.Loop);

    private static ShowTable Desk(string name, string summary) => new(name, summary, VerbPlace.Desk);
}
