using System;
using System.Buffers.Binary;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Wire;
using Pmip.Wire.Options;

namespace Pmip.Engine.Sessions;

/// <summary>One component of a node that may fail by itself: the node and one connection set identifier (TS 23.003 19.9, TS 29.274 8.62).</summary>
/// <param name="NodeIdType">0 IPv4 address, 1 IPv6 address, 2 a number of the operator.</param>
/// <param name="NodeHigh">First eight octets of an IPv6 address, else zero.</param>
/// <param name="NodeLow">The last eight octets of an IPv6 address, or all four of another.</param>
/// <param name="Csid">The number that the node has given to the component.</param>
public readonly record struct ConnectionSetIdentifier(byte NodeIdType, ulong NodeHigh, ulong NodeLow, ushort Csid)
{
    /// <summary>Most octets of the option's data for one component.</summary>
    public const int EncodedLengthMax = 19;

    /// <summary>The component <paramref name="csid"/> of the node with this address.</summary>
    public static ConnectionSetIdentifier Of(IpAddress node, ushort csid) =>
        node.IsIPv4 ? new(0, 0, node.IPv4, csid) : new(1, node.High, node.Low, csid);

    /// <summary>The component with number <paramref name="index"/> in an option.</summary>
    public static ConnectionSetIdentifier Read(scoped in FullyQualifiedCsid option, int index)
    {
        ReadOnlySpan<byte> node = option.NodeId;
        return node.Length == sizeof(uint)
            ? new(option.NodeIdType, 0, BinaryPrimitives.ReadUInt32BigEndian(node), option.CsidAt(index))
            : new(option.NodeIdType, BinaryPrimitives.ReadUInt64BigEndian(node), BinaryPrimitives.ReadUInt64BigEndian(node[8..]), option.CsidAt(index));
    }

    /// <summary>The component that a node gives for a connection, which is exactly one; false for any other content.</summary>
    public static bool TryReadOne(ReadOnlySpan<byte> data, out ConnectionSetIdentifier component)
    {
        bool isOne = FullyQualifiedCsid.TryRead(data, out FullyQualifiedCsid option) == WireStatus.Ok && option.CsidCount == 1;
        component = isOne ? Read(option, 0) : default;
        return isOne;
    }

    /// <summary>Writes the data of the option; gives its length.</summary>
    public int Write(Span<byte> room)
    {
        Invariant.Require(NodeIdType <= 2);
        room[0] = (byte)((NodeIdType << 4) | 1);
        int length = 1;
        if (NodeIdType == 1)
        {
            BinaryPrimitives.WriteUInt64BigEndian(room[1..], NodeHigh);
            BinaryPrimitives.WriteUInt64BigEndian(room[9..], NodeLow);
            length += 16;
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(room[1..], (uint)(NodeLow & uint.MaxValue));
            length += 4;
        }

        BinaryPrimitives.WriteUInt16BigEndian(room[length..], Csid);
        return length + sizeof(ushort);
    }

    internal ulong HashBy(SipHash hash) => hash.Hash(NodeHigh ^ ((ulong)NodeIdType << 56), hash.Hash(NodeLow, Csid));
}
