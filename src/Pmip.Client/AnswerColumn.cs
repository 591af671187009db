namespace Pmip.Client;

/// <summary>A column of an answer.</summary>
/// <param name="Key">The key of its values in each row.</param>
/// <param name="Title">Its heading; empty for one that a table for people leaves out.</param>
/// <param name="IsNumber">True when its values stand to the right.</param>
public sealed record AnswerColumn(string Key, string Title, bool IsNumber);
