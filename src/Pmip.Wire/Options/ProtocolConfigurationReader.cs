using System;
using System.Buffers.Binary;

namespace Pmip.Wire.Options;

/// <summary>
/// Walks Protocol Configuration Options whole (TS 24.008 10.5.6.3 from octet 3; 3GPP sub-options 1 and 20): one octet with the
/// configuration protocol, then items. A value that came in fragments is joined first, see <see cref="ThreeGppFragments"/>.
/// The walk always ends.
/// </summary>
public ref struct ProtocolConfigurationReader
{
    private const int ItemHeaderLength = 3;
    private ReadOnlySpan<byte> _rest;

    /// <summary>Begins at the first octet of <paramref name="value"/>; without one the status is Truncated.</summary>
    public ProtocolConfigurationReader(ReadOnlySpan<byte> value)
    {
        Status = value.IsEmpty ? WireStatus.Truncated : WireStatus.Ok;
        if (!value.IsEmpty)
        {
            Protocol = (byte)(value[0] & 7);
            _rest = value[1..];
        }
    }

    /// <summary>The configuration protocol, 0: PPP for use with IP.</summary>
    public byte Protocol { get; }

    /// <summary>Whether what was walked so far is well-formed; BadLength when an item runs over the end.</summary>
    public WireStatus Status { get; private set; }

    /// <summary>Takes the next item; false at the end and at the first malformed one.</summary>
    public bool TryNext(out ProtocolConfigurationItem item)
    {
        item = default;
        if (_rest.IsEmpty || Status != WireStatus.Ok)
        {
            return false;
        }

        if (_rest.Length < ItemHeaderLength || _rest.Length - ItemHeaderLength < _rest[2])
        {
            Status = WireStatus.BadLength;
            return false;
        }

        int length = _rest[2];
        var identifier = (ProtocolConfigurationIdentifier)BinaryPrimitives.ReadUInt16BigEndian(_rest);
        item = new ProtocolConfigurationItem(identifier, _rest.Slice(ItemHeaderLength, length));
        _rest = _rest[(ItemHeaderLength + length)..];
        return true;
    }
}
