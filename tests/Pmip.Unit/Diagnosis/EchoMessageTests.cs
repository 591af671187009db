using System;
using System.Linq;
using Pmip.Appliance.Diagnosis.Probes;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Packets;
using Xunit;

namespace Pmip.Unit.Diagnosis;

public class EchoMessageTests
{
    private const ushort Ours = 0x1234;
    private static readonly IpAddress Here4 = IpAddress.Parse("192.0.2.1");
    private static readonly IpAddress There4 = IpAddress.Parse("192.0.2.2");
    private static readonly IpAddress Here6 = IpAddress.Parse("2001:db8::1");
    private static readonly IpAddress There6 = IpAddress.Parse("2001:db8::2");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Packet_Made_HeadersAndChecksumsAreRight(bool isIpv4)
    {
        byte[] packet = Request(isIpv4);

        if (isIpv4)
        {
            Ipv4Header.TryRead(packet, out Ipv4Header header);
            Assert.True(InternetChecksum.Verify(packet.AsSpan(0, Ipv4Header.Length)));
            Assert.True(InternetChecksum.Verify(header.Payload));
        }
        else
        {
            Ipv6Header.TryRead(packet, out Ipv6Header header);
            Icmpv6Message.TryRead(header.Payload, out Icmpv6Message message);
            Assert.True(message.ChecksumIsValid(Here6, There6));
            Assert.Equal(1, header.HopLimit);
        }
    }

    [Theory]
    [InlineData(true, 0, 0, nameof(EchoAnswer.Reply))]
    [InlineData(false, 129, 0, nameof(EchoAnswer.Reply))]
    [InlineData(true, 11, 0, nameof(EchoAnswer.TimeExceeded))]
    [InlineData(false, 3, 0, nameof(EchoAnswer.TimeExceeded))]
    [InlineData(true, 3, 1, nameof(EchoAnswer.Unreachable))]
    [InlineData(false, 1, 3, nameof(EchoAnswer.Unreachable))]
    [InlineData(true, 3, 4, nameof(EchoAnswer.TooBig))]
    [InlineData(false, 2, 0, nameof(EchoAnswer.TooBig))]
    public void Message_Received_OfEachKind_ToldApartAndOnlyOurs(bool isIpv4, byte type, byte code, string answer)
    {
        EchoAnswer expected = Enum.Parse<EchoAnswer>(answer);
        byte[] message = expected == EchoAnswer.Reply ? Echo(isIpv4, type) : Error(isIpv4, type, code);

        Assert.Equal(expected, EchoMessage.Read(message, isIpv4, Ours, out ushort sequence, out int mtu));
        Assert.Equal(9, sequence);
        Assert.Equal(expected == EchoAnswer.TooBig ? 1400 : 0, mtu);
        Assert.Equal(EchoAnswer.None, EchoMessage.Read(message, isIpv4, Ours + 1, out _, out _));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Message_Received_CutAnywhere_NeverRead(bool isIpv4)
    {
        byte[] message = Error(isIpv4, isIpv4 ? (byte)11 : (byte)3, 0);
        int whole = EchoMessage.HeaderLength + (isIpv4 ? Ipv4Header.Length : Ipv6Header.Length) + EchoMessage.HeaderLength;

        for (int length = 0; length < whole; length++)
        {
            Assert.Equal(EchoAnswer.None, EchoMessage.Read(message.AsSpan(0, length), isIpv4, Ours, out _, out _));
        }

        Assert.Equal(EchoAnswer.TimeExceeded, EchoMessage.Read(message.AsSpan(0, whole), isIpv4, Ours, out _, out _));
    }

    private static byte[] Request(bool isIpv4) =>
        EchoMessage.PacketOf(isIpv4 ? Here4 : Here6, isIpv4 ? There4 : There6, 1, Ours, 9, 16);

    private static byte[] Echo(bool isIpv4, byte type)
    {
        byte[] message = Request(isIpv4)[(isIpv4 ? Ipv4Header.Length : Ipv6Header.Length)..];
        message[0] = type;
        return message;
    }

    // 1400 stands where either family has what fits.
    private static byte[] Error(bool isIpv4, byte type, byte code) => [.. new byte[] { type, code, 0, 0, 0, 0, 5, 0x78 }.Concat(Request(isIpv4))];
}
