namespace Pmip.DataPath;

/// <summary>What became of the sessions that the data path found when it started: those of the process before.</summary>
/// <param name="Adopted">Found, and carried on from the first moment.</param>
/// <param name="Claimed">Of these, installed again, with or without a change.</param>
/// <param name="Stale">Of these, removed because nobody knew them any more.</param>
/// <param name="Unclaimed">Of these, neither yet.</param>
public readonly record struct SessionAdoption(int Adopted, int Claimed, int Stale, int Unclaimed);
