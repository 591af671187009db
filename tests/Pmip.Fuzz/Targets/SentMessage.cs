using System;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Fuzz.Targets;

/// <summary>What one of our engines sends is a message that our own reader takes, and that it would write the same way.</summary>
internal static class SentMessage
{
    [ThreadStatic]
    private static byte[]? s_room;

    public static void Check(ReadOnlySpan<byte> message)
    {
        byte[] room = s_room ??= new byte[2 * MobilityHeader.LengthMax];
        OracleException.Require(MobilityHeader.TryRead(message, out MobilityHeader header) == WireStatus.Ok, "what is sent is a Mobility Header");
        OracleException.Require(header.Octets.Length == message.Length, "it has the length that it announces");
        OracleException.Require(MessageRewriting.Write(header, room) > 0, "it is a message that we can read");
    }
}
