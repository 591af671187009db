using System;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Packets;
using Xunit;

namespace Pmip.Unit.Packets;

public sealed class InternetChecksumTests
{
    [Fact]
    public void Checksum_OfTheExampleOfRfc1071_IsItsComplement() =>
        Assert.Equal(unchecked((ushort)~0xDDF2), InternetChecksum.Compute([0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]));

    [Fact]
    public void Checksum_OfAnyOctets_EqualsTheNaiveSum() =>
        Prop.ForAll<byte[]>(octets => InternetChecksum.Compute(octets) == Naive(octets)).QuickCheckThrowOnFailure();

    [Fact]
    public void Checksum_OfManyOnes_DoesNotOverflow()
    {
        byte[] octets = new byte[65535];
        octets.AsSpan().Fill(0xFF);
        Assert.Equal(Naive(octets), InternetChecksum.Compute(octets));
    }

    [Fact]
    public void PseudoHeader_OfMappedAddresses_SumsAsTheOneOfIpv4()
    {
        IpAddress source = IpAddress.Parse("192.0.2.1");
        IpAddress destination = IpAddress.Parse("192.0.2.2");
        byte[] datagram = [1, 2, 3, 4, 0, 9, 0, 0, 7];
        Assert.Equal(
            InternetChecksum.ComputeUpperLayer(source, destination, IpProtocol.Udp, datagram),
            InternetChecksum.ComputeUpperLayer6(source, destination, IpProtocol.Udp, datagram));
    }

    private static ushort Naive(byte[] octets)
    {
        uint sum = 0;
        for (int i = 0; i < octets.Length; i += 2)
        {
            sum += (uint)(octets[i] << 8 | (i + 1 < octets.Length ? octets[i + 1] : 0));
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return unchecked((ushort)~sum);
    }
}
