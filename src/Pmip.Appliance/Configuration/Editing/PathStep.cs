namespace Pmip.Appliance.Configuration.Editing;

/// <summary>What a step of a path leads to.</summary>
internal enum PathStepKind : byte
{
    /// <summary>A key of a section.</summary>
    Key,

    /// <summary>An element of a list by what identifies it, or by its number.</summary>
    Element,

    /// <summary>A new element at the end of a list.</summary>
    NewElement,
}

/// <summary>One step of a path, and where it stands in it.</summary>
/// <param name="Kind">What it leads to.</param>
/// <param name="Text">The key, or what stands between the brackets.</param>
/// <param name="Start">Where it starts, in characters.</param>
/// <param name="Length">Its length.</param>
internal readonly record struct PathStep(PathStepKind Kind, string Text, int Start, int Length);
