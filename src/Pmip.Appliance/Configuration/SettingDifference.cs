namespace Pmip.Appliance.Configuration;

/// <summary>One difference between two configurations.</summary>
/// <param name="Path">Its path, elements of lists by name: <c>lma.peers[mag1].ipv6</c>.</param>
/// <param name="Key">Its row of the schema. That of an element when the whole element came or went, that of a list when only its order differs.</param>
/// <param name="Before">What held before; empty for nothing.</param>
/// <param name="After">What holds after; empty for nothing.</param>
internal sealed record SettingDifference(string Path, ConfigurationKey Key, string Before, string After)
{
    /// <summary>Name of the element of the outermost list that the path leads through; empty when it leads through none.</summary>
    public string Element { get; init; } = "";
}
