using System;
using Pmip.Foundation.Addressing;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Wire;

/// <summary>What other implementations really send: refused or passed over by default, read when the quirk is allowed.</summary>
public sealed class PeerQuirkTests
{
    private const PeerQuirks All = (PeerQuirks)0x7F;
    private const string Identifier = "080501" + "6e6f6465";
    private const string NullIdentifier = "084001" + "000000000000000000000000000000000000000000000000000000000000000000000000"
        + "000000000000000000000000000000000000000000000000000000";

    [Fact]
    public void OctetsAfterHeaderLength_HoldTimestamp_ReadOnlyWhenAllowed()
    {
        byte[] message = [.. Message(5, Identifier), .. Convert.FromHexString("1b080000000000000001")];

        ProxyBindingUpdate strict = Update(message, PeerQuirks.None, out PeerQuirks none);
        ProxyBindingUpdate lenient = Update(message, PeerQuirks.OctetsAfterHeaderLength, out PeerQuirks hit);

        Assert.False(strict.HasTimestamp);
        Assert.Equal(PeerQuirks.None, none);
        Assert.True(lenient.HasTimestamp);
        Assert.Equal(1UL, lenient.Timestamp);
        Assert.Equal(PeerQuirks.OctetsAfterHeaderLength, hit);
    }

    [Theory]
    [InlineData(Identifier + "1b080000")] // Its data is cut.
    [InlineData(Identifier + "1b0800001b")]
    public void LastOption_RunsOver_RefusedUnlessAllowed(string options)
    {
        byte[] message = Message(5, options);

        Assert.Equal(WireStatus.BadLength, ProxyBindingUpdate.TryRead(Header(message), out _));
        ProxyBindingUpdate lenient = Update(message, PeerQuirks.TruncatedLastOption, out PeerQuirks hit);

        Assert.True(lenient.HasIdentifier);
        Assert.False(lenient.HasTimestamp);
        Assert.Equal(PeerQuirks.TruncatedLastOption, hit);
    }

    [Fact]
    public void Option_OfWrongLengthInside_RefusedWhateverIsAllowed()
    {
        byte[] message = Message(5, "170100" + Identifier);
        Assert.Equal(WireStatus.BadLength, ProxyBindingUpdate.TryRead(Header(message), All, out _, out PeerQuirks hit));
        Assert.Equal(PeerQuirks.None, hit);
    }

    [Theory]
    [InlineData("19080000" + "020000000001", MobileNodeIdentifierSubtype.Eui48, "020000000001")]
    [InlineData("190a0000" + "0200000000010203", MobileNodeIdentifierSubtype.Eui64, "0200000000010203")]
    public void Identity_Of63Nuls_LinkLayerIdentifierStandsForIt(string linkLayer, MobileNodeIdentifierSubtype subtype, string identity)
    {
        byte[] message = Message(5, NullIdentifier + linkLayer);

        Assert.Equal(63, Update(message, PeerQuirks.None, out _).Identifier.Length);
        ProxyBindingUpdate lenient = Update(message, PeerQuirks.NullIdentity, out PeerQuirks hit);

        Assert.Equal(subtype, lenient.IdentifierSubtype);
        Assert.Equal(identity, Convert.ToHexStringLower(lenient.Identifier));
        Assert.Equal(PeerQuirks.NullIdentity, hit);
    }

    [Theory]
    [InlineData("")]
    [InlineData("19080000" + "000000000000")]
    public void Identity_OfNulsAndNothingElse_StaysAsItIs(string linkLayer)
    {
        ProxyBindingUpdate update = Update(Message(5, NullIdentifier + linkLayer), All, out PeerQuirks hit);
        Assert.Equal(63, update.Identifier.Length);
        Assert.Equal(PeerQuirks.None, hit);
    }

    [Fact]
    public void Prefix_OfLength128_Is64WhenAllowed()
    {
        byte[] message = Message(5, "1612008020010db8000000000000000000000000" + "16120080" + "00000000000000000000000000000000");

        Assert.Equal(128, Update(message, PeerQuirks.None, out _).HomeNetworkPrefixes[0].Length);
        ProxyBindingUpdate lenient = Update(message, PeerQuirks.HostPrefixLength, out PeerQuirks hit);

        Assert.Equal(IpPrefix.Parse("2001:db8::/64"), lenient.HomeNetworkPrefixes[0]);
        Assert.Equal(new IpPrefix(IpAddress.Unspecified, 0), lenient.HomeNetworkPrefixes[1]);
        Assert.Equal(PeerQuirks.HostPrefixLength, hit);
    }

    [Fact]
    public void LegacyIpv4Request_ReadAsRequestWhenAllowed()
    {
        byte[] message = Message(5, "1d06" + "6000" + "0a000001");

        Assert.Equal(0, Update(message, PeerQuirks.None, out _).Ipv4HomeAddressRequestCount);
        ProxyBindingUpdate lenient = Update(message, PeerQuirks.LegacyIpv4Options, out PeerQuirks hit);

        Assert.Equal(1, lenient.Ipv4HomeAddressRequestCount);
        Assert.Equal(new Ipv4HomeAddress(IpAddress.Parse("10.0.0.1"), 24), lenient.Ipv4HomeAddressRequest);
        Assert.Equal(PeerQuirks.LegacyIpv4Options, hit);
    }

