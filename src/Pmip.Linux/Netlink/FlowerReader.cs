using System;
using System.Buffers.Binary;

namespace Pmip.Linux.Netlink;

/// <summary>Reads a flower rule as the kernel shows it.</summary>
internal static class FlowerReader
{
    private const int TrafficControlLength = 20;
    private const ushort Ipv6TypeInNetworkOrder = 0xDD86;

    /// <summary>Reads the body of a message; false when it is no flower rule.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out FlowerState state)
    {
        state = default;
        if (body.Length < TrafficControlLength)
        {
            return false;
        }

        uint information = BinaryPrimitives.ReadUInt32LittleEndian(body[16..]);
        FlowerPlace place = new(
            BinaryPrimitives.ReadInt32LittleEndian(body[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(body[12..]) == NetlinkAbi.TC_H_CLSACT_EGRESS,
            (ushort)(information >> 16),
            (ushort)(information & 0xFFFF) == Ipv6TypeInNetworkOrder,
            BinaryPrimitives.ReadUInt32LittleEndian(body[8..]));
        bool isFlower = false;
        ReadOnlySpan<byte> options = default;
        NetlinkAttributeReader attributes = new(body[TrafficControlLength..]);
        while (attributes.TryNext())
        {
            isFlower |= attributes.Type == NetlinkAbi.TCA_KIND && attributes.Value.TrimEnd((byte)0).SequenceEqual("flower"u8);
            options = attributes.Type == NetlinkAbi.TCA_OPTIONS ? attributes.Value : options;
        }

        // A dump also shows the list itself, which has no handle.
        return isFlower && place.Handle != 0 && TryReadOptions(options, place, out state);
    }

    private static bool TryReadOptions(ReadOnlySpan<byte> options, in FlowerPlace place, out FlowerState state)
    {
        state = new FlowerState { Place = place };
        NetlinkAttributeReader attributes = new(options);
        while (attributes.TryNext())
        {
            switch (attributes.Type)
            {
                case TrafficAbi.TCA_FLOWER_FLAGS:
                    state = state with { Flags = (FlowerFlags)attributes.Number };
                    break;
                case TrafficAbi.TCA_FLOWER_IN_HW_COUNT:
                    state = state with { DeviceCount = attributes.Number };
                    break;
                case TrafficAbi.TCA_FLOWER_ACT:
                    ReadFirstAction(attributes.Value, ref state);
                    break;
            }
        }

        return true;
    }

    // All actions of a rule see the same packets.
    private static void ReadFirstAction(ReadOnlySpan<byte> actions, ref FlowerState state)
    {
        NetlinkAttributeReader list = new(actions);
        if (!list.TryNext())
        {
            return;
        }

        NetlinkAttributeReader attributes = new(list.Value);
        while (attributes.TryNext())
        {
            if (attributes.Type == TrafficAbi.TCA_ACT_STATS)
            {
                ReadCounters(attributes.Value, ref state);
            }
            else if (attributes.Type == TrafficAbi.TCA_ACT_COOKIE && attributes.Value.Length == 16)
            {
                state = state with { Cookie = BinaryPrimitives.ReadUInt128BigEndian(attributes.Value) };
            }
        }
    }

    // Where 32 bits do not hold the packets, a number of 64 bits follows the counter that it completes.
    private static void ReadCounters(ReadOnlySpan<byte> counters, ref FlowerState state)
    {
        bool isDevice = false;
        NetlinkAttributeReader attributes = new(counters);
        while (attributes.TryNext())
        {
            ReadOnlySpan<byte> value = attributes.Value;
            if (attributes.Type is TrafficAbi.TCA_STATS_BASIC or TrafficAbi.TCA_STATS_BASIC_HW && value.Length >= 12)
            {
                isDevice = attributes.Type == TrafficAbi.TCA_STATS_BASIC_HW;
                ulong octets = BinaryPrimitives.ReadUInt64LittleEndian(value);
                ulong packets = BinaryPrimitives.ReadUInt32LittleEndian(value[8..]);
                state = isDevice
                    ? state with { DevicePackets = packets, DeviceOctets = octets }
                    : state with { Packets = packets, Octets = octets };
            }
            else if (attributes.Type == TrafficAbi.TCA_STATS_PKT64 && value.Length >= 8)
            {
                ulong packets = BinaryPrimitives.ReadUInt64LittleEndian(value);
                state = isDevice ? state with { DevicePackets = packets } : state with { Packets = packets };
            }
        }
    }
}
