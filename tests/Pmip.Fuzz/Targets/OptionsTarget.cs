using System;
using System.Collections.Generic;
using Pmip.Fuzz.Mutations;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;

namespace Pmip.Fuzz.Targets;

/// <summary>
/// Input: a region of mobility options. Every reader below the messages walks it: options, vendor-specific ones, 3GPP fragments,
/// FQ-CSIDs, access point names and telephone digits.
/// </summary>
internal sealed class OptionsTarget() : FuzzTarget("options")
{
    private readonly byte[] _room = new byte[8 * 1024];
    private readonly byte[] _again = new byte[1024];

    public override IReadOnlyList<byte[]> Dictionary => MobilityWords.All;

    public override void Run(ReadOnlySpan<byte> input, AllocationMeter meter)
    {
        meter.Start();
        var reader = new MobilityOptionReader(input);
        int octets = 0;
        while (reader.TryNext(out MobilityOption option))
        {
            octets += 2 + option.Data.Length;
            OracleException.Require(octets <= input.Length, "the options are no longer than their region");
            ReadOne(option.Data);
        }

        OracleException.Require(reader.Position <= input.Length, "the walk stays inside");
        Gather(input, ThreeGppSubtype.ProtocolConfigurationOptions);
        Gather(input, ThreeGppSubtype.AdditionalProtocolConfigurationOptions);
        meter.Stop();
    }

    private void Gather(ReadOnlySpan<byte> input, ThreeGppSubtype subtype)
    {
        WireStatus status = ThreeGppFragments.TryGather(input, subtype, _room, out int written);
        OracleException.Require(status == WireStatus.Ok || written == 0, "fragments that are refused leave nothing");
        OracleException.Require(written <= input.Length, "fragments are no longer than what they came in");
    }

    private void ReadOne(ReadOnlySpan<byte> data)
    {
        if (VendorSpecificOption.TryRead(data, out VendorSpecificOption vendor) == WireStatus.Ok)
        {
            OracleException.Require(vendor.Data.Length <= data.Length, "the vendor's data lies in the option");
        }

        if (FullyQualifiedCsid.TryRead(data, out FullyQualifiedCsid csid) == WireStatus.Ok)
        {
            for (int i = 0; i < csid.CsidCount; i++)
            {
                _ = csid.CsidAt(i);
            }
        }

        RoundTripName(data);
        RoundTripDigits(data);
    }

    private void RoundTripName(ReadOnlySpan<byte> wire)
    {
        if (!AccessPointName.TryDecode(wire, _room, out int length))
        {
            return;
        }

        ReadOnlySpan<byte> dotted = _room.AsSpan(0, length);
        OracleException.Require(AccessPointName.NetworkIdentifier(dotted).Length <= length, "a network identifier is part of its name");
        if (AccessPointName.TryEncodeLabels(dotted, _again, out int labels))
        {
            OracleException.Require(
                AccessPointName.TryDecode(_again.AsSpan(0, labels), _room.AsSpan(1024), out int second)
                    && _room.AsSpan(1024, second).SequenceEqual(dotted),
                "a name that was written as labels is read as it was");
        }
    }

    private void RoundTripDigits(ReadOnlySpan<byte> octets)
    {
        if (TelephonyDigits.TryFormat(octets, _room, out int digits) && TelephonyDigits.TryParse(_room.AsSpan(0, digits), _again, out int length))
        {
            OracleException.Require(
                TelephonyDigits.TryFormat(_again.AsSpan(0, length), _room.AsSpan(1024), out int second)
                    && _room.AsSpan(1024, second).SequenceEqual(_room.AsSpan(0, digits)),
                "digits that were written are read as they were");
        }
    }
}
