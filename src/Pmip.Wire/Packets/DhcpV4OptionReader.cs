using System;

namespace Pmip.Wire.Packets;

/// <summary>Walks the options of one field of a DHCPv4 message (RFC 2132 2). Always ends; never throws.</summary>
/// <remarks>0 code | 1 length | 2.. value; pad and end are one octet. A field may end without the end option.</remarks>
public ref struct DhcpV4OptionReader
{
    private readonly ReadOnlySpan<byte> _octets;
    private int _next;

    /// <summary>Starts at the first option.</summary>
    public DhcpV4OptionReader(ReadOnlySpan<byte> options)
    {
        _octets = options;
    }

    /// <summary>After the walk: whether it came to a proper end.</summary>
    public WireStatus Status { get; private set; }

    /// <summary>Code of the current option.</summary>
    public DhcpV4OptionCode Code { get; private set; }

    /// <summary>Value of the current option.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Where the current option starts in the field, or where the walk failed.</summary>
    public int Offset { get; private set; }

    /// <summary>Goes to the next option that is not padding.</summary>
    public bool TryNext()
    {
        Value = default;
        while (_next < _octets.Length && Status == WireStatus.Ok)
        {
            Offset = _next;
            Code = (DhcpV4OptionCode)_octets[_next];
            if (Code == DhcpV4OptionCode.Pad)
            {
                _next++;
                continue;
            }

            if (Code == DhcpV4OptionCode.End)
            {
                _next = _octets.Length;
                return false;
            }

            if (_octets.Length - _next < 2)
            {
                Status = WireStatus.Truncated;
                return false;
            }

            int length = _octets[_next + 1];
            if (length > _octets.Length - _next - 2)
            {
                Status = WireStatus.BadLength;
                return false;
            }

            Value = _octets.Slice(_next + 2, length);
            _next += 2 + length;
            return true;
        }

        return false;
    }
}
