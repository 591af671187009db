using System;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Control.Verbs;

/// <summary>
/// The words of a request by parameter. They were checked when the line was read, so each getter gives what its parameter's kind
/// says, or the empty value for one that was left out. Nothing is allocated.
/// </summary>
internal ref struct VerbArguments
{
    /// <summary>Most parameters of a verb.</summary>
    public const int Max = 12;

    /// <summary>Most octets of a word.</summary>
    public const int WordLengthMax = 255;

    private readonly ReadOnlySpan<byte> _line;
    private Places _places;

    private VerbArguments(OperatorVerb? verb, ReadOnlySpan<byte> line, VerbAmbiguity ambiguity)
    {
        Verb = verb!;
        _line = line;
        Ambiguity = ambiguity;
    }

    /// <summary>What is asked for; null when that is what the fault is about.</summary>
    public OperatorVerb Verb { get; }

    /// <summary>Where the words of the verb may be several.</summary>
    public VerbAmbiguity Ambiguity { get; }

    /// <summary>
    /// Reads a line. When it is no request the fault says why, and <paramref name="parameter"/> is the place of the
    /// parameter concerned in <see cref="OperatorVerb.Parameters"/>, or -1; the verb is there unless it is unknown.
    /// </summary>
    public static VerbFault TryRead(ReadOnlySpan<byte> line, out VerbArguments arguments, out int parameter, out WordPlace word)
    {
        parameter = -1;
        word = default;
        RequestWords words = new(line);
        VerbFault fault = VerbTable.Take(ref words, out OperatorVerb? verb, out word, out VerbAmbiguity ambiguity);
        arguments = new VerbArguments(verb, line, ambiguity);
        return fault == VerbFault.None ? arguments.Take(words, out parameter, out word) : fault;
    }

    /// <summary>True when the parameter was given.</summary>
    public readonly bool Has(int parameter) => _places[parameter].Length > 0;

    /// <summary>The word of a parameter, a choice as it is written out; empty when it was left out.</summary>
    public readonly ReadOnlySpan<byte> Text(int parameter)
    {
        int choice = Choice(parameter);
        return choice < 0 ? WordAt(_places[parameter]) : Verb.Parameters[parameter].ChoiceAt(choice);
    }

    /// <summary>Where the word of a parameter stands on the line; nowhere when it was left out.</summary>
    public readonly WordPlace PlaceOf(int parameter) => _places[parameter];

    /// <summary>Number of the choice; -1 when it was left out.</summary>
    public readonly int Choice(int parameter) => Has(parameter) ? Verb.Parameters[parameter].ChoiceOf(WordAt(_places[parameter])) : -1;

    /// <summary>The number; zero when it was left out.</summary>
    public readonly uint Number(int parameter) => Has(parameter) ? uint.Parse(Text(parameter), NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    /// <summary>The key; none when it was left out.</summary>
    public readonly GreKey Key(int parameter)
    {
        Span<char> room = stackalloc char[WordLengthMax];
        _ = GreKey.TryParse(Widened(parameter, room), out GreKey key);
        return key;
    }

    /// <summary>The prefix, or the address with its length; default when it was left out.</summary>
    public readonly IpPrefix Prefix(int parameter)
    {
        Span<char> room = stackalloc char[WordLengthMax];
        _ = IpPrefix.TryParse(Widened(parameter, room), out IpPrefix prefix);
        return prefix;
    }

    /// <summary>The address; unspecified when it was left out.</summary>
    public readonly IpAddress Address(int parameter)
    {
        Span<char> room = stackalloc char[WordLengthMax];
        _ = IpAddress.TryParse(Widened(parameter, room), out IpAddress address);
        return address;
    }

    /// <summary>The link-layer address; zero when it was left out.</summary>
    public readonly MacAddress LinkLayerAddress(int parameter)
    {
        Span<char> room = stackalloc char[WordLengthMax];
        _ = MacAddress.TryParse(Widened(parameter, room), out MacAddress address);
        return address;
    }

    /// <summary>Where the word of a parameter stands.</summary>
    public readonly WordPlace WordOf(int parameter) => _places[parameter];

    /// <summary>The octets of a word of the line.</summary>
    public readonly ReadOnlySpan<byte> WordAt(WordPlace place) => _line.Slice(place.Start, place.Length);

    private VerbFault Take(RequestWords words, out int parameter, out WordPlace word)
    {
        int next = 0;
        while (words.TryNext(out word))
        {
            VerbFault fault = PlaceOf(WordAt(word), next, out parameter);
            if (fault != VerbFault.None)
            {
                return fault;
            }

            if (!Verb.Parameters[parameter].KeywordOctets.IsEmpty)
            {
                if (Has(parameter))
                {
                    return VerbFault.Twice;
                }

                if (!Verb.Parameters[parameter].IsFlag && !words.TryNext(out word))
                {
                    return VerbFault.Missing;
                }
            }
            else
            {
                next++;
            }

            word = Verb.Parameters[parameter].Kind == ParameterKind.RestOfLine ? words.TakeRest(word) : word;
            if (!IsRight(Verb.Parameters[parameter], WordAt(word)))
            {
                return Verb.Parameters[parameter].CountChoices(WordAt(word), out _) > 1 ? VerbFault.Ambiguous : VerbFault.BadValue;
            }

            _places[parameter] = word;
        }

        for (parameter = 0; parameter < Verb.Parameters.Count; parameter++)
        {
            if (!Verb.Parameters[parameter].IsOptional && !Has(parameter))
            {
                return VerbFault.Missing;
            }
        }

        parameter = -1;
        return VerbFault.None;
    }

    // A keyword that is written out is that keyword; where a free word may stand, everything else is that word.
    private readonly VerbFault PlaceOf(ReadOnlySpan<byte> word, int next, out int parameter)
    {
        bool isOpen = next < Verb.Parameters.Count && Verb.Parameters[next].KeywordOctets.IsEmpty;
        int keywords = CountKeywords(word, out parameter);
        if (keywords == 1 && Verb.Parameters[parameter].KeywordOctets.Length == word.Length)
        {
            return VerbFault.None;
        }

        bool isFree = isOpen && Verb.Parameters[next].Kind != ParameterKind.Choice
            && (keywords == 0 || !Verb.Parameters[next].IsOptional || IsRight(Verb.Parameters[next], word));
        int choices = isOpen && Verb.Parameters[next].Kind == ParameterKind.Choice ? Verb.Parameters[next].CountChoices(word, out _) : 0;
        if (isFree || choices > 0 || keywords == 0)
        {
            parameter = isOpen ? next : -1;
            bool isSeveral = !isFree && keywords > 0 && choices > 0 && !IsChoice(next, word);
            return !isOpen ? VerbFault.Unexpected : isSeveral ? VerbFault.Ambiguous : VerbFault.None;
        }

        parameter = keywords == 1 ? parameter : -1;
        return keywords == 1 ? VerbFault.None : VerbFault.Ambiguous;
    }

    private readonly bool IsChoice(int parameter, ReadOnlySpan<byte> word)
    {
        VerbParameter wanted = Verb.Parameters[parameter];
        return wanted.CountChoices(word, out int choice) == 1 && wanted.ChoiceAt(choice).Length == word.Length;
    }

    private readonly int CountKeywords(ReadOnlySpan<byte> word, out int parameter)
    {
        parameter = -1;
        int count = 0;
        for (int i = 0; i < Verb.Parameters.Count; i++)
        {
            ReadOnlySpan<byte> keyword = Verb.Parameters[i].KeywordOctets;
            if (keyword.IsEmpty || !keyword.StartsWith(word))
            {
                continue;
            }

            parameter = i;
            if (keyword.Length == word.Length)
            {
                return 1;
            }

            count++;
        }

        return count;
    }

    private static bool IsRight(VerbParameter parameter, ReadOnlySpan<byte> word)
    {
        if (word.Length > WordLengthMax)
        {
            return parameter.Kind == ParameterKind.RestOfLine;
        }

        Span<char> room = stackalloc char[WordLengthMax];
        ReadOnlySpan<char> text = Widen(word, room);
        return parameter.Kind switch
        {
            ParameterKind.Choice => parameter.IsFlag || parameter.ChoiceOf(word) >= 0,
            ParameterKind.Key => GreKey.TryParse(text, out _),
            ParameterKind.Ipv6Prefix => IpPrefix.TryParse(text, out IpPrefix prefix) && !prefix.Address.IsIPv4,
            ParameterKind.Ipv4AddressAndLength => IpPrefix.TryParse(text, out IpPrefix ipv4) && ipv4.Address.IsIPv4,
            ParameterKind.Ipv4Address => IpAddress.TryParse(text, out IpAddress address) && address.IsIPv4,
            ParameterKind.LinkLayerAddress => MacAddress.TryParse(text, out MacAddress mac) && !mac.IsZero,
            ParameterKind.Number => uint.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) && number <= parameter.Maximum,
            ParameterKind.Realm => !word.Contains((byte)'@'),
            _ => true,
        };
    }

    private readonly ReadOnlySpan<char> Widened(int parameter, Span<char> room) => Widen(Text(parameter), room);

    // Octets that are no ASCII become a character that no number or address has.
    private static ReadOnlySpan<char> Widen(ReadOnlySpan<byte> word, Span<char> room) => room[..Encoding.Latin1.GetChars(word, room)];

    [InlineArray(Max)]
    private struct Places
    {
        private WordPlace _first;
    }
}
