using System;
using System.Collections.Generic;
using Pmip.Foundation.Addressing;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;
using Xunit;

namespace Pmip.Unit.Wire;

public sealed class MobilityCodecTests
{
    [Fact]
    public void RandomUpdate_WrittenReadAndWritten_IsTheSame()
    {
        byte[] first = new byte[2048];
        byte[] second = new byte[2048];
        for (int seed = 0; seed < 3000; seed++)
        {
            var update = new ProxyBindingUpdate
            {
                Sequence = (ushort)seed,
                Flags = (BindingUpdateFlags)(ushort)(seed * 7),
                LifetimeUnits = (ushort)(seed * 3),
            };
            new RandomMessage(seed).Fill(ref update.HomeNetworkPrefixes, ref update.OptionSet);
            first.AsSpan().Fill(0xAA);
            WireStatus status = update.Emit(first, out int length);
            if (status == WireStatus.BadLength)
            {
                continue; // Everything at once can be longer than a Mobility Header.
            }

            Assert.Equal(WireStatus.Ok, status);
            Assert.Equal(update.EncodedLength, length);
            Assert.Equal(0, length % 8);
            Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(first, out MobilityHeader header));
            Assert.Equal(length, header.Octets.Length);
            Assert.Equal(WireStatus.Ok, ProxyBindingUpdate.TryRead(header, out ProxyBindingUpdate again));
            Assert.Equal(update.Sequence, again.Sequence);
            Assert.Equal(update.Flags, again.Flags);
            Assert.Equal(update.LifetimeUnits, again.LifetimeUnits);
            Assert.True(update.HomeNetworkPrefixes.SetEquals(again.HomeNetworkPrefixes));
            AssertSame(update.OptionSet, again.OptionSet);
            Assert.Equal(WireStatus.Ok, again.Emit(second, out int secondLength));
            Assert.Equal(first[..length], second[..secondLength]);
            Assert.Equal(WireStatus.NoRoom, update.Emit(second.AsSpan(0, length - 1), out int none));
            Assert.Equal(0, none);
        }
    }

    [Fact]
    public void Anything_Read_NeverThrowsAndIsStableWhenWritten()
    {
        var random = new Random(5213);
        byte[] message = new byte[2100];
        byte[] room = new byte[4096];
        int taken = 0;
        for (int round = 0; round < 40000; round++)
        {
            int length = MessageSource.Fill(random, message);
            if (MobilityHeader.TryRead(message.AsSpan(0, length), out MobilityHeader header) == WireStatus.Ok)
            {
                int written = Rewriting.Write(header, room);
                taken += written > 0 ? 1 : 0;
                if (written > 0)
                {
                    byte[] once = room[..written];
                    Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(once, out MobilityHeader again));
                    Assert.Equal(once, room[..Rewriting.Write(again, room)]);
                }
            }
        }

        Assert.True(taken > 1000);
    }

    [Fact]
    public void Messages_ReadAndWritten_AllocateNothing()
    {
        byte[] room = new byte[2048];
        IReadOnlyList<Vector> vectors = Vector.All;
        long written = Run(vectors, room, 100);
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 5 && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            written += Run(vectors, room, 30_000);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        // The runtime enlarges its own tables of casts on whichever thread asks; what the codec allocated would show each time.
        Assert.Equal(0, least);
        Assert.True(written > 0);
    }

    [Theory]
    [InlineData("3b0105", WireStatus.Truncated)]
    [InlineData("3a0105000000000182000001", WireStatus.BadHeader)]
    [InlineData("3b02050000000001820000010102000000000000", WireStatus.Truncated)]
    [InlineData("3b00050000000001", WireStatus.BadLength)]
    [InlineData("3b00070000000000", WireStatus.BadLength)]
    public void Header_Wrong_IsRefusedWithItsReason(string octets, WireStatus expected) =>
        Assert.Equal(expected, MobilityHeader.TryRead(Convert.FromHexString(octets), out _));

    [Theory]
    [InlineData("0800")] // An identifier without subtype.
    [InlineData("1400")] // A service of no octets.
    [InlineData("1612004020010db8")] // Runs over the end.
    [InlineData("170100")] // One octet is missing.
    [InlineData("210300000000")] // A key of one octet.
    [InlineData("240684000a2d0002")] // An IPv4 prefix of 33 bits.
    [InlineData("1612008120010db8000000000000000000000000")] // A prefix of 129 bits.
    [InlineData("13050000 28af01")] // 3GPP without the octet of M.
    [InlineData("130400000001")] // A vendor without subtype.
    [InlineData("1307000028af0700 00")] // A charging identifier of one octet.
    [InlineData("230300010000")] // A binding identifier of three octets.
    public void Option_OfAWrongLength_RefusesTheMessage(string option) =>
        Assert.Equal(WireStatus.BadLength, ReadUpdate(option, out _, out _));

    [Fact]
    public void HomeNetworkPrefix_Ipv4Mapped_RefusesTheMessage() =>
        Assert.Equal(WireStatus.BadHeader, ReadUpdate("1612008000000000000000000000ffff0a2d0002", out _, out _));

    [Fact]
    public void HomeNetworkPrefixes_MoreThanKept_AreCounted()
    {
        string prefix = "1612004020010db8000000000000000000000000";
        Assert.Equal(WireStatus.Ok, ReadUpdate(string.Concat(prefix, prefix, prefix, prefix), out int kept, out _));
        Assert.Equal(IpPrefixList.Capacity, kept);
        byte[] message = Message(string.Concat(prefix, prefix, prefix, prefix, prefix) + prefix);
        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(message, out MobilityHeader header));
        Assert.Equal(WireStatus.Ok, ProxyBindingUpdate.TryRead(header, out ProxyBindingUpdate update));
        Assert.Equal(IpPrefixList.Capacity, update.HomeNetworkPrefixes.Count);
        Assert.Equal(2, update.OptionSet.ExcessPrefixCount);
        string bad = "1612008120010db8000000000000000000000000";
        Assert.Equal(WireStatus.BadLength, ReadUpdate(string.Concat(prefix, prefix, prefix, prefix, bad), out _, out _));
    }

    [Fact]
    public void SingleOption_ComesTwice_FirstIsKeptAndTheRestCounted()
    {
        byte[] message = Message("17020001" + "17020003" + "1307000028af110005" + "1307000028af110006");
        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(message, out MobilityHeader header));
        Assert.Equal(WireStatus.Ok, ProxyBindingUpdate.TryRead(header, out ProxyBindingUpdate update));
        Assert.Equal(HandoffIndicator.NewInterface, update.HandoffIndicator);
        Assert.Equal(5, update.PdnConnectionId);
        Assert.Equal(2, update.OptionSet.DuplicateCount);
    }

    [Fact]
    public void Ipv4HomeAddressRequests_MoreThanOne_AreCounted()
    {
        byte[] message = Message("240600000a000001" + "240600000a000002");
        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(message, out MobilityHeader header));
        Assert.Equal(WireStatus.Ok, ProxyBindingUpdate.TryRead(header, out ProxyBindingUpdate update));
        Assert.Equal(2, update.Ipv4HomeAddressRequestCount);
        Assert.Equal(IpAddress.Parse("10.0.0.1"), update.Ipv4HomeAddressRequest.Address);
    }

    [Fact]
    public void UnknownOptions_WithoutDataToo_AreSkippedAndCanBeWrittenAgain()
    {
        byte[] message = Message("c800" + "c903aabbcc" + "17020001" + "ca00");
        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(message, out MobilityHeader header));
        Assert.Equal(WireStatus.Ok, ProxyBindingUpdate.TryRead(header, out ProxyBindingUpdate update));
        Assert.Equal(HandoffIndicator.NewInterface, update.HandoffIndicator);
        byte[] copy = new byte[64];
        var writer = new MobilityOptionWriter(copy, 12);
        Assert.True(writer.WriteAll(update.Options));
        var types = new List<int>();
        var reader = new MobilityOptionReader(copy.AsSpan(12, writer.Position - 12));
        while (reader.TryNext(out MobilityOption option))
        {
            types.Add((int)option.Type);
        }

        Assert.Equal([0xc8, 0xc9, 0x17, 0xca], types);
    }

    [Fact]
    public void IdentifierOfNoOctets_InAnAcknowledgement_IsLegal()
    {
        var answer = new ProxyBindingAcknowledgement
        {
            Status = BindingStatus.MissingMobileNodeIdentifierOption,
            HasIdentifier = true,
            IdentifierSubtype = MobileNodeIdentifierSubtype.NetworkAccessIdentifier,
        };
        byte[] room = new byte[64];
        Assert.Equal(WireStatus.Ok, answer.Emit(room, out int written));
        Assert.Equal("3b010600" + "0000" + "a0000000" + "0000" + "080101" + "00", Convert.ToHexStringLower(room.AsSpan(0, written)));
        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(room, out MobilityHeader header));
        Assert.Equal(WireStatus.Ok, ProxyBindingAcknowledgement.TryRead(header, out ProxyBindingAcknowledgement again));
        Assert.True(again.HasIdentifier);
        Assert.True(again.Identifier.IsEmpty);
    }

    [Fact]
    public void LongConfigurationOptions_Written_AreFragmentsThatJoin()
    {
        byte[] value = new byte[600];
        new Random(1).NextBytes(value);
        var update = new ProxyBindingUpdate { ProtocolConfigurationOptions = value };
        byte[] room = new byte[2048];
        Assert.Equal(WireStatus.Ok, update.Emit(room, out _));
        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(room, out MobilityHeader header));
        Assert.Equal(WireStatus.Ok, ProxyBindingUpdate.TryRead(header, out ProxyBindingUpdate again));
        Assert.Equal(VendorSpecificOption.ThreeGppDataLengthMax, again.ProtocolConfigurationOptions.Length);
        Assert.True(again.OptionSet.ThreeGpp.ProtocolConfigurationOptionsContinue);
        Assert.Equal(0, again.OptionSet.DuplicateCount);
        byte[] joined = new byte[1024];
        Assert.Equal(
            WireStatus.Ok,
            ThreeGppFragments.TryGather(again.Options, ThreeGppSubtype.ProtocolConfigurationOptions, joined, out int length));
        Assert.Equal(value, joined[..length]);
        Assert.Equal(
            WireStatus.NoRoom,
            ThreeGppFragments.TryGather(again.Options, ThreeGppSubtype.ProtocolConfigurationOptions, joined.AsSpan(0, 500), out _));
    }

    [Fact]
    public void Values_TooLongForTheirOption_AreNotWritten()
    {
        byte[] room = new byte[2048];
        var update = new ProxyBindingUpdate { HasIdentifier = true, Identifier = new byte[255] };
        Assert.Equal(WireStatus.BadLength, update.Emit(room, out int written));
        Assert.Equal(0, written);
    }

    [Theory]
    [InlineData("internet", "08696e7465726e6574")]
    [InlineData("a.bc", "01610262 63")]
    [InlineData("a-label-that-begins-with-an-octet-of-text.x", "29612d6c6162656c2d746861742d626567696e732d776974682d616e2d6f637465742d6f662d746578740178")]
    public void AccessPointName_Labels_BothWays(string dotted, string labels)
    {
        Span<byte> room = stackalloc byte[64];
        Assert.True(AccessPointName.TryEncodeLabels(System.Text.Encoding.UTF8.GetBytes(dotted), room, out int length));
        Assert.Equal(labels.Replace(" ", string.Empty, StringComparison.Ordinal), Convert.ToHexStringLower(room[..length]));
        Span<byte> text = stackalloc byte[64];
        Assert.True(AccessPointName.TryDecode(room[..length], text, out int textLength));
        Assert.Equal(dotted, System.Text.Encoding.UTF8.GetString(text[..textLength]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0561")]
    [InlineData("01610062")]
    [InlineData("022e2e")]
    [InlineData("41 07")]
    public void AccessPointName_Wrong_IsRefused(string wire)
    {
        byte[] octets = Convert.FromHexString(wire.Replace(" ", string.Empty, StringComparison.Ordinal));
        Assert.False(AccessPointName.TryDecode(octets, new byte[64], out _));
    }

    private static long Run(IReadOnlyList<Vector> vectors, byte[] room, int rounds)
    {
        long written = 0;
        for (int i = 0; i < rounds; i++)
        {
            if (MobilityHeader.TryRead(vectors[i % vectors.Count].MobilityHeader, out MobilityHeader header) == WireStatus.Ok)
            {
                written += Rewriting.Write(header, room);
            }
        }

        return written;
    }

    private static byte[] Message(string options)
    {
        byte[] octets = Convert.FromHexString(options.Replace(" ", string.Empty, StringComparison.Ordinal));
        int length = (12 + octets.Length + 7) / 8 * 8;
        byte[] message = new byte[length];
        message[0] = 59;
        message[1] = (byte)((length / 8) - 1);
        message[2] = 5;
        octets.CopyTo(message, length - octets.Length); // Pad1 before, so that the last option ends the message.
        return message;
    }

    private static WireStatus ReadUpdate(string options, out int prefixCount, out int duplicateCount)
    {
        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(Message(options), out MobilityHeader header));
        WireStatus status = ProxyBindingUpdate.TryRead(header, out ProxyBindingUpdate update);
        prefixCount = update.HomeNetworkPrefixes.Count;
        duplicateCount = update.OptionSet.DuplicateCount;
        return status;
    }

    // The writer gives the same octets for the same values, so only the values that it could hide are compared here.
    private static void AssertSame(scoped in MobilityOptionSet expected, scoped in MobilityOptionSet actual)
    {
        Assert.Equal(0, actual.DuplicateCount);
        Assert.Equal(expected.HasIdentifier, actual.HasIdentifier);
        Assert.True(expected.Identifier.SequenceEqual(actual.Identifier));
        Assert.True(expected.ServiceSelection.SequenceEqual(actual.ServiceSelection));
        Assert.True(expected.LinkLayerIdentifier.SequenceEqual(actual.LinkLayerIdentifier));
        Assert.Equal(expected.Ipv4HomeAddressRequestCount, actual.Ipv4HomeAddressRequestCount);
        Assert.Equal(expected.Ipv4HomeAddressReply, actual.Ipv4HomeAddressReply);
        Assert.Equal(expected.HasHandoffIndicator, actual.HasHandoffIndicator);
        Assert.Equal(expected.HandoffIndicator, actual.HandoffIndicator);
        Assert.Equal(expected.AccessTechnologyType, actual.AccessTechnologyType);
        Assert.Equal(expected.HasTimestamp, actual.HasTimestamp);
        Assert.Equal(expected.Timestamp, actual.Timestamp);
        Assert.Equal(expected.LinkLocalAddress, actual.LinkLocalAddress);
        Assert.Equal(expected.HasGreKeyOption, actual.HasGreKeyOption);
        Assert.Equal(expected.HasGreKey, actual.HasGreKey);
        Assert.Equal(expected.GreKey, actual.GreKey);
        Assert.Equal(expected.AlternateCareOfAddress, actual.AlternateCareOfAddress);
        Assert.Equal(expected.DhcpServerMode, actual.DhcpServerMode);
        Assert.Equal(expected.RefreshIntervalUnits, actual.RefreshIntervalUnits);
        Assert.Equal(expected.NatForceUdp, actual.NatForceUdp);
        Assert.Equal(expected.RestartCounter, actual.RestartCounter);
        Assert.True(Equals(expected.Legacy, actual.Legacy));
        Assert.True(Equals(expected.LmaControlledParameters, actual.LmaControlledParameters));
        Assert.Equal(expected.HasLmaControlledParameters, actual.HasLmaControlledParameters);
        Assert.Equal(expected.ThreeGpp.PmipErrorCode, actual.ThreeGpp.PmipErrorCode);
        Assert.Equal(expected.ThreeGpp.UeTimeZone, actual.ThreeGpp.UeTimeZone);
        Assert.Equal(expected.ThreeGpp.AniTimestamp, actual.ThreeGpp.AniTimestamp);
        Assert.Equal(expected.ThreeGpp.OriginationTimeStamp, actual.ThreeGpp.OriginationTimeStamp);
        Assert.Equal(expected.ThreeGpp.MaximumWaitTime, actual.ThreeGpp.MaximumWaitTime);
        Assert.Equal(expected.ThreeGpp.StaticAddressAllocation, actual.ThreeGpp.StaticAddressAllocation);
        Assert.Equal(expected.ThreeGpp.PdnConnectionId, actual.ThreeGpp.PdnConnectionId);
        Assert.Equal(expected.ThreeGpp.PdnGatewayAddress, actual.ThreeGpp.PdnGatewayAddress);
        Assert.Equal(expected.ThreeGpp.ServingNetwork, actual.ThreeGpp.ServingNetwork);
        Assert.True(expected.ThreeGpp.ProtocolConfigurationOptions.SequenceEqual(actual.ThreeGpp.ProtocolConfigurationOptions));
        Assert.True(expected.ThreeGpp.SecondFqCsid.SequenceEqual(actual.ThreeGpp.SecondFqCsid));
    }
}
