using System;
using System.Text;
using Pmip.Foundation.Addressing;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;
using Xunit;

namespace Pmip.Unit.Wire;

public sealed class ReferenceVectorTests
{
    [Theory]
    [MemberData(nameof(Vector.Typed), MemberType = typeof(Vector))]
    public void Reference_ReadAndWritten_IsTheSameOctets(string name)
    {
        var vector = Vector.Of(name);
        Assert.Equal(Convert.ToHexStringLower(vector.MobilityHeader), Convert.ToHexStringLower(vector.WrittenAgain()));
    }

    [Theory]
    [MemberData(nameof(Vector.Signalling), MemberType = typeof(Vector))]
    public void Reference_Checksum_Verifies(string name)
    {
        var vector = Vector.Of(name);
        Assert.Equal(vector.HasChecksum, MobilityChecksum.Verify(vector.Source, vector.Destination, vector.MobilityHeader));
        byte[] damaged = [.. vector.MobilityHeader];
        damaged[^1] ^= 1;
        Assert.False(MobilityChecksum.Verify(vector.Source, vector.Destination, damaged));
    }

    [Theory]
    [MemberData(nameof(Vector.Signalling), MemberType = typeof(Vector))]
    public void Reference_OptionsRewrittenWhole_AreTheSameOctets(string name)
    {
        byte[] message = Vector.Of(name).MobilityHeader;
        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(message, out MobilityHeader header));
        byte[] copy = new byte[message.Length];
        message.AsSpan(0, header.OptionsOffset).CopyTo(copy);
        var writer = new MobilityOptionWriter(copy, header.OptionsOffset);
        Assert.True(writer.WriteAll(header.Options));
        writer.Finish();
        Assert.Equal(WireStatus.Ok, writer.Status);
        Assert.Equal(message, copy);
    }

    [Theory]
    [MemberData(nameof(Vector.Signalling), MemberType = typeof(Vector))]
    public void Reference_CutAnywhere_IsRefused(string name)
    {
        byte[] message = Vector.Of(name).MobilityHeader;
        for (int length = 0; length < message.Length; length++)
        {
            Assert.Equal(WireStatus.Truncated, MobilityHeader.TryRead(message.AsSpan(0, length), out _));
        }
    }

    [Theory]
    [MemberData(nameof(Vector.Typed), MemberType = typeof(Vector))]
    public void Reference_CutWithItsLengthFieldFollowing_NeverThrows(string name)
    {
        byte[] message = [.. Vector.Of(name).MobilityHeader];
        byte[] room = new byte[2048];
        for (int length = 8; length < message.Length; length += 8)
        {
            message[1] = (byte)((length / 8) - 1);
            if (MobilityHeader.TryRead(message.AsSpan(0, length), out MobilityHeader header) == WireStatus.Ok)
            {
                int written = Rewriting.Write(header, room);
                Assert.True(written <= length);
            }
        }
    }

    [Fact]
    public void PbuIetfInitial_Fields_AreThoseOfTheSender()
    {
        ProxyBindingUpdate update = Update("pbu-ietf-initial");
        Assert.Equal(1, update.Sequence);
        Assert.Equal(BindingUpdateFlags.Acknowledge | BindingUpdateFlags.Proxy, update.Flags);
        Assert.Equal(900, update.LifetimeUnits);
        Assert.True(update.HasIdentifier);
        Assert.Equal(MobileNodeIdentifierSubtype.NetworkAccessIdentifier, update.IdentifierSubtype);
        Assert.Equal("mn1@example.com", Encoding.UTF8.GetString(update.Identifier));
        Assert.Equal(1, update.HomeNetworkPrefixes.Count);
        Assert.Equal(new IpPrefix(IpAddress.Unspecified, 0), update.HomeNetworkPrefixes[0]);
        Assert.Equal(HandoffIndicator.NewInterface, update.HandoffIndicator);
        Assert.Equal(AccessTechnologyType.WirelessLan, update.AccessTechnologyType);
        Assert.Equal([2, 0, 0, 0, 0, 1], update.LinkLayerIdentifier.ToArray());
        Assert.Equal(0x6553f1000000UL, update.Timestamp);
        Assert.False(update.HasGreKeyOption);
        Assert.False(update.HasServiceSelection);
        Assert.Equal(0, update.Ipv4HomeAddressRequestCount);
        Assert.Equal(0, update.OptionSet.DuplicateCount);
    }

    [Fact]
    [Trait("Requirement", "R13")]
    public void Pbu3gppCreate_Fields_AreThoseOfTheSender()
    {
        ProxyBindingUpdate update = Update("pbu-3gpp-create-dual");
        Span<byte> name = stackalloc byte[AccessPointName.LengthMax];
        Assert.True(AccessPointName.TryDecode(update.ServiceSelection, name, out int length));
        Assert.Equal("internet.mnc001.mcc001.gprs", Encoding.UTF8.GetString(name[..length]));
        Assert.Equal("internet", Encoding.UTF8.GetString(AccessPointName.NetworkIdentifier(name[..length])));
        Assert.Equal(1, update.Ipv4HomeAddressRequestCount);
        Assert.Equal(new Ipv4HomeAddress(IpAddress.Parse("0.0.0.0"), 0), update.Ipv4HomeAddressRequest);
        Assert.True(update.HasLinkLocalAddress);
        Assert.Equal(IpAddress.Unspecified, update.LinkLocalAddress);
        Assert.True(update.HasGreKey);
        Assert.Equal(new GreKey(0x11223344), update.GreKey);
        Assert.True(update.HasPdnConnectionId);
        Assert.Equal(5, update.PdnConnectionId);
        Assert.Equal([0x80, 0, 0x0d, 0, 0, 3, 0], update.ProtocolConfigurationOptions.ToArray());
        Assert.False(update.OptionSet.ThreeGpp.ProtocolConfigurationOptionsContinue);
    }

    [Fact]
    [Trait("Requirement", "R15")]
    public void Pba3gppCreate_Fields_AreThoseOfTheSender()
    {
        ProxyBindingAcknowledgement answer = Acknowledgement("pba-3gpp-create-dual");
        Assert.Equal(BindingStatus.Accepted, answer.Status);
        Assert.Equal(BindingAcknowledgementFlags.Proxy, answer.Flags);
        Assert.Equal(IpPrefix.Parse("2001:db8:200:1::/64"), answer.HomeNetworkPrefixes[0]);
        Assert.Equal(
            new Ipv4HomeAddressReply(Ipv4HomeAddressStatus.Success, 24, IpAddress.Parse("10.45.0.2")), answer.Ipv4HomeAddressReply);
        Assert.Equal(IpAddress.Parse("10.45.0.1"), answer.Ipv4DefaultRouter);
        Assert.True(answer.HasDhcpSupportMode);
        Assert.False(answer.DhcpServerMode);
        Assert.Equal(IpAddress.Parse("fe80::200:5eff:fe00:5213"), answer.LinkLocalAddress);
        Assert.Equal(new GreKey(0xa1b2c3d4), answer.GreKey);
        Assert.Equal(0x4du, answer.OptionSet.ThreeGpp.ChargingId);
        Assert.Equal(5, answer.PdnConnectionId);
        Assert.False(answer.HasPmipErrorCode);
    }

    [Fact]
    [Trait("Requirement", "R4")]
    public void PbaReject163_Fields_AreThoseOfTheSender()
    {
        ProxyBindingAcknowledgement answer = Acknowledgement("pba-reject-163");
        Assert.Equal(BindingStatus.GreKeyOptionRequired, answer.Status);
        Assert.False(answer.Status.IsAccepted());
        Assert.Equal("GRE_KEY_OPTION_REQUIRED", Encoding.UTF8.GetString(BindingStatusNames.Of(answer.Status)));
        Assert.Equal(12, answer.Sequence);
        Assert.False(answer.HasGreKeyOption);
    }

    [Fact]
    public void PbaReject128_ErrorCode_IsMissingOrUnknownApn()
    {
        ProxyBindingAcknowledgement answer = Acknowledgement("pba-reject-128-3gpp-78");
        Assert.Equal(BindingStatus.ReasonUnspecified, answer.Status);
        Assert.True(answer.HasPmipErrorCode);
        Assert.Equal(PmipErrorCode.MissingOrUnknownApn, answer.PmipErrorCode);
        Assert.Equal("MISSING_OR_UNKNOWN_APN", Encoding.UTF8.GetString(PmipErrorCodeNames.Of(answer.PmipErrorCode)));
    }

    [Fact]
    public void PbuGreWithoutKey_Fields_TellOptionAndKeyApart()
    {
        ProxyBindingUpdate update = Update("pbu-gre-noKey-T");
        Assert.True(update.Flags.HasFlag(BindingUpdateFlags.TlvHeader));
        Assert.True(update.HasGreKeyOption);
        Assert.False(update.HasGreKey);
        Assert.True(update.GreKey.IsNone);
        Assert.False(update.HasTimestamp);
    }

    [Fact]
    public void BindingError_Fields_AreThoseOfTheSender()
    {
        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(Vector.Of("be-unrecognized").MobilityHeader, out MobilityHeader header));
        Assert.Equal(WireStatus.Ok, BindingError.TryRead(header, out BindingError error));
        Assert.Equal(BindingErrorStatus.UnrecognizedMobilityHeaderType, error.Status);
        Assert.Equal(IpAddress.Unspecified, error.HomeAddress);
    }

    private static ProxyBindingUpdate Update(string name)
    {
        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(Vector.Of(name).MobilityHeader, out MobilityHeader header));
        Assert.Equal(WireStatus.Ok, ProxyBindingUpdate.TryRead(header, out ProxyBindingUpdate update));
        return update;
    }

    private static ProxyBindingAcknowledgement Acknowledgement(string name)
    {
        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(Vector.Of(name).MobilityHeader, out MobilityHeader header));
        Assert.Equal(WireStatus.Ok, ProxyBindingAcknowledgement.TryRead(header, out ProxyBindingAcknowledgement answer));
        return answer;
    }
}
