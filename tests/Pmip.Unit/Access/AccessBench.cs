using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Pmip.Access;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Packets;
using Xunit;

namespace Pmip.Unit.Access;

/// <summary>Access links with two links and one known device on virtual time, and frames as that device would send them.</summary>
internal sealed class AccessBench
{
    public static readonly MacAddress Device = new(0x0200_0000_0001);
    public static readonly MacAddress Stranger = new(0x0200_0000_0099);
    public static readonly IpAddress DeviceLinkLocal = IpAddress.Parse("fe80::ff:fe00:1");
    public static readonly IpAddress Router = IpAddress.Parse("fe80::200:5eff:fe00:5213");
    public static readonly IpAddress Home4 = IpAddress.Parse("10.45.0.7");
    public static readonly IpAddress Router4 = IpAddress.Parse("10.45.0.1");
    public static readonly IpPrefix Prefix = IpPrefix.Parse("2001:db8:100:1::/64");

    public AccessBench(Func<AccessConfiguration, AccessConfiguration>? change = null)
    {
        AccessConfiguration configuration = new()
        {
            Links = [new(), new()],
            NodesMax = 8,
            Profiles = [new(Device, 0), new(new MacAddress(0x0200_0000_0002), 1)],
            ProfileConnections = [1, 2],
            Dns = [IpAddress.Parse("2001:db8::53"), IpAddress.Parse("198.51.100.53")],
        };
        Configuration = change is null ? configuration : change(configuration);
        Links = new AccessLinks(Configuration, new SipHash(1, 2));
    }

    /// <summary>What the links run with.</summary>
    public AccessConfiguration Configuration { get; private set; }

    /// <summary>Another configuration; gives how many nodes it was said to take something from.</summary>
    public int Reconfigure(Func<AccessConfiguration, AccessConfiguration> change)
    {
        AccessConfiguration next = change(Configuration);
        Assert.Equal(AccessReconfiguration.Ready, Links.Prepare(next, out PreparedAccessConfiguration? prepared));
        int affected = Links.CountAffected(prepared!);
        Assert.Equal(AccessReconfiguration.Ready, Links.Reconfigure(prepared!));
        Configuration = next;
        Links.Verify();
        return affected;
    }

    /// <summary>Lets everything happen that is due now.</summary>
    public void Review() => Pass(Duration.Zero);

    public AccessLinks Links { get; }

    public AccessOutbox Outbox { get; } = new();

    public Instant Now { get; private set; } = new(1_000_000);

    public List<AccessEffect> Effects { get; } = [];

    public List<byte[]> Frames { get; } = [];

    /// <summary>What went to the DHCP server.</summary>
    public List<byte[]> Relayed { get; } = [];

    public static ConnectionGrant Grant => GrantOf(Prefix, Home4);

    public static ConnectionGrant GrantOf(IpPrefix? prefix, IpAddress? home4)
    {
        ConnectionGrant grant = new()
        {
            TunnelMtu = 1456,
            Lifetime = Duration.FromSeconds(3600),
            HomeAddress4 = home4 ?? IpAddress.Unspecified,
            HomeAddress4PrefixLength = 16,
            DefaultRouter4 = home4 is null ? IpAddress.Unspecified : Router4,
        };
        if (prefix is IpPrefix given)
        {
            Assert.True(grant.Prefixes.TryAdd(given));
        }

        return grant;
    }

    public void Receive(byte[] frame, int link = 0)
    {
        Links.Receive(link, frame, Now, Outbox);
        Drain();
    }

    public OperatorAttachStatus Attach(MacAddress node, int link = 0)
    {
        OperatorAttachStatus status = Links.Attach(link, node, Now, Outbox);
        Drain();
        return status;
    }

    public void Up(int node, int connection, ConnectionGrant grant)
    {
        Links.ConnectionUp(node, connection, grant, Now, Outbox);
        Drain();
    }

    public void Down(int node, int connection)
    {
        Links.ConnectionDown(node, connection, Now, Outbox);
        Drain();
    }

    public void ReceiveRelayed(IpAddress source, byte[] message)
    {
        Links.ReceiveRelayed(source, message, Now, Outbox);
        Drain();
    }

    public void Refused(int node, int connection)
    {
        Links.ConnectionRefused(node, connection, Now, Outbox);
        Drain();
    }

    public bool Detach(int node)
    {
        bool detached = Links.Detach(node, Now, Outbox);
        Drain();
        return detached;
    }

    public bool AskPresence(int node)
    {
        bool isAsked = Links.AskPresence(node, Outbox);
        Drain();
        return isAsked;
    }

    /// <summary>Lets time pass until the host is asked about a silent node, and not a step further.</summary>
    public void PassUntilSilent()
    {
        while (!Has(AccessEffectKind.NodeSilent))
        {
            Now = Links.NextDeadline > Now ? Links.NextDeadline : Now;
            Assert.True(Links.Expire(Now, Outbox));
            Drain();
        }
    }

    public void LinkDown(int link)
    {
        Links.LinkDown(link, Now, Outbox);
        Drain();
    }

    /// <summary>Lets time pass, doing what is due at its own instant.</summary>
    public void Pass(Duration duration)
    {
        Instant end = Now.Plus(duration);
        while (Links.NextDeadline <= end)
        {
            Now = Links.NextDeadline > Now ? Links.NextDeadline : Now;
            Assert.True(Links.Expire(Now, Outbox));
            Drain();
        }

        Now = end;
    }

