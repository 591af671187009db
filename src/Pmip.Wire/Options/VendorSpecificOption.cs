using System;
using System.Buffers.Binary;

namespace Pmip.Wire.Options;

/// <summary>
/// View of a Vendor Specific Mobility option (RFC 5094): <c>| Vendor ID (4) | Sub-Type (1) | data ... |</c>. 3GPP begins the data
/// with an octet whose lowest bit says that more fragments of the same subtype follow.
/// </summary>
public readonly ref struct VendorSpecificOption
{
    /// <summary>The private enterprise number of 3GPP.</summary>
    public const uint ThreeGppVendor = 10415;

    /// <summary>Most octets of a 3GPP value in one option.</summary>
    public const int ThreeGppDataLengthMax = MobilityOption.DataLengthMax - 6;

    private VendorSpecificOption(uint vendor, byte subtype, bool isContinued, ReadOnlySpan<byte> data)
    {
        Vendor = vendor;
        Subtype = subtype;
        IsContinued = isContinued;
        Data = data;
    }

    /// <summary>The vendor's private enterprise number.</summary>
    public uint Vendor { get; }

    /// <summary>True for an option of 3GPP.</summary>
    public bool IsThreeGpp => Vendor == ThreeGppVendor;

    /// <summary>What the vendor calls it, see <see cref="ThreeGppSubtype"/>.</summary>
    public byte Subtype { get; }

    /// <summary>M: more fragments follow. Only of 3GPP.</summary>
    public bool IsContinued { get; }

    /// <summary>The value; of 3GPP without the octet of the M bit.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Views the data of an option of type 19.</summary>
    public static WireStatus TryRead(ReadOnlySpan<byte> optionData, out VendorSpecificOption option)
    {
        option = default;
        if (optionData.Length < 5)
        {
            return WireStatus.BadLength;
        }

        uint vendor = BinaryPrimitives.ReadUInt32BigEndian(optionData);
        if (vendor != ThreeGppVendor)
        {
            option = new VendorSpecificOption(vendor, optionData[4], false, optionData[5..]);
            return WireStatus.Ok;
        }

        if (optionData.Length < 6)
        {
            return WireStatus.BadLength;
        }

        option = new VendorSpecificOption(vendor, optionData[4], (optionData[5] & 1) != 0, optionData[6..]);
        return WireStatus.Ok;
    }
}
