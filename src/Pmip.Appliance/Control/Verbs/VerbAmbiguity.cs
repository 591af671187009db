namespace Pmip.Appliance.Control.Verbs;

/// <summary>Where a word of a verb may be several.</summary>
/// <param name="Path">A verb that begins with the words before it; null at the first word.</param>
/// <param name="Depth">Number of the words before it.</param>
/// <param name="Whole">The verb that is whole with the words before it, whose parameters may be meant too; null for none.</param>
internal readonly record struct VerbAmbiguity(OperatorVerb? Path, int Depth, OperatorVerb? Whole);
