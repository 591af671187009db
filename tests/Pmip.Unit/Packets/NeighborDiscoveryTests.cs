using System;
using System.Collections.Generic;
using Pmip.Foundation.Addressing;
using Pmip.Wire;
using Pmip.Wire.Packets;
using Xunit;

namespace Pmip.Unit.Packets;

public sealed class NeighborDiscoveryTests
{
    private static readonly IpAddress _router = IpAddress.Parse("fe80::200:5eff:fe00:5213");
    private static readonly IpAddress _node = IpAddress.Parse("fe80::1");
    private static readonly MacAddress _mac = new(0x0200_0000_0001);

    [Fact]
    public void Solicitation_FromAMulticastAddress_IsRefused()
    {
        byte[] room = new byte[128];
        Assert.Equal(WireStatus.Ok, NeighborDiscoveryEmitter.EmitNeighborSolicitation(
            room, NeighborDiscoveryEmitter.AllRouters, NeighborDiscoveryEmitter.SolicitedNode(_router), _router, _mac, out int written));
        Assert.Equal(WireStatus.BadHeader, NeighborDiscoveryMessage.TryReadPacket(room.AsSpan(0, written), out _));
    }

    [Fact]
    public void RouterAdvertisement_Emitted_ReadsBackWithItsOptions()
    {
        var advertisement = new RouterAdvertisement
        {
            CurrentHopLimit = 64,
            RouterLifetimeSeconds = 1800,
            PrefixFlags = PrefixInformationFlags.OnLink | PrefixInformationFlags.Autonomous,
            ValidLifetimeSeconds = 7200,
            PreferredLifetimeSeconds = 3600,
            Mtu = 1452,
            SourceLinkLayerAddress = MacAddress.FixedMag,
            DnsServers = new[] { IpAddress.Parse("2001:db8::53"), IpAddress.Parse("198.51.100.53") },
            DnsLifetimeSeconds = 900,
        };
        advertisement.Prefixes.TryAdd(IpPrefix.Parse("2001:db8:100:1::7/64"));
        advertisement.RetiredPrefixes.TryAdd(IpPrefix.Parse("2001:db8:100:2::/64"));
        byte[] room = new byte[advertisement.EncodedLength];
        room.AsSpan().Fill(0xAA);

        Assert.Equal(WireStatus.NoRoom, advertisement.EmitPacket(room.AsSpan(1), _router, _node, out _));
        Assert.Equal(WireStatus.Ok, advertisement.EmitPacket(room, _router, _node, out int written));
        Assert.Equal(room.Length, written);
        Assert.Equal(WireStatus.Ok, NeighborDiscoveryMessage.TryReadPacket(room, out NeighborDiscoveryMessage message));
        Assert.Equal(Icmpv6Type.RouterAdvertisement, message.Type);
        Assert.Equal(1800, message.RouterLifetimeSeconds);
        Assert.True(message.TryFindLinkLayerAddress(out MacAddress found));
        Assert.Equal(MacAddress.FixedMag, found);
        var types = new List<NeighborDiscoveryOptionType>();
        NeighborDiscoveryOptionReader options = message.Options;
        while (options.TryNext())
        {
            types.Add(options.Type);
        }

        Assert.Equal(
            [
                NeighborDiscoveryOptionType.PrefixInformation, NeighborDiscoveryOptionType.PrefixInformation, NeighborDiscoveryOptionType.Mtu,
                NeighborDiscoveryOptionType.SourceLinkLayerAddress, NeighborDiscoveryOptionType.RecursiveDnsServer,
            ],
            types);
    }

    [Fact]
    public void RouterSolicitation_FromTheUnspecifiedAddress_HasNoOption()
    {
        byte[] room = new byte[64];
        NeighborDiscoveryEmitter.EmitRouterSolicitation(room, default, NeighborDiscoveryEmitter.AllRouters, _mac, out int written);
        Assert.Equal(48, written);
        Assert.Equal(WireStatus.Ok, NeighborDiscoveryMessage.TryReadPacket(room, out NeighborDiscoveryMessage message));
        Assert.False(message.TryFindLinkLayerAddress(out _));
        NeighborDiscoveryEmitter.EmitRouterSolicitation(room, _node, NeighborDiscoveryEmitter.AllRouters, _mac, out _);
        Assert.Equal(WireStatus.Ok, NeighborDiscoveryMessage.TryReadPacket(room, out message));
        Assert.True(message.TryFindLinkLayerAddress(out MacAddress found));
        Assert.Equal(_mac, found);
    }

    [Fact]
    public void NeighborSolicitation_ForAddressDetection_IsKnownAsSuch()
    {
        byte[] room = new byte[72];
        IpAddress target = IpAddress.Parse("2001:db8::5");
        IpAddress group = NeighborDiscoveryEmitter.SolicitedNode(target);
        Assert.Equal(IpAddress.Parse("ff02::1:ff00:5"), group);
        Assert.Equal(new MacAddress(0x3333_FF00_0005), NeighborDiscoveryEmitter.MulticastLinkLayerAddress(group));
        NeighborDiscoveryEmitter.EmitNeighborSolicitation(room, default, group, target, _mac, out int written);
        Assert.Equal(WireStatus.Ok, NeighborDiscoveryMessage.TryReadPacket(room.AsSpan(0, written), out NeighborDiscoveryMessage message));
        Assert.True(message.IsDuplicateAddressDetection);
        Assert.Equal(target, message.Target);
    }

    [Fact]
    public void NeighborAdvertisement_Emitted_ReadsBack()
    {
        byte[] room = new byte[72];
        const NeighborAdvertisementFlags Flags = NeighborAdvertisementFlags.Router | NeighborAdvertisementFlags.Solicited;
        NeighborDiscoveryEmitter.EmitNeighborAdvertisement(room, _router, _node, _router, MacAddress.FixedMag, Flags, out int written);
        Assert.Equal(72, written);
        Assert.Equal(WireStatus.Ok, NeighborDiscoveryMessage.TryReadPacket(room, out NeighborDiscoveryMessage message));
        Assert.True(message.IsRouter);
        Assert.True(message.IsSolicited);
        Assert.False(message.IsOverride);
        Assert.True(message.TryFindLinkLayerAddress(out MacAddress found));
        Assert.Equal(MacAddress.FixedMag, found);
    }

    [Theory]
    [InlineData(7, 64, WireStatus.BadHeader)]
    [InlineData(41, 1, WireStatus.BadHeader)]
    [InlineData(50, 0x77, WireStatus.BadChecksum)]
    [InlineData(40, 128, WireStatus.Unsupported)]
    [InlineData(5, 20, WireStatus.Truncated)]
    public void Message_WithAFault_IsRefused(int offset, byte value, WireStatus expected)
    {
        byte[] room = new byte[72];
        NeighborDiscoveryEmitter.EmitNeighborSolicitation(room, _node, _router, _router, _mac, out _);
        room[offset] = value;
        Assert.Equal(expected, NeighborDiscoveryMessage.TryReadPacket(room, out _));
    }

    [Fact]
    public void Option_OfLengthZero_EndsTheWalk()
    {
        var options = new NeighborDiscoveryOptionReader([1, 0, 0, 0, 0, 0, 0, 0]);
        Assert.False(options.TryNext());
        Assert.Equal(WireStatus.BadLength, options.Status);
    }
}
