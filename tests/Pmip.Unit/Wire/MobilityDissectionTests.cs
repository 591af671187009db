using System;
using System.Buffers;
using System.Text;
using System.Text.Json;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Dissection;
using Xunit;

namespace Pmip.Unit.Wire;

public sealed class MobilityDissectionTests
{
    [Theory]
    [MemberData(nameof(Vector.Signalling), MemberType = typeof(Vector))]
    public void Reference_Dissected_HasNoFault(string name)
    {
        var vector = Vector.Of(name);
        Assert.Equal(0, Faults(vector.MobilityHeader, vector, out string text, out JsonElement json));
        Assert.DoesNotContain("!", text, StringComparison.Ordinal);
        Assert.False(json.TryGetProperty("malformed", out _));
        Assert.Equal(vector.MobilityHeader[2], json.GetProperty("mhType").GetProperty("value").GetInt32());
        Assert.DoesNotContain("unknownOption", json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Pba_AsText_ReadsLikeTcpdump()
    {
        var vector = Vector.Of("pba-3gpp-create-dual");
        Faults(vector.MobilityHeader, vector, out string text, out _);
        string expected = string.Join('\n',
        [
            "Proxy Binding Acknowledgement: MH type Binding Acknowledgement (6), length 184 octets, checksum 0xa82b, "
                + "checksum correct yes, status BINDING_UPDATE_ACCEPTED (0), flags P (32), sequence 2, lifetime 65536 s",
            "  Mobile Node Identifier: type 8, length 54, subtype NAI (1), "
                + "identifier \"001010123456789@nai.epc.mnc001.mcc001.3gppnetwork.org\"",
            "  Home Network Prefix: type 22, length 18, prefix 2001:db8:200:1::/64",
            "  IPv4 Home Address Reply: type 37, length 6, status success (0), prefix length 24, address 10.45.0.2",
            "  IPv4 Default Router Address: type 38, length 6, address 10.45.0.1",
            "  IPv4 DHCP Support Mode: type 39, length 2, DHCP mode relay (0)",
            "  Handoff Indicator: type 23, length 2, handoff indicator attachment over a new interface (1)",
            "  Access Technology Type: type 24, length 2, access technology type 3GPP E-UTRAN (8)",
            "  Timestamp: type 27, length 8, timestamp 0x00006553f1008000, time \"2023-11-14T22:13:20.500000Z\"",
            "  Link Local Address: type 26, length 16, address fe80::200:5eff:fe00:5213",
            "  GRE Key: type 33, length 6, GRE key 0xa1b2c3d4",
            "  Vendor Specific: type 19, length 10, vendor ID 3GPP (10415), sub type Charging ID (7), more fragments no, charging ID 77",
            "  Vendor Specific: type 19, length 7, vendor ID 3GPP (10415), sub type PDN Connection ID (17), more fragments no, PDN connection ID 5",
            string.Empty,
        ]);
        Assert.Equal(expected, text);
    }

    [Fact]
    public void Pbu_AsJson_HasTheNamesOfTheRfcs()
    {
        var vector = Vector.Of("pbu-3gpp-create-dual");
        Faults(vector.MobilityHeader, vector, out _, out JsonElement json);
        Assert.Equal("proxyBindingUpdate", json.GetProperty("name").GetString());
        Assert.Equal("AP", json.GetProperty("flags").GetProperty("name").GetString());
        Assert.Equal(16384, json.GetProperty("lifetime").GetInt32() / 4);
        JsonElement options = json.GetProperty("mobilityOptions");
        Assert.Equal("serviceSelection", options[1].GetProperty("name").GetString());
        Assert.Equal("internet.mnc001.mcc001.gprs", options[1].GetProperty("serviceSelection").GetString());
        Assert.Equal("::/0", options[2].GetProperty("prefix").GetString());
        Assert.Equal("0x11223344", options[8].GetProperty("greKey").GetString());
    }

    [Fact]
    public void OptionLength_Wrong_IsReportedAtItsOctet()
    {
        var vector = Vector.Of("pbu-ietf-initial");
        byte[] message = [.. vector.MobilityHeader];
        int handoff = message.AsSpan().IndexOf<byte>([0x17, 2, 0, 1]);
        message[handoff + 1] = 1;
        Faults(message, null, out string text, out JsonElement json);
        Assert.Contains($"! malformed at octet {handoff + 1}: the length is not one of this option", text, StringComparison.Ordinal);
        Assert.Contains("\"offset\":" + (handoff + 1), json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Option_RunsOverTheEnd_IsReportedWhereItBegins()
    {
        byte[] message = [59, 1, 5, 0, 0, 0, 0, 1, 0x82, 0, 0, 1, 8, 9, 1, (byte)'x'];
        Assert.Equal(1, Faults(message, null, out string text, out _));
        Assert.Contains("! malformed at octet 12: the option runs over the end of the message", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Checksum_Wrong_IsReportedWithTheRightOne()
    {
        var vector = Vector.Of("hb-request");
        byte[] message = [.. vector.MobilityHeader];
        message[11] ^= 0xFF;
        Assert.Equal(1, Faults(message, vector, out string text, out JsonElement json));
        Assert.Contains("! malformed at octet 4: the checksum does not match", text, StringComparison.Ordinal);
        Assert.False(json.GetProperty("checksumCorrect").GetBoolean());
    }

    [Fact]
    public void Identifier_WithTerminalControls_IsEscaped()
    {
        byte[] message = [59, 2, 5, 0, 0, 0, 0, 1, 0x82, 0, 0, 1, 8, 8, 1, 0x1b, (byte)'[', (byte)'"', 0xC3, 0xA4, 0xFF, 0x0A, 1, 0];
        Assert.Equal(0, Faults(message, null, out string text, out JsonElement json));
        Assert.Contains("identifier \"\\x1b[\\x22\u00e4\\xff\\x0a\"", text, StringComparison.Ordinal);
        Assert.Equal("\\x1b[\"\u00e4\\xff\\x0a", json.GetProperty("mobilityOptions")[0].GetProperty("identifier").GetString());
    }

    [Fact]
    public void Anything_Dissected_NeverThrowsAndStaysJson()
    {
        var random = new Random(20261122);
        byte[] message = new byte[2100];
        for (int round = 0; round < 4000; round++)
        {
            int length = MessageSource.Fill(random, message);
            Faults(message.AsSpan(0, length), null, out string text, out _);
            Assert.EndsWith("\n", text, StringComparison.Ordinal);
        }
    }

    private static int Faults(ReadOnlySpan<byte> message, Vector? vector, out string text, out JsonElement json)
    {
        IpAddress? source = vector is { HasChecksum: true } ? vector.Source : null;
        IpAddress? destination = vector is { HasChecksum: true } ? vector.Destination : null;
        var output = new ArrayBufferWriter<byte>();
        var textWriter = new TextDissection(output);
        MobilityDissector.Dissect(message, source, destination, textWriter);
        text = Encoding.UTF8.GetString(output.WrittenSpan);
        output.Clear();
        using var jsonWriter = new JsonDissection(output);
        MobilityDissector.Dissect(message, source, destination, jsonWriter);
        Assert.Equal(textWriter.MalformedCount, jsonWriter.MalformedCount);
        using JsonDocument document = JsonDocument.Parse(output.WrittenMemory);
        json = document.RootElement.Clone();
        return jsonWriter.MalformedCount;
    }
}
