using System;
using System.Collections.Generic;
using System.Text;
using Pmip.Foundation.Addressing;
using Pmip.Wire;
using Pmip.Wire.Options;
using Xunit;

namespace Pmip.Unit.Wire;

/// <summary>The values inside 3GPP's options: configuration items, connection set identifiers, error codes.</summary>
public sealed class ThreeGppValueTests
{
    [Fact]
    public void ProtocolConfiguration_WrittenAndRead_ItemsAreTheSame()
    {
        byte[] room = new byte[64];
        var writer = new ProtocolConfigurationWriter(room);
        Assert.True(writer.TryAdd(ProtocolConfigurationIdentifier.DnsServerIpv4Address, IpAddress.Parse("192.0.2.53")));
        Assert.True(writer.TryAdd(ProtocolConfigurationIdentifier.DnsServerIpv6Address, IpAddress.Parse("2001:db8::53")));
        Assert.True(writer.TryAdd(ProtocolConfigurationIdentifier.Ipv4LinkMtu, 1452));
        Assert.True(writer.TryAdd(ProtocolConfigurationIdentifier.ImsSignallingFlag, default(ReadOnlySpan<byte>)));

        Assert.Equal(
            "80" + "000d04c0000235" + "00031020010db8000000000000000000000053" + "00100205ac" + "000200",
            Convert.ToHexStringLower(room.AsSpan(0, writer.Written)));
        var reader = new ProtocolConfigurationReader(room.AsSpan(0, writer.Written));
        List<ProtocolConfigurationIdentifier> identifiers = [];
        while (reader.TryNext(out ProtocolConfigurationItem item))
        {
            identifiers.Add(item.Identifier);
            Assert.False(ProtocolConfigurationIdentifierNames.Of(item.Identifier).IsEmpty);
        }

        Assert.Equal(WireStatus.Ok, reader.Status);
        Assert.Equal(0, reader.Protocol);
        Assert.Equal(
            [
                ProtocolConfigurationIdentifier.DnsServerIpv4Address, ProtocolConfigurationIdentifier.DnsServerIpv6Address,
                ProtocolConfigurationIdentifier.Ipv4LinkMtu, ProtocolConfigurationIdentifier.ImsSignallingFlag,
            ],
            identifiers);
    }

    [Theory]
    [InlineData("", WireStatus.Truncated, 0)]
    [InlineData("80", WireStatus.Ok, 0)]
    [InlineData("80 8021 01 aa", WireStatus.Ok, 1)]
    [InlineData("80 8021 02 aa", WireStatus.BadLength, 0)]
    [InlineData("80 000d 00 00", WireStatus.BadLength, 1)]
    [InlineData("80 000d 00 000c", WireStatus.BadLength, 1)]
    [InlineData("80 fff0 03 010203 0001 00", WireStatus.Ok, 2)]
    public void ProtocolConfiguration_Read_EndsWithItsStatus(string value, WireStatus expected, int items)
    {
        var reader = new ProtocolConfigurationReader(Octets(value));
        int count = 0;
        while (reader.TryNext(out _))
        {
            count++;
        }

        Assert.Equal(expected, reader.Status);
        Assert.Equal(items, count);
        Assert.False(reader.TryNext(out _));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(7, false)]
    [InlineData(8, true)]
    public void ProtocolConfigurationItem_ThatDoesNotFit_IsLeftOut(int room, bool fits)
    {
        var writer = new ProtocolConfigurationWriter(new byte[room]);
        int before = writer.Written;
        Assert.Equal(fits, writer.TryAdd(ProtocolConfigurationIdentifier.PcscfIpv4Address, IpAddress.Parse("192.0.2.1")));
        Assert.Equal(fits ? 8 : before, writer.Written);
    }

    [Fact]
    public void ProtocolConfiguration_WrittenWithoutEnd_StaysWithinItsLimit()
    {
        var writer = new ProtocolConfigurationWriter(new byte[1000]);
        while (writer.TryAdd(ProtocolConfigurationIdentifier.Ipcp, [1, 2, 3]))
        {
            Assert.True(writer.Written <= ProtocolConfigurationWriter.LengthMax);
        }

        Assert.True(writer.Written > ProtocolConfigurationWriter.LengthMax - 6);
    }

