using System;
using System.Collections.Generic;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Fuzz.Mutations;
using Pmip.Wire;
using Pmip.Wire.Dissection;
using Pmip.Wire.Mobility;

namespace Pmip.Fuzz.Targets;

/// <summary>
/// Input: a Mobility Header. It is dissected in both forms, read, and when it is a message that we know, written and read again:
/// what was written must be written the same way once more.
/// </summary>
/// <remarks>With a type given, that type stands in the header and the header length is what the input has.</remarks>
internal sealed class MobilityTarget(string name, MobilityHeaderType? type = null) : FuzzTarget(name)
{
    private static readonly IpAddress s_source = IpAddress.Parse("2001:db8:a::1");
    private static readonly IpAddress s_destination = IpAddress.Parse("2001:db8:b::1");
    private readonly Dissections _dissections = new();
    private readonly byte[] _message = new byte[MobilityHeader.LengthMax];
    private readonly byte[] _first = new byte[2 * MobilityHeader.LengthMax];
    private readonly byte[] _second = new byte[2 * MobilityHeader.LengthMax];

    public override int LengthMax => MobilityHeader.LengthMax;

    public override bool TakesPackets => type is null;

    public override IReadOnlyList<byte[]> Dictionary => MobilityWords.All;

    public override void Run(ReadOnlySpan<byte> input, AllocationMeter meter)
    {
        ReadOnlySpan<byte> octets = type is MobilityHeaderType given ? Shaped(input, given) : input;
        _dissections.Run(octets, static (message, writer) => MobilityDissector.Dissect(message, s_source, s_destination, writer), meter);
        meter.Start();
        int first = MobilityHeader.TryRead(octets, out MobilityHeader header) == WireStatus.Ok ? MessageRewriting.Write(header, _first) : 0;
        int second = 0;
        if (first > 0)
        {
            OracleException.Require(MobilityHeader.TryRead(_first.AsSpan(0, first), out header) == WireStatus.Ok, "what we wrote is a header");
            OracleException.Require(header.Octets.Length == first, "it announces what was written");
            second = MessageRewriting.Write(header, _second);
        }

        meter.Stop();
        OracleException.Require(_first.AsSpan(0, first).SequenceEqual(_second.AsSpan(0, second)), "what was written is read and written as it was");
    }

    public override bool TryMutate(Prng random, Span<byte> room, ref int length) => MobilityMutations.TryMutate(random, room, ref length);

    // Wherever the Mobility Header lies in a packet, the dissector takes what comes; most have it behind an IPv6 header.
    public override byte[] OfPacket(byte[] packet) => packet.Length > 54 ? packet[54..] : packet;

    private ReadOnlySpan<byte> Shaped(ReadOnlySpan<byte> input, MobilityHeaderType given)
    {
        int length = Math.Clamp((input.Length + 7) / 8 * 8, MobilityHeader.LengthMin, MobilityHeader.LengthMax);
        _message.AsSpan(0, length).Clear();
        input.CopyTo(_message);
        _message[0] = MobilityHeader.NoNextHeader;
        _message[1] = (byte)((length / 8) - 1);
        _message[2] = (byte)given;
        return _message.AsSpan(0, length);
    }
}
