using System;
using System.Buffers;
using System.Text;
using Pmip.Wire.Dissection;
using Pmip.Wire.Packets;
using Xunit;

namespace Pmip.Unit.Wire;

public sealed class SummaryDissectionTests
{
    [Theory]
    [InlineData("pbu-ietf-initial", "2001:db8:a::1 > 2001:db8:b::1: PBU seq 1 flags AP mn1@example.com ::/0 HI=1 ATT=4 lifetime 3600s")]
    [InlineData("pba-reject-163", "2001:db8:b::1 > 2001:db8:a::1: PBA status 163 (GRE_KEY_OPTION_REQUIRED) flags P seq 12")]
    [InlineData("hb-response", "2001:db8:b::1 > 2001:db8:a::1: Heartbeat flags R seq 1 restarts 42")]
    [InlineData("bra-ok", "2001:db8:a::1 > 2001:db8:b::1: BRA status 0 (success) seq 500 flags P")]
    [InlineData("upn-force-rereg", "2001:db8:b::1 > 2001:db8:a::1: UPN seq 7 reason 1 (FORCE-REREGISTRATION)")]
    [InlineData("be-unrecognized", "BE status 2 (unrecognized MH Type value)")]
    [InlineData("pbu-3gpp-mapped-udp", "192.0.2.1 > 192.0.2.2: PBU seq")]
    [InlineData("gre6-v4", "2001:db8:a::1 > 2001:db8:b::1: GRE key 0xa1b2c3d4 10.45.0.2 > 198.51.100.7 UDP 4000 > 5000")]
    public void Reference_InOneLine_SaysWhatItIs(string name, string expected)
    {
        string line = Line(Vector.Of(name).Packet);
        Assert.True(line.Contains(expected, StringComparison.Ordinal), line);
        Assert.DoesNotContain("MALFORMED", line, StringComparison.Ordinal);
    }

    [Fact]
    public void MalformedPacket_InOneLine_SaysSo()
    {
        byte[] packet = [.. Vector.Of("pbu-ietf-initial").Packet];
        packet[^1] ^= 1;
        Assert.EndsWith(" MALFORMED", Line(packet), StringComparison.Ordinal);
    }

    [Fact]
    public void Identifier_WithTerminalControls_IsEscapedInOneLine()
    {
        byte[] message = [59, 2, 5, 0, 0, 0, 0, 1, 0x82, 0, 0, 1, 8, 8, 1, 0x1b, (byte)'[', 10, 0xC3, 0xA4, 0xFF, 0x0A, 1, 0];
        var output = new ArrayBufferWriter<byte>();
        var writer = new SummaryDissection();
        MobilityDissector.Dissect(message, null, null, writer);
        writer.Finish(output);
        Assert.Equal(" PBU seq 1 flags AP \\x1b[\\x0a\u00e4\\xff\\x0a lifetime 4s", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Anything_InOneLine_NeverThrowsAndStaysOneLine()
    {
        var random = new Random(42);
        var output = new ArrayBufferWriter<byte>();
        var writer = new SummaryDissection();
        byte[] message = new byte[2100];
        for (int round = 0; round < 5000; round++)
        {
            int length = MessageSource.Fill(random, message);
            MobilityDissector.Dissect(message.AsSpan(0, length), null, null, writer);
            output.ResetWrittenCount();
            writer.Finish(output);
            Assert.True(output.WrittenSpan.IndexOfAnyInRange((byte)0, (byte)0x1F) < 0);
        }
    }

    private static string Line(byte[] packet)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new SummaryDissection();
        PacketDissector.DissectIp(packet, writer);
        writer.Finish(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
