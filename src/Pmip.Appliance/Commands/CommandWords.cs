using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Pmip.Appliance.Commands;

/// <summary>Words behind a command, sorted into options and the rest.</summary>
internal sealed class CommandWords
{
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    public List<string> Rest { get; } = [];

    public bool Has(string option) => _options.ContainsKey(option);

    public string? Value(string option) => _options.GetValueOrDefault(option);

    /// <summary>
    /// Sorts the words. <paramref name="flags"/> are options alone, <paramref name="valued"/> take the next word. False names what
    /// is wrong in <paramref name="problem"/>.
    /// </summary>
    public static bool TryParse(string[] words, string[] flags, string[] valued, [NotNullWhen(true)] out CommandWords? parsed, out string problem)
    {
        CommandWords result = new();
        parsed = null;
        for (int i = 0; i < words.Length; i++)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal))
            {
                result.Rest.Add(words[i]);
            }
            else if (Array.IndexOf(flags, words[i]) >= 0)
            {
                result._options[words[i]] = "";
            }
            else if (Array.IndexOf(valued, words[i]) < 0)
            {
                string? nearest = Configuration.NearestName.Find(words[i], [.. flags, .. valued]);
                problem = $"there is no option \"{words[i]}\" here" + (nearest is null ? "" : $", did you mean \"{nearest}\"?");
                return false;
            }
            else if (++i == words.Length)
            {
                problem = $"the option \"{words[i - 1]}\" wants a value";
                return false;
            }
            else
            {
                result._options[words[i - 1]] = words[i];
            }
        }

        problem = "";
        parsed = result;
        return true;
    }
}
