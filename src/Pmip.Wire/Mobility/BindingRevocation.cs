using System;

namespace Pmip.Wire.Mobility;

/// <summary>Tells which of the two messages of MH type 16 a header holds (RFC 5846 5).</summary>
public static class BindingRevocation
{
    internal const int TypeOffset = 6;

    /// <summary>
    /// Reads the B.R. Type. <see cref="WireStatus.Unsupported"/> when the header is of another MH type or the number is not
    /// assigned.
    /// </summary>
    public static WireStatus TryReadType(scoped in MobilityHeader header, out BindingRevocationType type)
    {
        type = default;
        ReadOnlySpan<byte> octets = header.Octets;
        if (octets.IsEmpty || header.Type != MobilityHeaderType.BindingRevocation)
        {
            return WireStatus.Unsupported;
        }

        type = (BindingRevocationType)octets[TypeOffset];
        return type is BindingRevocationType.Indication or BindingRevocationType.Acknowledgement
            ? WireStatus.Ok
            : WireStatus.Unsupported;
    }
}
