using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Options;

/// <summary>
/// View of a fully qualified connection set identifier (3GPP sub-option 5, TS 29.274):
/// <c>| node id type (4 bits) number of CSIDs (4 bits) | node id (4, 16 or 4) | CSID (2) ... |</c>
/// </summary>
public readonly ref struct FullyQualifiedCsid
{
    /// <summary>Most identifiers in one value.</summary>
    public const int CsidsMax = 15;

    /// <summary>Most octets of a value.</summary>
    public const int LengthMax = 1 + 16 + (2 * CsidsMax);

    private readonly ReadOnlySpan<byte> _csids;

    private FullyQualifiedCsid(byte nodeIdType, ReadOnlySpan<byte> nodeId, ReadOnlySpan<byte> csids)
    {
        NodeIdType = nodeIdType;
        NodeId = nodeId;
        _csids = csids;
    }

    /// <summary>0 IPv4 address, 1 IPv6 address, 2 network code with a number of the operator.</summary>
    public byte NodeIdType { get; }

    /// <summary>Who issued the identifiers.</summary>
    public ReadOnlySpan<byte> NodeId { get; }

    /// <summary>Number of identifiers.</summary>
    public int CsidCount => _csids.Length / 2;

    /// <summary>The identifier with number <paramref name="index"/>, which is less than <see cref="CsidCount"/>.</summary>
    public ushort CsidAt(int index) => BinaryPrimitives.ReadUInt16BigEndian(_csids[(index * 2)..]);

    /// <summary>
    /// Writes the identifiers that the node with address <paramref name="node"/> issued, fifteen at most, into
    /// <paramref name="room"/>.
    /// </summary>
    public static WireStatus TryWrite(IpAddress node, ReadOnlySpan<ushort> csids, Span<byte> room, out int written)
    {
        written = 0;
        if (csids.Length > CsidsMax)
        {
            return WireStatus.BadLength;
        }

        int nodeLength = node.IsIPv4 ? 4 : 16;
        int length = 1 + nodeLength + (2 * csids.Length);
        if (room.Length < length)
        {
            return WireStatus.NoRoom;
        }

        room[0] = (byte)((node.IsIPv4 ? 0 : 0x10) | csids.Length);
        if (node.IsIPv4)
        {
            node.WriteIPv4(room[1..]);
        }
        else
        {
            node.Write(room[1..]);
        }

        for (int i = 0; i < csids.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(room[(1 + nodeLength + (2 * i))..], csids[i]);
        }

        written = length;
        return WireStatus.Ok;
    }

    /// <summary>Views the data of the sub-option; octets after the announced identifiers are passed over.</summary>
    public static WireStatus TryRead(ReadOnlySpan<byte> data, out FullyQualifiedCsid csid)
    {
        csid = default;
        if (data.IsEmpty)
        {
            return WireStatus.Truncated;
        }

        int type = data[0] >> 4;
        int csidsLength = (data[0] & 15) * 2;
        if (type > 2)
        {
            return WireStatus.Unsupported;
        }

        int nodeLength = type == 1 ? 16 : 4;
        if (data.Length < 1 + nodeLength + csidsLength)
        {
            return WireStatus.BadLength;
        }

        csid = new FullyQualifiedCsid((byte)type, data.Slice(1, nodeLength), data.Slice(1 + nodeLength, csidsLength));
        return WireStatus.Ok;
    }
}
