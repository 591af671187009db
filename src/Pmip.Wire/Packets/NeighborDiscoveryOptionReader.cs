using System;

namespace Pmip.Wire.Packets;

/// <summary>Walks the options of a neighbor discovery message (RFC 4861 4.6). Always ends; never throws.</summary>
/// <remarks>0 type | 1 length in units of 8 octets, zero is refused | 2.. value</remarks>
public ref struct NeighborDiscoveryOptionReader
{
    private readonly ReadOnlySpan<byte> _octets;
    private int _next;

    /// <summary>Starts at the first option.</summary>
    public NeighborDiscoveryOptionReader(ReadOnlySpan<byte> options)
    {
        _octets = options;
    }

    /// <summary>After the walk: whether it came to a proper end.</summary>
    public WireStatus Status { get; private set; }

    /// <summary>Type of the current option.</summary>
    public NeighborDiscoveryOptionType Type { get; private set; }

    /// <summary>Where the current option starts in the options, or where the walk failed.</summary>
    public int Offset { get; private set; }

    /// <summary>The current option whole, type and length included: at least 8 octets.</summary>
    public ReadOnlySpan<byte> Octets { get; private set; }

    /// <summary>Goes to the next option.</summary>
    public bool TryNext()
    {
        Octets = default;
        Offset = _next;
        if (Status != WireStatus.Ok || _next == _octets.Length)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = _octets[_next..];
        int length = rest.Length < 2 ? 0 : rest[1] * 8;
        if (length == 0 || length > rest.Length)
        {
            Status = rest.Length < 2 ? WireStatus.Truncated : WireStatus.BadLength;
            return false;
        }

        Type = (NeighborDiscoveryOptionType)rest[0];
        Octets = rest[..length];
        _next += length;
        return true;
    }
}
