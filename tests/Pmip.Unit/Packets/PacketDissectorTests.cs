using System;
using System.Buffers;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Dissection;
using Pmip.Wire.Packets;
using Xunit;

namespace Pmip.Unit.Packets;

/// <summary>The dissector shows what is there and reports what is wrong, whatever the octets are.</summary>
public sealed class PacketDissectorTests
{
    private const int DissectedMutations = 4_000;

    [Fact]
    public void Dissector_OfMutatedPackets_NeverThrows()
    {
        var random = new Mutation(2);
        var output = new ArrayBufferWriter<byte>(1 << 20);
        var text = new TextDissection(output);
        using var json = new JsonDissection(output);
        for (int i = 0; i < DissectedMutations; i++)
        {
            ReadOnlySpan<byte> packet = random.Next();
            DissectionWriter writer = i % 2 == 0 ? text : json;
            writer.BeginObject("packet"u8);
            PacketDissector.DissectFrame(Mutation.LinkTypes[i / 2 % Mutation.LinkTypes.Length], packet, isCutShort: i % 5 == 0, writer);
            PacketDissector.DissectIp(packet, writer);
            writer.EndObject();
            output.ResetWrittenCount();
        }
    }

    [Fact]
    public void Dissector_OfEveryTruncation_SaysMalformed()
    {
        var output = new ArrayBufferWriter<byte>(1 << 20);
        foreach (string hex in ReferencePackets.All)
        {
            byte[] packet = ReferencePackets.Octets(hex);
            for (int length = 0; length < packet.Length; length++)
            {
                var writer = new TextDissection(output);
                writer.BeginObject("packet"u8);
                PacketDissector.DissectIp(packet.AsSpan(0, length), writer);
                writer.EndObject();
                Assert.NotEqual(0, writer.MalformedCount);
                output.ResetWrittenCount();
            }
        }
    }

    [Fact]
    public void Dissector_OfTunnelsWithinTunnels_EndsWithAFault()
    {
        byte[] packet = new byte[20 * 60];
        for (int at = packet.Length - 20; at >= 0; at -= 20)
        {
            Ipv4Header.Emit(packet.AsSpan(at), IpAddress.FromIPv4(1),
                IpAddress.FromIPv4(2), IpProtocol.Ipv4, 64, packet.Length - at - 20, out _);
        }

        var output = new ArrayBufferWriter<byte>();
        using var writer = new JsonDissection(output);
        writer.BeginObject("packet"u8);
        PacketDissector.DissectIp(packet, writer);
        writer.EndObject();
        Assert.Equal(1, writer.MalformedCount);
    }
}
