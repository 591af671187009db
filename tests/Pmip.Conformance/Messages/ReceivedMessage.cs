using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;

namespace Pmip.Conformance.Messages;

/// <summary>An option of a received message and where it began.</summary>
public sealed record ReceivedOption(byte Type, int Offset, byte[] Value)
{
    public IPAddress AddressAt(int offset, int length = 16) => new(Value.AsSpan(offset, length));
}

/// <summary>A message that the node under test sent, read without the product's codec.</summary>
public sealed class ReceivedMessage
{
    private ReceivedMessage(byte[] octets, List<ReceivedOption> options)
    {
        Raw = octets;
        Options = options;
    }

    public byte[] Raw { get; }

    public byte PayloadProto => Raw[0];

    public byte Type => Raw[2];

    public byte Reserved => Raw[3];

    public ushort Checksum => U16(4);

    public IReadOnlyList<ReceivedOption> Options { get; }

    /// <summary>Status of an acknowledgement, of a Binding Error, of a revocation's acknowledgement.</summary>
    public byte Status => Type == MessageType.Revocation ? Raw[7] : Raw[6];

    /// <summary>Flags of an acknowledgement (one octet) or of any other message (two).</summary>
    public int Flags => Type switch
    {
        MessageType.Acknowledgement => Raw[7],
        MessageType.Heartbeat => U16(6),
        MessageType.Revocation => U16(10),
        _ => U16(8),
    };

    /// <summary>Sequence number; for a heartbeat its low half.</summary>
    public int Sequence => Type switch { MessageType.Update => U16(6), MessageType.Heartbeat => U16(10), _ => U16(8) };

    public uint HeartbeatSequence => BinaryPrimitives.ReadUInt32BigEndian(Raw.AsSpan(8));

    public int Lifetime => U16(10);

    /// <summary>1 for an indication, 2 for an acknowledgement.</summary>
    public byte RevocationType => Raw[6];

    public byte Trigger => Raw[7];

    public bool Has(byte type) => Options.Any(option => option.Type == type);

    public int Count(byte type) => Options.Count(option => option.Type == type);

    public ReceivedOption Only(byte type)
    {
        Expect.That(Count(type) == 1, $"exactly one option {type}, there are {Count(type)}");
        return Options.First(option => option.Type == type);
    }

    public string Identifier => Encoding.UTF8.GetString(Only(OptionType.Identifier).Value.AsSpan(1));

    public byte Handoff => Only(OptionType.HandoffIndicator).Value[1];

    public byte Access => Only(OptionType.AccessTechnology).Value[1];

    public ulong Timestamp => BinaryPrimitives.ReadUInt64BigEndian(Only(OptionType.Timestamp).Value);

    public uint GreKey => BinaryPrimitives.ReadUInt32BigEndian(Only(OptionType.GreKey).Value.AsSpan(2));

    public IPAddress Prefix => Only(OptionType.HomeNetworkPrefix).AddressAt(2);

    public IReadOnlyList<IPAddress> Prefixes => [.. Options.Where(o => o.Type == OptionType.HomeNetworkPrefix).Select(o => o.AddressAt(2))];

    public int PrefixLength => Only(OptionType.HomeNetworkPrefix).Value[1];

    public IPAddress LinkLocal => Only(OptionType.LinkLocalAddress).AddressAt(0);

    public IPAddress HomeAddress4 => (Has(OptionType.Ipv4Reply) ? Only(OptionType.Ipv4Reply) : Only(OptionType.Ipv4Request)).AddressAt(2, 4);

    public byte ReplyStatus => Only(OptionType.Ipv4Reply).Value[0];

    /// <summary>Reads a message; null with <paramref name="fault"/> said when its octets are not those of one.</summary>
    public static ReceivedMessage? TryRead(ReadOnlySpan<byte> octets, out string fault)
    {
        fault = "";
        if (octets.Length < 8 || octets.Length != (octets[1] + 1) * 8)
        {
            fault = $"{octets.Length} octets are not what the Header Len says";
            return null;
        }

        byte[] copy = octets.ToArray();
        List<ReceivedOption> options = [];
        int start = OptionsStart(copy);
        if (start < 0 || start > copy.Length)
        {
            fault = $"a message of type {copy[2]} is not that short";
            return null;
        }

        for (int at = start; at < copy.Length;)
        {
            if (copy[at] == OptionType.Pad1)
            {
                at++;
                continue;
            }

            if (at + 1 >= copy.Length || at + 2 + copy[at + 1] > copy.Length)
            {
                fault = $"option {copy[at]} at {at} runs over the end";
                return null;
            }

            if (copy[at] != OptionType.PadN)
            {
                options.Add(new ReceivedOption(copy[at], at, copy[(at + 2)..(at + 2 + copy[at + 1])]));
            }

            at += 2 + copy[at + 1];
        }

        return new ReceivedMessage(copy, options);
    }

    public override string ToString() => Convert.ToHexString(Raw);

    private static int OptionsStart(byte[] octets) => octets[2] switch
    {
        MessageType.Error => 24,
        MessageType.Update or MessageType.Acknowledgement or MessageType.Heartbeat or MessageType.Revocation => 12,
        19 or 20 => 12,
        _ => -1,
    };

    private ushort U16(int offset) => BinaryPrimitives.ReadUInt16BigEndian(Raw.AsSpan(offset));
}
