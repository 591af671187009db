using Pmip.Appliance.Control.Verbs;

namespace Pmip.Appliance.OperatorConsole.Sessions;

/// <summary>What the desk says of itself and of us.</summary>
/// <param name="Version">Version of the process.</param>
/// <param name="Node">Name of the node; empty when there is none.</param>
/// <param name="Role">What it is.</param>
/// <param name="Access">What we may do.</param>
/// <param name="Operator">Who we are; empty for nobody yet.</param>
/// <param name="State">How the process is.</param>
/// <param name="Notice">What a person must be told at once, a line each; empty for nothing.</param>
internal sealed record DeskGreeting(string Version, string Node, string Role, OperatorAccess Access, string Operator, string State, string Notice)
{
    /// <summary>Seconds until the configuration that runs on trial is taken back; zero for none.</summary>
    public int PendingSeconds { get; init; }

    /// <summary>Whether the draft of the configuration differs from what runs.</summary>
    public bool HasDraft { get; init; }
}
