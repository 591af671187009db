using System;
using System.Collections.Generic;

namespace Pmip.Appliance.Control.Verbs;

/// <summary>Every verb, in the order in which help lists them, and the way from the words of a line to one of them.</summary>
internal static class VerbTable
{
    private static readonly OperatorVerb[] Verbs =
    [
        .. NodeVerbs.All, .. SessionVerbs.All, .. ConfigurationVerbs.All, .. WatchdogVerbs.All, .. DiagnosisVerbs.All, .. MonitoringVerbs.All,
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<OperatorVerb> All => Verbs;

    /// <summary>
    /// Takes the words of a verb, each of which may be short as long as it can be no other: <c>sh b</c>. What is written out wins
    /// over what it begins. With a fault, <paramref name="word"/> is where it is, and <paramref name="ambiguity"/> what it may be.
    /// </summary>
    public static VerbFault Take(ref RequestWords words, out OperatorVerb? verb, out WordPlace word, out VerbAmbiguity ambiguity)
    {
        OperatorVerb? path = null;
        for (int depth = 0; ; depth++)
        {
            OperatorVerb? whole = Whole(path, depth);
            RequestWords ahead = words;
            bool hasWord = ahead.TryNext(out word);
            int choices = 0;
            OperatorVerb? next = hasWord ? Choose(path, depth, whole, ahead.At(word), out choices) : null;
            ambiguity = new VerbAmbiguity(path, depth, whole);
            if (choices > 1)
            {
                verb = null;
                return VerbFault.Ambiguous;
            }

            if (next is null)
            {
                verb = whole;
                return whole is null ? VerbFault.UnknownVerb : VerbFault.None;
            }

            path = next;
            words = ahead;
        }
    }

    /// <summary>One line on the verbs that begin with the word, where none is the word alone.</summary>
    public static string SummaryOf(string firstWord) => firstWord switch
    {
        "tunnel" => "tests the tunnel of a node, or acts on a static one",
        "revoke" => "revokes bindings: of a node, with a peer, of a realm",
        "key" => "LMA: reserves uplink keys for connections (TS 29.275 6.3), and releases them",
        "rescue" => "keeps a configuration for when nothing else is good",
        "capture" => "captures signalling",
        "datapath" => "switches what captures see of the data path",
        "clear" => "has counters shown with their growth from now on",
        "component" => "tells the peers what became of a component of this node",
        "safe-mode" => "takes the control plane out of service and back",
        _ => throw new ArgumentOutOfRangeException(nameof(firstWord), firstWord, "no verb of two words begins so"),
    };

    /// <summary>The verb at a place of the table, if it goes on behind the taken words with one that no earlier verb has there.</summary>
    internal static bool TryNext(int index, OperatorVerb? path, int depth, out ReadOnlySpan<byte> word)
    {
        word = default;
        if (!GoesOn(Verbs[index], path, depth))
        {
            return false;
        }

        word = Verbs[index].WordAt(depth);
        for (int i = 0; i < index; i++)
        {
            if (GoesOn(Verbs[i], path, depth) && Verbs[i].WordAt(depth).SequenceEqual(word))
            {
                return false;
            }
        }

        return true;
    }

    // The verb whose next word this is; null when it is none of a verb, or with choices > 1 that of several things.
    private static OperatorVerb? Choose(OperatorVerb? path, int depth, OperatorVerb? whole, ReadOnlySpan<byte> word, out int choices)
    {
        choices = 0;
        OperatorVerb? found = null;
        for (int i = 0; i < Verbs.Length; i++)
        {
            if (!TryNext(i, path, depth, out ReadOnlySpan<byte> candidate) || !candidate.StartsWith(word))
            {
                continue;
            }

            if (candidate.Length == word.Length)
            {
                choices = 1;
                return Verbs[i];
            }

            choices++;
            found = Verbs[i];
        }

        if (whole is null || choices == 0)
        {
            return found;
        }

        // The words so far are a verb: what it takes has the same right to be meant, and a free word is not looked for in words of verbs.
        int taken = whole.TakesFirst(word, out bool isWhole);
        choices = taken < 0 || isWhole ? 0 : choices + taken;
        return taken == 0 ? found : null;
    }

    private static OperatorVerb? Whole(OperatorVerb? path, int depth)
    {
        foreach (OperatorVerb candidate in Verbs)
        {
            if (candidate.WordCount == depth && path is not null && candidate.SharesWords(path, depth))
            {
                return candidate;
            }
        }

        return null;
    }

    private static bool GoesOn(OperatorVerb verb, OperatorVerb? path, int depth) =>
        verb.WordCount > depth && (path is null || verb.SharesWords(path, depth));
}
