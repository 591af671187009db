using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using Pmip.LabBench.Results;

namespace Pmip.LabBench.Crossings;

/// <summary>
/// Times between updates and their acknowledgements in a capture of the LMA's link, by the kernel's time stamps: an acknowledgement
/// belongs to the update of the same node with the same sequence number.
/// </summary>
internal static class Exchange
{
    private const int FileHeader = 24;
    private const int RecordHeader = 16;
    private const int MobilityHeader = 54;
    private const byte BindingUpdate = 5;
    private const byte BindingAcknowledgement = 6;
    private const byte MobileNodeIdentifier = 8;

    /// <summary>What the file holds after its first <paramref name="offset"/> octets, which it moves on.</summary>
    internal static Spread Read(string file, ref int offset)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] octets = new byte[stream.Length];
        stream.ReadExactly(octets);
        offset = Math.Max(offset, FileHeader);
        Dictionary<(ushort Sequence, string Identifier), long> asked = [];
        List<long> taken = [];
        while (offset + RecordHeader <= octets.Length)
        {
            ReadOnlySpan<byte> record = octets.AsSpan(offset);
            int length = BinaryPrimitives.ReadInt32LittleEndian(record[8..]);
            if (record.Length < RecordHeader + length)
            {
                break;
            }

            long moment = (BinaryPrimitives.ReadUInt32LittleEndian(record) * 1_000_000L) + BinaryPrimitives.ReadUInt32LittleEndian(record[4..]);
            offset += RecordHeader + length;
            Take(record.Slice(RecordHeader, length), moment, asked, taken);
        }

        return Spread.Of(taken.ToArray(), asked.Count);
    }

    private static void Take(
        ReadOnlySpan<byte> frame, long moment, Dictionary<(ushort Sequence, string Identifier), long> asked, List<long> taken)
    {
        if (frame.Length < MobilityHeader + 12)
        {
            return;
        }

        ReadOnlySpan<byte> message = frame[MobilityHeader..];
        if (message[2] == BindingUpdate)
        {
            asked.TryAdd((BinaryPrimitives.ReadUInt16BigEndian(message[6..]), Identifier(message)), moment);
        }
        else if (message[2] == BindingAcknowledgement
            && asked.Remove((BinaryPrimitives.ReadUInt16BigEndian(message[8..]), Identifier(message)), out long began))
        {
            taken.Add(moment - began);
        }
    }

    // Both messages have their options after twelve octets.
    private static string Identifier(ReadOnlySpan<byte> message)
    {
        for (int at = 12; at + 2 <= message.Length;)
        {
            if (message[at] == 0)
            {
                at++; // Pad1
            }
            else if (message[at] == MobileNodeIdentifier && at + 2 + message[at + 1] <= message.Length)
            {
                return Convert.ToHexString(message.Slice(at + 2, message[at + 1]));
            }
            else
            {
                at += 2 + message[at + 1];
            }
        }

        return "";
    }
}
