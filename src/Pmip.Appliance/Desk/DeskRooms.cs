using System;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Desk;

/// <summary>What the desk says of the process in its greeting.</summary>
/// <param name="Node">Name of the node; empty without a configuration.</param>
/// <param name="Role"><c>mag</c>, <c>lma</c> or <c>both</c>; empty without a configuration.</param>
/// <param name="State"><c>running</c>, <c>safeMode</c> or <c>starting</c>.</param>
internal readonly record struct DeskFacts(string Node, string Role, string State)
{
    /// <summary>What is wrong, a line each; empty for nothing.</summary>
    public string Notice { get; init; } = "";

    /// <summary>Seconds until the configuration that runs on trial is taken back; zero for none.</summary>
    public int PendingSeconds { get; init; }

    /// <summary>Whether the draft differs from what runs.</summary>
    public bool HasDraft { get; init; }
}

/// <summary>Everything that the sessions of the desk share.</summary>
internal sealed record DeskRooms
{
    /// <summary>What the desk itself carries out.</summary>
    public DeskVerbs Verbs { get; } = new();

    /// <summary>The tables that the desk itself shows.</summary>
    public DeskTables Tables { get; } = new();

    /// <summary>The way to the control loop.</summary>
    public required ILoopPort Loop { get; init; }

    /// <summary>Who may log in.</summary>
    public required OperatorDirectory Operators { get; init; }

    /// <summary>Takes sentences for the log.</summary>
    public required SessionLog Log { get; init; }

    /// <summary>What the process is at this moment.</summary>
    public required Func<DeskFacts> Facts { get; init; }

    /// <summary>Version of the process.</summary>
    public required string Version { get; init; }

    /// <summary>How long a client may take nothing while something is for it.</summary>
    public Duration Patience { get; init; } = Duration.FromSeconds(10);

    /// <summary>How long one who may do nothing may stay.</summary>
    public Duration LoginTime { get; init; } = Duration.FromSeconds(60);
}
