using System.Collections.Generic;
using System.Text;
using Pmip.Appliance.Configuration;

namespace Pmip.Appliance.OperatorConsole.Guidance;

/// <summary>Proposes paths of the configuration out of its schema.</summary>
internal static class DraftPaths
{
    /// <summary>The keys that may stand where the text ends, counted from <paramref name="place"/> in the draft.</summary>
    public static IEnumerable<Proposal> Below(string place, string beginning)
    {
        yield return new Proposal("PATH", "path of a key, such as mag.access[acc0].technology", IsWord: false);
        int last = LastDot(beginning);
        string before = beginning[..(last + 1)];
        string parent = before.TrimEnd('.');
        string whole = place.Length == 0 ? parent : parent.Length == 0 || parent[0] == '[' ? place + parent : $"{place}.{parent}";
        foreach (ConfigurationKey key in ConfigurationSchema.KeysOf(Row(whole)))
        {
            bool isSection = key.Kind == ConfigurationKind.Section;
            string name = before + key.Name + (isSection ? "." : "");
            yield return new Proposal(name, key.Help, IsOpen: isSection || key.Kind == ConfigurationKind.List);
        }
    }

    // The dot before the last part: one inside of brackets belongs to a name.
    private static int LastDot(string path)
    {
        int depth = 0;
        for (int i = path.Length - 1; i >= 0; i--)
        {
            depth += path[i] == ']' ? 1 : path[i] == '[' ? -1 : 0;
            if (path[i] == '.' && depth <= 0)
            {
                return i;
            }
        }

        return -1;
    }

    // The row of the schema: what stands in brackets is any element.
    private static string Row(string path)
    {
        StringBuilder row = new();
        bool isInside = false;
        foreach (char letter in path)
        {
            isInside = isInside && letter != ']';
            row.Append(isInside ? "" : letter.ToString());
            isInside |= letter == '[';
        }

        return row.ToString();
    }
}
