using System;

namespace Pmip.Wire.Options;

/// <summary>
/// Joins a 3GPP value that was cut into consecutive options of one subtype (TS 29.282: M is set in all but the last).
/// </summary>
public static class ThreeGppFragments
{
    /// <summary>
    /// Copies the value of the first run of fragments of <paramref name="subtype"/> in <paramref name="options"/>.
    /// <see cref="WireStatus.Unsupported"/> when there is none, <see cref="WireStatus.Truncated"/> when the last fragment is
    /// missing, <see cref="WireStatus.NoRoom"/> when it does not fit.
    /// </summary>
    public static WireStatus TryGather(ReadOnlySpan<byte> options, ThreeGppSubtype subtype, Span<byte> room, out int written)
    {
        written = 0;
        int length = 0;
        bool hasBegun = false;
        var reader = new MobilityOptionReader(options);
        while (reader.TryNext(out MobilityOption option))
        {
            if (option.Type != MobilityOptionType.VendorSpecific
                || VendorSpecificOption.TryRead(option.Data, out VendorSpecificOption fragment) != WireStatus.Ok
                || !fragment.IsThreeGpp || fragment.Subtype != (byte)subtype)
            {
                continue;
            }

            hasBegun = true;
            if (!fragment.Data.TryCopyTo(room[length..]))
            {
                return WireStatus.NoRoom;
            }

            length += fragment.Data.Length;
            if (!fragment.IsContinued)
            {
                written = length;
                return WireStatus.Ok;
            }
        }

        return reader.Status != WireStatus.Ok ? reader.Status : hasBegun ? WireStatus.Truncated : WireStatus.Unsupported;
    }
}
