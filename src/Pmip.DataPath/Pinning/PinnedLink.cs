using System.Globalization;

namespace Pmip.DataPath.Pinning;

/// <summary>The name of a program at its place, taken apart.</summary>
/// <param name="Path">The whole name.</param>
/// <param name="IsFilter">True for the program of a filter, which goes only when the filter is deleted; false for a link.</param>
/// <param name="Program">Which program.</param>
/// <param name="InterfaceIndex">On which interface.</param>
internal readonly record struct PinnedLink(string Path, bool IsFilter, string Program, int InterfaceIndex)
{
    /// <summary>Kind of the name of a filter's program.</summary>
    public const string FilterKind = "clsact";

    public static bool TryParse(string path, out PinnedLink link)
    {
        string[] words = System.IO.Path.GetFileName(path).Split('-');
        bool isName = words.Length == 3;
        int index = 0;
        isName = isName && int.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out index);
        link = isName ? new PinnedLink(path, words[0] == FilterKind, words[1], index) : default;
        return isName;
    }
}
