using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using Pmip.Linux.Netlink;

namespace Pmip.Unit.DataPath.Offload;

/// <summary>A flower rule as the fake kernel keeps it, read from and written as the octets of netlink.</summary>
internal sealed class FakeRule
{
    private const int TrafficControlLength = 20;

    /// <summary>Flags of the request.</summary>
    public uint Flags { get; init; }

    /// <summary>Kinds of the actions, in their order.</summary>
    public List<string> Actions { get; } = [];

    /// <summary>Cookie of the first action.</summary>
    public byte[] Cookie { get; private set; } = [];

    /// <summary>The key that is matched, or that is set.</summary>
    public uint Key { get; private set; }

    /// <summary>True when the rule puts packets into a tunnel.</summary>
    public bool EntersTunnel { get; private set; }

    /// <summary>Matches by their number.</summary>
    public Dictionary<int, byte[]> Matches { get; } = [];

    /// <summary>True while the device has it.</summary>
    public bool IsInDevice { get; set; } = true;

    /// <summary>Packets that the device has carried.</summary>
    public ulong Packets { get; set; }

    /// <summary>Packets that it tells of.</summary>
    public ulong Told { get; set; }

    public static FlowerPlace PlaceIn(ReadOnlySpan<byte> body)
    {
        uint information = BinaryPrimitives.ReadUInt32LittleEndian(body[16..]);
        return new FlowerPlace(
            BinaryPrimitives.ReadInt32LittleEndian(body[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(body[12..]) == 0xFFFF_FFF3,
            (ushort)(information >> 16),
            (information & 0xFFFF) == 0xDD86,
            BinaryPrimitives.ReadUInt32LittleEndian(body[8..]));
    }

    public static FakeRule Read(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> options = Attribute(body[TrafficControlLength..], 2);
        FakeRule rule = new() { Flags = BinaryPrimitives.ReadUInt32LittleEndian(Attribute(options, 22)) };
        NetlinkAttributeReader matches = new(options);
        while (matches.TryNext())
        {
            if (matches.Type is not (3 or 22))
            {
                rule.Matches[matches.Type] = matches.Value.ToArray();
            }
        }

        rule.Key = rule.Matches.TryGetValue(26, out byte[]? key) ? BinaryPrimitives.ReadUInt32BigEndian(key) : 0;
        NetlinkAttributeReader actions = new(Attribute(options, 3));
        while (actions.TryNext())
        {
            string kind = Encoding.UTF8.GetString(Attribute(actions.Value, 1)).TrimEnd('\0');
            rule.Cookie = rule.Actions.Count == 0 ? Attribute(actions.Value, 6).ToArray() : rule.Cookie;
            rule.Actions.Add(kind);
            ReadOnlySpan<byte> set = Attribute(Attribute(actions.Value, 2), 7);
            if (kind == "tunnel_key" && set.Length == 4)
            {
                rule.EntersTunnel = true;
                rule.Key = BinaryPrimitives.ReadUInt32BigEndian(set);
            }
        }

        return rule;
    }

    public byte[] Write(FlowerPlace place)
    {
        byte[] header = new byte[TrafficControlLength];
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), place.Interface);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), place.Handle);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), place.IsEgress ? 0xFFFF_FFF3 : 0xFFFF_FFF2);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), ((uint)place.Priority << 16) | (place.IsIpv6 ? 0xDD86u : 0x0008u));
        byte[] basic = Counter(Told);
        byte[] statistics = [.. Attribute(1, basic), .. Attribute(7, basic)];
        byte[] action = [.. Attribute(1, [.. Encoding.UTF8.GetBytes(Actions[0]), 0]), .. Attribute(4, statistics), .. Attribute(6, Cookie)];
        uint flags = Flags | (IsInDevice ? 4u : 8u);
        byte[] options =
        [
            .. Attribute(22, BitConverter.GetBytes(flags)), .. Attribute(86, BitConverter.GetBytes(IsInDevice ? 1 : 0)), .. Attribute(3, Attribute(1, action)),
        ];
        return [.. header, .. Attribute(1, "flower\0"u8.ToArray()), .. Attribute(2, options)];
    }

    /// <summary>The value of the first attribute of a type, or nothing.</summary>
    public static ReadOnlySpan<byte> Attribute(ReadOnlySpan<byte> attributes, int type)
    {
        NetlinkAttributeReader reader = new(attributes);
        while (reader.TryNext())
        {
            if (reader.Type == type)
            {
                return reader.Value;
            }
        }

        return default;
    }

    /// <summary>An attribute with its header and padding.</summary>
    public static byte[] Attribute(int type, byte[] value)
    {
        byte[] attribute = new byte[(4 + value.Length + 3) & ~3];
        BinaryPrimitives.WriteUInt16LittleEndian(attribute, (ushort)(4 + value.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(attribute.AsSpan(2), (ushort)type);
        value.CopyTo(attribute, 4);
        return attribute;
    }

    private static byte[] Counter(ulong packets)
    {
        byte[] counter = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(counter, packets * 100);
        BinaryPrimitives.WriteUInt32LittleEndian(counter.AsSpan(8), (uint)packets);
        return counter;
    }
}
