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
        ReadOnlySpan<byte> region = _region;
        int start = _position;
        while ((uint)start < (uint)region.Length && Status == WireStatus.Ok)
        {
            var type = (MobilityOptionType)region[start];
            unchecked
            {
                if (type == MobilityOptionType.Pad1)
                {
                    _position = ++start;
                    continue;
                }

                int data = start + 2;
                if (data > region.Length || region[start + 1] > region.Length - data)
                {
                    Status = WireStatus.BadLength;
                    break;
                }

                int length = region[start + 1];
                _position = data + length;
                if (type != MobilityOptionType.PadN)
                {
                    option = new MobilityOption(type, region.Slice(data, length), start);
                    return true;
                }

                start = data + length;
            }
        }

        option = default;
        return false;
    }
}
