using System;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Wire.Capture;
using Pmip.Wire.Packets;

namespace Pmip.Unit.Packets;

/// <summary>Good packets with a few octets changed and sometimes cut, from a seed.</summary>
internal sealed class Mutation(ulong seed)
{
    public static readonly LinkType[] LinkTypes =
    [
        LinkType.Raw, LinkType.Ethernet, LinkType.LinuxCooked, LinkType.LinuxCooked2, LinkType.Null, LinkType.Ipv6, (LinkType)999,
    ];

    public static readonly byte[][] Seeds = MakeSeeds();

    private readonly Prng _random = new(seed);
    private byte[] _packet = [];

    /// <summary>The next one; it stays valid until the next call.</summary>
    public ReadOnlySpan<byte> Next()
    {
        _packet = (byte[])Seeds[Below(Seeds.Length)].Clone();
        for (int changes = Below(6); changes > 0; changes--)
        {
            _packet[Below(_packet.Length)] = (byte)Below(256);
        }

        return Below(3) == 0 ? _packet.AsSpan(0, Below(_packet.Length)) : _packet;
    }

    private static byte[][] MakeSeeds()
    {
        var seeds = new byte[ReferencePackets.All.Length + 5][];
        for (int i = 0; i < ReferencePackets.All.Length; i++)
        {
            seeds[i] = ReferencePackets.Octets(ReferencePackets.All[i]);
        }

        int at = ReferencePackets.All.Length;
        IpAddress node = IpAddress.Parse("fe80::1");
        var advertisement = new RouterAdvertisement { Mtu = 1452, SourceLinkLayerAddress = MacAddress.FixedMag, DnsServers = new[] { node } };
        advertisement.Prefixes.TryAdd(IpPrefix.Parse("2001:db8::/64"));
        seeds[at] = new byte[advertisement.EncodedLength];
        advertisement.EmitPacket(seeds[at++], node, node, out _);
        seeds[at] = new byte[72];
        NeighborDiscoveryEmitter.EmitNeighborSolicitation(seeds[at++], node, node, node, MacAddress.FixedMag, out _);
        seeds[at] = new byte[42];
        ArpPacket.EmitFrame(seeds[at++], ArpOperation.Reply, MacAddress.FixedMag, IpAddress.FromIPv4(1), default, IpAddress.FromIPv4(2), out _);
        seeds[at] = Convert.FromHexString("b0000800000000000a0b0c0d0000002a45");
        seeds[at + 1] = DhcpFrame();
        return seeds;
    }

    private static byte[] DhcpFrame()
    {
        byte[] request = new byte[244];
        new byte[] { 1, 1, 6 }.CopyTo(request, 0);
        new byte[] { 0x63, 0x82, 0x53, 0x63, 53, 1, 1, 255 }.CopyTo(request, 236);
        DhcpV4Message.TryRead(request, out DhcpV4Message message);
        byte[] room = new byte[DhcpV4Reply.FrameLengthMax];
        var reply = new DhcpV4Reply
        {
            Type = DhcpV4MessageType.Acknowledge,
            YourAddress = IpAddress.FromIPv4(2),
            ServerIdentifier = IpAddress.FromIPv4(1),
            LeaseSeconds = 60,
        };
        reply.EmitFrame(message, MacAddress.FixedMag, room, out int written);
        return room[14..written];
    }

    private int Below(int bound) => (int)(_random.Next() % (ulong)bound);
}
