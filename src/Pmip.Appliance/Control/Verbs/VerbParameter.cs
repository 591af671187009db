using System;
using System.Collections.Generic;
using System.Text;

namespace Pmip.Appliance.Control.Verbs;

/// <summary>One parameter of an operator's verb: a word at its place, or a word behind its keyword.</summary>
/// <param name="Name">How usage lines call it, in capitals.</param>
/// <param name="Kind">What it stands for.</param>
internal sealed record VerbParameter(string Name, ParameterKind Kind)
{
    private const int ChoicesInUsageMax = 6;

    private readonly byte[] _name = Encoding.UTF8.GetBytes(Name);
    private readonly byte[][] _choices = [];
    private readonly byte[] _keyword = [];

    /// <summary>The word in front of it, which may stand anywhere behind the words at fixed places; empty for one at a fixed place.</summary>
    public string Keyword
    {
        get => Encoding.UTF8.GetString(_keyword);
        init => _keyword = Encoding.UTF8.GetBytes(value);
    }

    /// <summary>True when it may be left out; one at a fixed place only when no other follows.</summary>
    public bool IsOptional { get; init; }

    /// <summary>True for a keyword that stands alone.</summary>
    public bool IsFlag { get; init; }

    /// <summary>True for what no log is to hold.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The largest number of a <see cref="ParameterKind.Number"/>.</summary>
    public uint Maximum { get; init; }

    /// <summary>The words of a <see cref="ParameterKind.Choice"/>.</summary>
    public IReadOnlyList<string> Choices
    {
        get => Array.ConvertAll(_choices, Encoding.UTF8.GetString);
        init
        {
            _choices = new byte[value.Count][];
            for (int i = 0; i < _choices.Length; i++)
            {
                _choices[i] = Encoding.UTF8.GetBytes(value[i]);
            }
        }
    }

    /// <summary>The keyword as it stands in a request.</summary>
    public ReadOnlySpan<byte> KeywordOctets => _keyword;

    /// <summary>Its name as UTF-8.</summary>
    public ReadOnlySpan<byte> NameOctets => _name;

    /// <summary>Number of choices.</summary>
    public int ChoiceCount => _choices.Length;

    /// <summary>A choice as it is written out.</summary>
    public ReadOnlySpan<byte> ChoiceAt(int index) => _choices[index];

    /// <summary>Number of the choice that is the word, or the only one that begins with it; -1 for none.</summary>
    public int ChoiceOf(ReadOnlySpan<byte> word) => CountChoices(word, out int choice) == 1 ? choice : -1;

    /// <summary>How many choices a word may be; one that is written out is that one. The last of them is <paramref name="choice"/>.</summary>
    public int CountChoices(ReadOnlySpan<byte> word, out int choice)
    {
        choice = -1;
        int count = 0;
        for (int i = 0; i < _choices.Length; i++)
        {
            if (!_choices[i].AsSpan().StartsWith(word))
            {
                continue;
            }

            choice = i;
            if (_choices[i].Length == word.Length)
            {
                return 1;
            }

            count++;
        }

        return count;
    }

    /// <summary>What is allowed for it, for a message.</summary>
    public string Allowed => Kind switch
    {
        ParameterKind.Choice => "one of " + string.Join(", ", Choices),
        ParameterKind.Key => "a GRE key from 0x00000001 to 0xffffffff",
        ParameterKind.Ipv6Prefix => "an IPv6 prefix like 2001:db8:100:1::/64",
        ParameterKind.Ipv4AddressAndLength => "an IPv4 address with its prefix length like 10.45.0.7/16",
        ParameterKind.Ipv4Address => "an IPv4 address like 10.45.0.1",
        ParameterKind.LinkLayerAddress => "a MAC address like 02:00:00:00:00:01",
        ParameterKind.Number => $"a whole number from 0 to {Maximum}",
        ParameterKind.Realm => "a realm like example.com, without the @",
        _ => "a word of at most 255 octets",
    };

    /// <summary>How it stands in a usage line.</summary>
    public string Usage
    {
        get
        {
            string text = IsFlag ? Keyword : Kind == ParameterKind.Choice && ChoiceCount <= ChoicesInUsageMax ? string.Join('|', Choices) : Name;
            text = _keyword.Length > 0 && !IsFlag ? $"{Keyword} {text}" : text;
            return IsOptional ? $"[{text}]" : text;
        }
    }

    /// <summary>A keyword that stands alone and may be left out.</summary>
    public static VerbParameter Flag(string keyword) =>
        new(keyword, ParameterKind.Choice) { Keyword = keyword, IsFlag = true, IsOptional = true };

    /// <summary>A word behind its keyword, both of which may be left out.</summary>
    public static VerbParameter KeywordAnd(string keyword, string name, ParameterKind kind) =>
        new(name, kind) { Keyword = keyword, IsOptional = true };
}
