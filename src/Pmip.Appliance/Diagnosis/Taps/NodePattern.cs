using System;
using System.Text;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Diagnosis.Taps;

/// <summary>
/// How an operator names one node: its whole identifier, the beginning of its identifier without the realm, or its link-layer
/// address. Never changes; matching allocates nothing.
/// </summary>
internal sealed class NodePattern
{
    private readonly byte[] _identifier;
    private readonly bool _isWhole;
    private readonly MacAddress _address;

    private NodePattern(string text, byte[] identifier, bool isWhole, MacAddress address)
    {
        Text = text;
        _identifier = identifier;
        _isWhole = isWhole;
        _address = address;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>What is written with an @ is a whole identifier, six pairs of hexadecimal digits are an address, anything else is a beginning.</summary>
    public static NodePattern Parse(string text)
    {
        if (MacAddress.TryParse(text, out MacAddress address) && !address.IsZero)
        {
            return new NodePattern(text, [], false, address);
        }

        return new NodePattern(text, Encoding.UTF8.GetBytes(text), text.Contains('@', StringComparison.Ordinal), default);
    }

    /// <summary>True when one of what is known of a node, each empty or zero when it is not, is what was written.</summary>
    public bool Matches(ReadOnlySpan<byte> identifier, MacAddress address)
    {
        if (!_address.IsZero)
        {
            return address == _address;
        }

        return _isWhole ? identifier.SequenceEqual(_identifier) : identifier.StartsWith(_identifier) && !identifier.IsEmpty;
    }
}
