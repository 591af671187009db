using System;
using System.Collections.Generic;
using System.Linq;

namespace Pmip.Conformance.Messages;

/// <summary>A mobility message to be sent: header, fixed part and options, each of which a case may bend.</summary>
public sealed class Message
{
    public Message(byte type, params byte[] body)
    {
        Type = type;
        Body = body;
    }

    public byte Type { get; set; }

    /// <summary>What stands between the common header and the options.</summary>
    public byte[] Body { get; private set; }

    public List<MobilityOption> Options { get; private set; } = [];

    public Padding Padding { get; set; } = Padding.Aligned;

    public byte PayloadProto { get; set; } = 59;

    /// <summary>What the header says about its length, when that is not the truth.</summary>
    public byte? ClaimedLength { get; set; }

    /// <summary>Added to the right checksum.</summary>
    public ushort ChecksumError { get; set; }

    /// <summary>Octets behind the end that the header states.</summary>
    public byte[] Trailer { get; set; } = [];

    public int Sequence
    {
        get => Read(SequenceOffset);
        set => Write(SequenceOffset, value);
    }

    /// <summary>Flags of a Binding Update or of a revocation.</summary>
    public int Flags
    {
        get => Read(FlagsOffset);
        set => Write(FlagsOffset, value);
    }

    public int Lifetime
    {
        get => Read(4);
        set => Write(4, value);
    }

    private int SequenceOffset => Type == MessageType.Revocation ? 2 : 0;

    private int FlagsOffset => Type switch { MessageType.Heartbeat => 0, MessageType.Revocation => 4, _ => 2 };

    public Message With(params MobilityOption[] options)
    {
        Options.AddRange(options);
        return this;
    }

    public Message Without(byte type)
    {
        Options.RemoveAll(option => option.Type == type);
        return this;
    }

    /// <summary>Puts the option where the one of its type was, or at the end.</summary>
    public Message Replace(MobilityOption option)
    {
        int index = Options.FindIndex(other => other.Type == option.Type);
        if (index < 0)
        {
            Options.Add(option);
        }
        else
        {
            Options[index] = option;
        }

        return this;
    }

    public Message Do(Action<Message> change)
    {
        change(this);
        return this;
    }

    public Message Copy() => new(Type, [.. Body]) { Options = [.. Options], Padding = Padding, PayloadProto = PayloadProto };

    /// <summary>The octets, the checksum field zero.</summary>
    public byte[] Encode()
    {
        List<byte> octets = [PayloadProto, 0, Type, 0, 0, 0, .. Body];
        foreach (MobilityOption option in Options)
        {
            Pad(octets, option);
            octets.AddRange([option.Type, (byte)option.Value.Length, .. option.Value]);
        }

        FillUp(octets);
        octets[1] = ClaimedLength ?? (byte)((octets.Count / 8) - 1);
        octets.AddRange(Trailer);
        return [.. octets];
    }

    private void Pad(List<byte> octets, MobilityOption option)
    {
        if (Padding == Padding.Odd)
        {
            octets.AddRange([OptionType.Pad1, OptionType.Pad1, OptionType.Pad1, OptionType.PadN, 3, 0xA5, 0xA5, 0xA5]);
        }
        else if (Padding == Padding.Aligned)
        {
            while (octets.Count % option.Multiple != option.Remainder)
            {
                AddPadding(octets, (option.Remainder - (octets.Count % option.Multiple) + option.Multiple) % option.Multiple);
            }
        }
    }

    private void FillUp(List<byte> octets)
    {
        int missing = (8 - (octets.Count % 8)) % 8;
        if (Padding == Padding.Aligned)
        {
            AddPadding(octets, missing);
        }
        else
        {
            octets.AddRange(Enumerable.Repeat(OptionType.Pad1, missing));
        }
    }

    private static void AddPadding(List<byte> octets, int length)
    {
        if (length == 1)
        {
            octets.Add(OptionType.Pad1);
        }
        else if (length > 1)
        {
            octets.AddRange([OptionType.PadN, (byte)(length - 2), .. new byte[length - 2]]);
        }
    }

    private int Read(int offset) => (Body[offset] << 8) | Body[offset + 1];

    private void Write(int offset, int value)
    {
        Body[offset] = (byte)(value >> 8);
        Body[offset + 1] = (byte)(value & 0xFF);
    }
}
