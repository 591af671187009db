using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pmip.Appliance.Logging;

namespace Pmip.Appliance.Control.Verbs;

/// <summary>Tells in words why a line is no request: what is wrong, where, and what is allowed. Allocates nothing after start.</summary>
internal static class VerbFaultText
{
    /// <summary>Octets that one text needs at most: a word may be written as four octets for each of its own.</summary>
    public const int LengthMax = 8192;

    private static readonly byte[] Known = Encoding.UTF8.GetBytes(string.Join(", ", VerbTable.All.Select(verb => verb.Name)));
    private static readonly Dictionary<VerbParameter, byte[]> Allowed = VerbTable.All.SelectMany(verb => verb.Parameters).Distinct()
        .ToDictionary(parameter => parameter, parameter => Encoding.UTF8.GetBytes(parameter.Allowed));

    /// <summary>Writes the text, without an end of line, and gives its length.</summary>
    public static int Write(VerbFault fault, in VerbArguments arguments, int parameter, WordPlace place, Span<byte> room)
    {
        TextRoom text = new(room);
        if (fault == VerbFault.UnknownVerb)
        {
            text.Append("the request is not understood; known are "u8);
            text.Append(Known);
            return text.Length;
        }

        ReadOnlySpan<byte> word = arguments.WordAt(place);
        if (fault == VerbFault.Ambiguous)
        {
            text.AppendQuoted(word);
            text.Append(" is short for several: "u8);
            AppendCandidates(ref text, arguments, parameter, word);
            return text.Length;
        }

        VerbParameter? concerned = parameter < 0 ? null : arguments.Verb.Parameters[parameter];
        if (fault == VerbFault.BadValue && concerned is not null)
        {
            text.AppendQuoted(word);
            text.Append(" is no "u8);
            text.Append(concerned.NameOctets);
            text.Append(", wanted is "u8);
            text.Append(Allowed[concerned]);
            return text.Length;
        }

        if (fault == VerbFault.Missing && concerned is not null)
        {
            text.AppendQuoted(arguments.Verb.NameOctets);
            text.Append(" lacks "u8);
            text.Append(concerned.NameOctets);
        }
        else
        {
            text.AppendQuoted(word);
            text.Append(fault == VerbFault.Twice ? " stands there twice"u8 : " has no place there"u8);
        }

        text.Append("; usage: "u8);
        text.Append(arguments.Verb.UsageOctets);
        return text.Length;
    }

    private static void AppendCandidates(ref TextRoom text, in VerbArguments arguments, int parameter, ReadOnlySpan<byte> word)
    {
        OperatorVerb? verb = arguments.Verb;
        if (verb is null)
        {
            verb = arguments.Ambiguity.Whole;
            parameter = 0;
            for (int i = 0; i < VerbTable.All.Count; i++)
            {
                if (VerbTable.TryNext(i, arguments.Ambiguity.Path, arguments.Ambiguity.Depth, out ReadOnlySpan<byte> candidate))
                {
                    text.AppendCandidate(candidate, word);
                }
            }
        }

        // Behind its keyword a choice stands alone; at a fixed place the keywords are meant as well.
        bool isFixed = verb is not null && (parameter < 0 || (parameter < verb.Parameters.Count && verb.Parameters[parameter].KeywordOctets.IsEmpty));
        for (int i = 0; verb is not null && i < verb.Parameters.Count; i++)
        {
            VerbParameter candidate = verb.Parameters[i];
            if (isFixed && !candidate.KeywordOctets.IsEmpty)
            {
                text.AppendCandidate(candidate.KeywordOctets, word);
            }

            for (int choice = 0; i == parameter && choice < candidate.ChoiceCount; choice++)
            {
                text.AppendCandidate(candidate.ChoiceAt(choice), word);
            }
        }
    }

    private ref struct TextRoom(Span<byte> room)
    {
        private readonly Span<byte> _room = room;
        private bool _hasCandidate;

        public int Length { get; private set; }

        public void Append(ReadOnlySpan<byte> octets)
        {
            octets.CopyTo(_room[Length..]);
            Length += octets.Length;
        }

        public void AppendCandidate(ReadOnlySpan<byte> candidate, ReadOnlySpan<byte> word)
        {
            if (candidate.StartsWith(word))
            {
                Append(_hasCandidate ? ", "u8 : default);
                Append(candidate);
                _hasCandidate = true;
            }
        }

        public void AppendQuoted(ReadOnlySpan<byte> word)
        {
            Append("\""u8);
            Length += VisibleText.Write(word[..Math.Min(word.Length, VerbArguments.WordLengthMax)], _room[Length..]);
            Append("\""u8);
        }
    }
}
