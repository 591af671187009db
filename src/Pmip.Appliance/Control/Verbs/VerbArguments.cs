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

    private VerbArguments(OperatorVerb verb, ReadOnlySpan<byte> line)
    {
        Verb = verb;
        _line = line;
    }

    /// <summary>What is asked for.</summary>
    public OperatorVerb Verb { get; }

    /// <summary>
    /// Reads a line. When it is no request the fault says why, and <paramref name="parameter"/> is the place of the
    /// parameter concerned in <see cref="OperatorVerb.Parameters"/>, or -1; the verb is there unless it is unknown.
    /// </summary>
    public static VerbFault TryRead(ReadOnlySpan<byte> line, out VerbArguments arguments, out int parameter, out WordPlace word)
    {
        parameter = -1;
        word = default;
        RequestWords words = new(line);
        if (!VerbTable.TryTake(ref words, out OperatorVerb? verb))
        {
            arguments = default;
            return VerbFault.UnknownVerb;
        }

        arguments = new VerbArguments(verb, line);
        return arguments.Take(words, out parameter, out word);
    }

    /// <summary>True when the parameter was given.</summary>
    public readonly bool Has(int parameter) => _places[parameter].Length > 0;

    /// <summary>The word of a parameter; empty when it was left out.</summary>
    public readonly ReadOnlySpan<byte> Text(int parameter) => WordAt(_places[parameter]);

    /// <summary>Number of the choice; -1 when it was left out.</summary>
    public readonly int Choice(int parameter) => Has(parameter) ? Verb.Parameters[parameter].ChoiceOf(Text(parameter)) : -1;

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

    /// <summary>The octets of a word of the line.</summary>
    public readonly ReadOnlySpan<byte> WordAt(WordPlace place) => _line.Slice(place.Start, place.Length);

    private VerbFault Take(RequestWords words, out int parameter, out WordPlace word)
    {
        int next = 0;
        while (words.TryNext(out word))
        {
            parameter = KeywordOf(WordAt(word));
            if (parameter >= 0)
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
            else if (next < Verb.Parameters.Count && Verb.Parameters[next].KeywordOctets.IsEmpty)
            {
                parameter = next++;
            }
            else
            {
                return VerbFault.Unexpected;
            }

            if (!IsRight(Verb.Parameters[parameter], WordAt(word)))
            {
                return VerbFault.BadValue;
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

    private readonly int KeywordOf(ReadOnlySpan<byte> word)
    {
        for (int i = 0; i < Verb.Parameters.Count; i++)
        {
            if (!Verb.Parameters[i].KeywordOctets.IsEmpty && word.SequenceEqual(Verb.Parameters[i].KeywordOctets))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsRight(VerbParameter parameter, ReadOnlySpan<byte> word)
    {
        if (word.Length > WordLengthMax)
        {
            return false;
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
