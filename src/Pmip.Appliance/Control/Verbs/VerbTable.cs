using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Pmip.Appliance.Control.Verbs;

/// <summary>Every verb, in the order in which help lists them.</summary>
internal static class VerbTable
{
    private static readonly OperatorVerb[] Verbs = [.. NodeVerbs.All];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<OperatorVerb> All => Verbs;

    /// <summary>Takes the words of a verb; false when they are those of none, and then any number of words may have been taken.</summary>
    public static bool TryTake(ref RequestWords words, [NotNullWhen(true)] out OperatorVerb? verb)
    {
        verb = null;
        if (!words.TryNext(out WordPlace first))
        {
            return false;
        }

        WordPlace second = default;
        foreach (OperatorVerb candidate in Verbs)
        {
            if (!words.At(first).SequenceEqual(candidate.WordAt(0)))
            {
                continue;
            }

            if (candidate.WordCount == 2 && second.Length == 0 && !words.TryNext(out second))
            {
                return false;
            }

            if (candidate.WordCount == 1 || words.At(second).SequenceEqual(candidate.WordAt(1)))
            {
                verb = candidate;
                return true;
            }
        }

        return false;
    }

    /// <summary>One line on the verbs that begin with the word.</summary>
    public static string SummaryOf(string firstWord) => firstWord switch
    {
        "tunnel" => "acts on a static tunnel",
        "revoke" => "revokes bindings: of a node, with a peer, of a realm",
        "key" => "LMA: reserves uplink keys for connections (TS 29.275 6.3), and releases them",
        "component" => "tells the peers what became of a component of this node",
        _ => throw new ArgumentOutOfRangeException(nameof(firstWord), firstWord, "no verb of two words begins so"),
    };
}
