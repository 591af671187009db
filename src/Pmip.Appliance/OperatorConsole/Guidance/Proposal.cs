namespace Pmip.Appliance.OperatorConsole.Guidance;

/// <summary>What may stand at a place of a line.</summary>
/// <param name="Text">A word that may be written there, or what stands for one.</param>
/// <param name="Summary">One line on it.</param>
/// <param name="IsWord">False for what only stands for a word, such as <c>IDENTIFIER</c>.</param>
/// <param name="IsOpen">True when more of the word follows: no blank is put behind it.</param>
internal sealed record Proposal(string Text, string Summary, bool IsWord = true, bool IsOpen = false)
{
    /// <summary>The line may end there.</summary>
    public static readonly Proposal Enter = new("<Enter>", "that is all of it", IsWord: false);
}
