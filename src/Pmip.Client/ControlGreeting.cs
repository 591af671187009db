namespace Pmip.Client;

/// <summary>What the process says of itself, and of who connects, before anything is asked.</summary>
/// <param name="Version">Version of <c>pmipd</c>.</param>
/// <param name="Api">Version of the API; see <see cref="ControlConnection.ApiVersion"/>.</param>
/// <param name="Node">Name of the node; empty in safe mode without a configuration.</param>
/// <param name="Role"><c>mag</c>, <c>lma</c> or <c>both</c>; empty likewise.</param>
/// <param name="Access"><c>none</c>, <c>look</c>, <c>operate</c> or <c>configure</c>.</param>
/// <param name="Operator">Who the session is taken for.</param>
/// <param name="State"><c>running</c>, <c>safeMode</c> or <c>starting</c>.</param>
/// <param name="Notice">What a person must be told at once, such as that no password is set, a line each; empty for nothing.</param>
/// <param name="PendingSeconds">Seconds until the configuration that runs on trial is taken back; zero for none.</param>
/// <param name="HasDraft">Whether the draft of the configuration differs from what runs.</param>
public sealed record ControlGreeting(
    string Version, int Api, string Node, string Role, string Access, string Operator, string State, string Notice, int PendingSeconds, bool HasDraft);