    [Fact]
    public void LegacyIpv4Acknowledgement_ReadAsReplyWhenAllowed()
    {
        byte[] message = Message(6, "1e06" + "0060" + "0a000001");

        Assert.False(Acknowledgement(message, PeerQuirks.None, out _).HasIpv4HomeAddressReply);
        ProxyBindingAcknowledgement lenient = Acknowledgement(message, PeerQuirks.LegacyIpv4Options, out PeerQuirks hit);

        Assert.True(lenient.HasIpv4HomeAddressReply);
        Assert.Equal(
            new Ipv4HomeAddressReply(Ipv4HomeAddressStatus.Success, 24, IpAddress.Parse("10.0.0.1")), lenient.Ipv4HomeAddressReply);
        Assert.Equal(PeerQuirks.LegacyIpv4Options, hit);
    }

    [Fact]
    public void ProxyFlag_MissingInAnswer_TakenAsSetWhenAllowed()
    {
        byte[] message = Message(6, "17020001" + "18020004");

        Assert.Equal(BindingAcknowledgementFlags.None, Acknowledgement(message, PeerQuirks.None, out _).Flags);
        Assert.Equal(BindingAcknowledgementFlags.Proxy, Acknowledgement(message, PeerQuirks.ProxyFlagMissing, out PeerQuirks hit).Flags);
        Assert.Equal(PeerQuirks.ProxyFlagMissing, hit);
    }

    [Theory]
    [InlineData("17020001", PeerQuirks.EchoMissing)]
    [InlineData("18020004", PeerQuirks.EchoMissing)]
    [InlineData("", PeerQuirks.EchoMissing)]
    [InlineData("1702000118020004", PeerQuirks.None)]
    public void Echo_Missing_IsReportedWhenAllowed(string options, PeerQuirks expected)
    {
        byte[] message = Message(6, options);
        Acknowledgement(message, PeerQuirks.EchoMissing, out PeerQuirks hit);
        Assert.Equal(expected, hit);
        Acknowledgement(message, PeerQuirks.None, out hit);
        Assert.Equal(PeerQuirks.None, hit);
    }

    [Theory]
    [MemberData(nameof(Vector.Typed), MemberType = typeof(Vector))]
    public void CorrectMessage_EverythingAllowed_ReadAsStrictlyAndNoQuirkHit(string name)
    {
        MobilityHeader header = Header(Vector.Of(name).MobilityHeader);
        byte[] strict = new byte[2048];
        byte[] lenient = new byte[2048];
        int written = 0;
        PeerQuirks hit = PeerQuirks.None;
        if (ProxyBindingUpdate.TryRead(header, All, out ProxyBindingUpdate update, out hit) == WireStatus.Ok)
        {
            update.Emit(lenient, out written);
        }
        else if (ProxyBindingAcknowledgement.TryRead(header, All, out ProxyBindingAcknowledgement answer, out hit) == WireStatus.Ok)
        {
            answer.Emit(lenient, out written);
        }

        bool isRegistration = header.Type is MobilityHeaderType.BindingUpdate or MobilityHeaderType.BindingAcknowledgement;
        Assert.Equal(isRegistration ? Rewriting.Write(header, strict) : 0, written);
        Assert.Equal(strict[..written], lenient[..written]);
        Assert.Equal(PeerQuirks.None, hit);
    }

    [Fact]
    public void Anything_EverythingAllowed_NeverThrowsAndTakesNoLessThanStrictly()
    {
        var random = new Random(6275);
        byte[] message = new byte[2100];
        int more = 0;
        for (int round = 0; round < 40000; round++)
        {
            int length = MessageSource.Fill(random, message);
            if (MobilityHeader.TryRead(message.AsSpan(0, length), out MobilityHeader header) != WireStatus.Ok)
            {
                continue;
            }

            bool isRead = ProxyBindingUpdate.TryRead(header, out _) == WireStatus.Ok;
            bool isReadLeniently =
                ProxyBindingUpdate.TryRead(header, PeerQuirks.TruncatedLastOption, out _, out PeerQuirks hit) == WireStatus.Ok;
            Assert.True(isReadLeniently || !isRead);
            Assert.False(isRead && hit != PeerQuirks.None);
            more += isReadLeniently && !isRead ? 1 : 0;
            ProxyBindingUpdate.TryRead(header, All, out _, out _);
            ProxyBindingAcknowledgement.TryRead(header, All, out _, out _);
        }

        Assert.True(more > 100);
    }

    private static ProxyBindingUpdate Update(byte[] message, PeerQuirks allowed, out PeerQuirks hit)
    {
        Assert.Equal(WireStatus.Ok, ProxyBindingUpdate.TryRead(Header(message), allowed, out ProxyBindingUpdate update, out hit));
        return update;
    }

    private static ProxyBindingAcknowledgement Acknowledgement(byte[] message, PeerQuirks allowed, out PeerQuirks hit)
    {
        Assert.Equal(
            WireStatus.Ok, ProxyBindingAcknowledgement.TryRead(Header(message), allowed, out ProxyBindingAcknowledgement answer, out hit));
        return answer;
    }

    private static MobilityHeader Header(byte[] message)
    {
        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(message, out MobilityHeader header));
        return header;
    }

    // Pad1 before the options, so that the last one ends the message.
    private static byte[] Message(byte type, string options)
    {
        byte[] octets = Convert.FromHexString(options);
        byte[] message = new byte[(12 + octets.Length + 7) / 8 * 8];
        message[0] = 59;
        message[1] = (byte)((message.Length / 8) - 1);
        message[2] = type;
        octets.CopyTo(message, message.Length - octets.Length);
        return message;
    }
}
