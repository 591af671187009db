using System;
using System.Buffers.Binary;
using Pmip.Wire.Options;

namespace Pmip.Engine.Lma;

/// <summary>
/// Walks the 3GPP options that are kept with a binding: of each the subtype and the value, whose fragments are joined. As
/// octets each is <c>| subtype (1) | length (2) | value ... |</c>.
/// </summary>
public ref struct KeptOptionReader
{
    /// <summary>Octets before a value.</summary>
    internal const int HeaderLength = 3;

    private ReadOnlySpan<byte> _rest;

    internal KeptOptionReader(ReadOnlySpan<byte> options) => _rest = options;

    /// <summary>Takes the next option; false at the end.</summary>
    public bool TryNext(out ThreeGppSubtype subtype, out ReadOnlySpan<byte> value)
    {
        subtype = default;
        value = default;
        if (_rest.IsEmpty)
        {
            return false;
        }

        subtype = (ThreeGppSubtype)_rest[0];
        value = _rest.Slice(HeaderLength, BinaryPrimitives.ReadUInt16BigEndian(_rest[1..]));
        _rest = _rest[(HeaderLength + value.Length)..];
        return true;
    }
}