    /// <summary>A device that solicited and is served; what happened until then is forgotten.</summary>
    public int Serve(ConnectionGrant? grant = null)
    {
        Receive(RouterSolicitation(Device));
        int node = Links.FindNode(Device, 0);
        Up(node, 0, grant ?? Grant);
        Forget();
        return node;
    }

    public void Forget()
    {
        Effects.Clear();
        Frames.Clear();
        Relayed.Clear();
    }

    public AccessEffect Only(AccessEffectKind kind) => Assert.Single(Effects, effect => effect.Kind == kind);

    public bool Has(AccessEffectKind kind) => Effects.Exists(effect => effect.Kind == kind);

    public NeighborDiscoveryMessage OnlyDiscovery() => Discovery(Assert.Single(Frames));

    public static NeighborDiscoveryMessage Discovery(byte[] frame)
    {
        Assert.Equal(WireStatus.Ok, EthernetHeader.TryRead(frame, out EthernetHeader header));
        Assert.Equal(Device, header.Destination);
        Assert.Equal(MacAddress.FixedMag, header.Source);
        Assert.Equal(WireStatus.Ok, NeighborDiscoveryMessage.TryReadPacket(header.Payload, out NeighborDiscoveryMessage message));
        return message;
    }

    /// <summary>The prefixes of an advertisement with their valid lifetimes.</summary>
    public static Dictionary<string, uint> Prefixes(NeighborDiscoveryMessage advertisement)
    {
        Dictionary<string, uint> found = [];
        NeighborDiscoveryOptionReader options = advertisement.Options;
        while (options.TryNext())
        {
            if (options.Type == NeighborDiscoveryOptionType.PrefixInformation)
            {
                Assert.Equal(0xC0, options.Octets[3]);
                IpPrefix prefix = new(IpAddress.Read(options.Octets[16..]), options.Octets[2]);
                found.Add(prefix.ToString(), BinaryPrimitives.ReadUInt32BigEndian(options.Octets[4..]));
            }
        }

        return found;
    }

    public static byte[] RouterSolicitation(MacAddress source, IpAddress? address = null)
    {
        byte[] packet = new byte[128];
        Assert.Equal(WireStatus.Ok, NeighborDiscoveryEmitter.EmitRouterSolicitation(
            packet, address ?? DeviceLinkLocal, NeighborDiscoveryEmitter.AllRouters, source, out int length));
        return Frame(source, new MacAddress(0x3333_0000_0002), EtherType.Ipv6, packet.AsSpan(0, length));
    }

    public static byte[] NeighborSolicitation(MacAddress source, IpAddress address, IpAddress target)
    {
        byte[] packet = new byte[128];
        IpAddress group = NeighborDiscoveryEmitter.SolicitedNode(target);
        Assert.Equal(WireStatus.Ok, NeighborDiscoveryEmitter.EmitNeighborSolicitation(
            packet, address, group, target, source, out int length));
        return Frame(source, NeighborDiscoveryEmitter.MulticastLinkLayerAddress(group), EtherType.Ipv6, packet.AsSpan(0, length));
    }

    public static byte[] NeighborAdvertisement(MacAddress source, IpAddress address)
    {
        byte[] packet = new byte[128];
        Assert.Equal(WireStatus.Ok, NeighborDiscoveryEmitter.EmitNeighborAdvertisement(
            packet, address, Router, address, source, NeighborAdvertisementFlags.Solicited, out int length));
        return Frame(source, MacAddress.FixedMag, EtherType.Ipv6, packet.AsSpan(0, length));
    }

    public static byte[] Traffic6(MacAddress source, IpAddress from)
    {
        byte[] packet = new byte[Ipv6Header.Length + 8];
        Ipv6Header.Emit(packet, from, IpAddress.Parse("2001:db8::1"), IpProtocol.Tcp, 64, 8, out _);
        return Frame(source, MacAddress.FixedMag, EtherType.Ipv6, packet);
    }

    public static byte[] Traffic4(MacAddress source, IpAddress from)
    {
        byte[] packet = new byte[Ipv4Header.Length + 8];
        Ipv4Header.Emit(packet, from, IpAddress.Parse("198.51.100.1"), IpProtocol.Tcp, 64, 8, out _);
        return Frame(source, MacAddress.FixedMag, EtherType.Ipv4, packet);
    }

    public static byte[] Arp(MacAddress source, IpAddress sender, IpAddress target, ArpOperation operation = ArpOperation.Request)
    {
        byte[] frame = new byte[64];
        ArpPacket.EmitFrame(frame, operation, source, sender, default, target, out int length);
        return frame[..length];
    }

    public static byte[] Frame(MacAddress source, MacAddress destination, ushort type, ReadOnlySpan<byte> payload)
    {
        byte[] frame = new byte[EthernetHeader.Length + payload.Length];
        EthernetHeader.Emit(frame, destination, source, type, out int header);
        payload.CopyTo(frame.AsSpan(header));
        return frame;
    }

    public void Drain()
    {
        foreach (AccessEffect effect in Outbox.Effects)
        {
            Effects.Add(effect);
            if (effect.Kind == AccessEffectKind.TransmitFrame)
            {
                Frames.Add(Outbox.BytesOf(effect).ToArray());
            }
            else if (effect.Kind == AccessEffectKind.RelayDhcp)
            {
                Relayed.Add(Outbox.BytesOf(effect).ToArray());
            }
        }

        Outbox.Clear();
        Links.Verify();
    }
}
