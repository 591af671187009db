using System;
using System.Collections.Generic;

namespace Pmip.Appliance.Configuration;

/// <summary>Finds what somebody probably meant.</summary>
public static class NearestName
{
    /// <summary>
    /// The candidate with the fewest edits from <paramref name="given"/>; null when all are further away than a third of its
    /// letters, but two edits are always near enough for a word of four letters or more, and so is the beginning of a word.
    /// </summary>
    public static string? Find(string given, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(candidates);
        string? nearest = null;
        int fewest = Math.Max(given.Length >= 4 ? 2 : 1, given.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            bool isBeginning = given.Length >= 3 && candidate.StartsWith(given, StringComparison.OrdinalIgnoreCase);
            int edits = isBeginning ? 1 : Distance(given, candidate);
            if (edits < fewest)
            {
                (nearest, fewest) = (candidate, edits);
            }
        }

        return nearest;
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that turn one word into the other; case is free.</summary>
    public static int Distance(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Length > 64 || right.Length > 64)
        {
            return Math.Max(left.Length, right.Length);
        }

        int[,] edits = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                edits[i, j] = i == 0 || j == 0 ? i + j : Step(edits, left, right, i, j);
            }
        }

        return edits[left.Length, right.Length];
    }

    private static int Step(int[,] edits, string left, string right, int i, int j)
    {
        bool isSame = Same(left[i - 1], right[j - 1]);
        int best = Math.Min(edits[i - 1, j - 1] + (isSame ? 0 : 1), Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
        bool isSwap = i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]);
        return isSwap ? Math.Min(best, edits[i - 2, j - 2] + 1) : best;
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