    [Theory]
    [InlineData("192.0.2.1", "02" + "c0000201" + "0001" + "ffff")]
    [InlineData("2001:db8::1", "12" + "20010db8000000000000000000000001" + "0001" + "ffff")]
    public void FullyQualifiedCsid_WrittenAndRead_IsTheSame(string node, string expected)
    {
        byte[] room = new byte[FullyQualifiedCsid.LengthMax];
        Assert.Equal(WireStatus.Ok, FullyQualifiedCsid.TryWrite(IpAddress.Parse(node), [1, 0xFFFF], room, out int written));
        Assert.Equal(expected, Convert.ToHexStringLower(room.AsSpan(0, written)));
        Assert.Equal(WireStatus.Ok, FullyQualifiedCsid.TryRead(room.AsSpan(0, written), out FullyQualifiedCsid csid));
        Assert.Equal(2, csid.CsidCount);
        Assert.Equal(0xFFFF, csid.CsidAt(1));
    }

    [Fact]
    public void FullyQualifiedCsid_TooManyOrNoRoom_IsNotWritten()
    {
        byte[] room = new byte[FullyQualifiedCsid.LengthMax];
        var node = IpAddress.Parse("2001:db8::1");
        Assert.Equal(WireStatus.Ok, FullyQualifiedCsid.TryWrite(node, new ushort[15], room, out int written));
        Assert.Equal(room.Length, written);
        Assert.Equal(WireStatus.BadLength, FullyQualifiedCsid.TryWrite(node, new ushort[16], new byte[100], out _));
        Assert.Equal(WireStatus.NoRoom, FullyQualifiedCsid.TryWrite(node, new ushort[15], room.AsSpan(1), out written));
        Assert.Equal(0, written);
    }

    [Fact]
    public void PmipErrorCode_Enumerated_EachHasItsOwnName()
    {
        HashSet<string> names = [];
        foreach (PmipErrorCode code in Enum.GetValues<PmipErrorCode>())
        {
            string name = Encoding.UTF8.GetString(PmipErrorCodeNames.Of(code));
            Assert.Equal(code == PmipErrorCode.None, name.Length == 0);
            Assert.True(names.Add(name));
        }

        Assert.True(PmipErrorCodeNames.Of((PmipErrorCode)255).IsEmpty);
    }

    [Theory]
    [InlineData("", WireStatus.Ok, false, false)]
    [InlineData("01 06 000a 0001 0020", WireStatus.Ok, true, false)]
    [InlineData("02 06 003c 0005 0003 01 06 000a 0001 0020", WireStatus.Ok, true, true)]
    [InlineData("09 02 aabb 02 06 003c 0005 0003", WireStatus.Ok, false, true)]
    [InlineData("01 05 000a 0001 00", WireStatus.BadLength, false, false)]
    [InlineData("01 07 000a 0001 0020", WireStatus.BadLength, false, false)]
    [InlineData("01", WireStatus.BadLength, false, false)]
    public void LmaControlledMagParameters_Read_WithTheirSubOptions(string data, WireStatus expected, bool reregistration, bool heartbeat)
    {
        Assert.Equal(expected, LmaControlledMagParameters.TryRead(Octets(data), out LmaControlledMagParameters parameters));
        Assert.Equal(reregistration, parameters.HasReregistrationControl);
        Assert.Equal(heartbeat, parameters.HasHeartbeatControl);
        Assert.Equal(reregistration ? 32 : 0, parameters.MaximumRetransmissionSeconds);
        Assert.Equal(heartbeat ? 3 : 0, parameters.HeartbeatRetransmissionsMax);
    }

    private static byte[] Octets(string hex) => Convert.FromHexString(hex.Replace(" ", string.Empty, StringComparison.Ordinal));
}
