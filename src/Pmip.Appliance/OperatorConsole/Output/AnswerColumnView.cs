namespace Pmip.Appliance.OperatorConsole.Output;

/// <summary>A column of an answer as it arrived.</summary>
/// <param name="Key">The key of its values.</param>
/// <param name="Title">Its heading; empty for one that is not shown.</param>
/// <param name="IsNumber">True when it stands to the right.</param>
internal sealed record AnswerColumnView(string Key, string Title, bool IsNumber);
