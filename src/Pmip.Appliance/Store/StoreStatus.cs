namespace Pmip.Appliance.Store;

/// <summary>Where the store stands, as prompts, <c>show version</c> and LEDs need it. Never changed once made.</summary>
/// <param name="Source">Where the running configuration came from.</param>
/// <param name="Generation">Its generation; zero when the store does not hold it.</param>
/// <param name="PendingSeconds">Seconds until it is taken back unless confirmed; zero when it stays.</param>
/// <param name="HasDraft">Whether a draft differs from it.</param>
/// <param name="Trouble">Why nothing can be committed, such as a disk that fails; empty when all is well.</param>
/// <param name="Reverted">What was taken back for the one that runs, in words; empty when nothing was.</param>
internal sealed record StoreStatus(
    ConfigurationSource Source, ulong Generation, int PendingSeconds, bool HasDraft, string Trouble, string Reverted)
{
    /// <summary>True when another configuration runs than the one in the file that a person edits: that one is wrong, or was taken back.</summary>
    public required bool IsFallback { get; init; }
}
