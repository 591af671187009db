using System;

namespace Pmip.Wire.Options;

/// <summary>
/// Walks a region of mobility options. Padding is swallowed, unknown types pass through as numbers, an option without data
/// advances by its two octets, and the walk always ends: after the last option with status Ok, or where a length runs over
/// the region with <see cref="WireStatus.BadLength"/>.
/// </summary>
public ref struct MobilityOptionReader
{
    private readonly ReadOnlySpan<byte> _region;
    private int _position;

    /// <summary>Begins at the first octet of <paramref name="region"/>.</summary>
    public MobilityOptionReader(ReadOnlySpan<byte> region) => _region = region;

    /// <summary>Whether what was walked so far is well-formed.</summary>
    public WireStatus Status { get; private set; }

    /// <summary>Where the next octet will be read; after a failure where the bad option begins.</summary>
    public readonly int Position => _position;

    /// <summary>Takes the next option that is not padding; false at the end and at the first malformed one.</summary>
    public bool TryNext(out MobilityOption option)
    {
        // Nothing can wrap: a position is never behind the region's end, and a length is an octet. After a fault the walk stands there.
        unchecked
        {
            ReadOnlySpan<byte> region = _region;
            int start = _position;
            while ((uint)start < (uint)region.Length)
            {
                var type = (MobilityOptionType)region[start];
                if (type == MobilityOptionType.Pad1)
                {
                    _position = ++start;
                    continue;
                }

                if (start + 1 >= region.Length)
                {
                    Status = WireStatus.BadLength;
                    break;
                }

                int data = start + 2;
                int end = data + region[start + 1];
                if (end > region.Length)
                {
                    Status = WireStatus.BadLength;
                    break;
                }

                _position = end;
                if (type != MobilityOptionType.PadN)
                {
                    option = new MobilityOption(type, region[data..end], start);
                    return true;
                }

                start = end;
            }
        }

        option = default;
        return false;
    }
}
