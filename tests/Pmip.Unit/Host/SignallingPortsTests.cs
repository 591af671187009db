using System;
using System.Collections.Generic;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Host;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Linux.Sockets;
using Pmip.Unit.Linux;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Pmip.Wire.Packets;
using Xunit;

namespace Pmip.Unit.Host;

/// <summary>Mobility headers through the real sockets of the kernel, on the loopback interface.</summary>
public sealed class SignallingPortsTests : IDisposable
{
    private static readonly IpAddress s_ipv6 = IpAddress.Parse("::1");
    private static readonly IpAddress s_here = IpAddress.Parse("127.52.13.1");
    private static readonly IpAddress s_there = IpAddress.Parse("127.52.13.2");
    private readonly List<IDisposable> _opened = [];

    public void Dispose() => _opened.ForEach(resource => resource.Dispose());

    [RootFact]
    [Trait("Requirement", "R8")]
    public void Header_OverIpv6_ArrivesWithBothEndsAndItsChecksum()
    {
        SignallingPorts ports = Open(s_ipv6, default);
        ports.Send(new SignallingPath(SignallingForm.Ipv6, s_ipv6, s_ipv6, s_ipv6, s_ipv6, 0), Update());
        SignallingPath path = Receive(ports, SignallingPorts.Kind.Ipv6, out byte[] header);
        Assert.Equal(new SignallingPath(SignallingForm.Ipv6, s_ipv6, s_ipv6, s_ipv6, s_ipv6, 0), path);
        Assert.True(MobilityChecksum.Verify(s_ipv6, s_ipv6, header));
    }

    [RootTheory]
    [InlineData(SignallingForm.UdpBare)]
    [InlineData(SignallingForm.UdpMapped)]
    [InlineData(SignallingForm.Ipv4Mapped)]
    [Trait("Requirement", "R9")]
    [Trait("Requirement", "R10")]
    [Trait("Requirement", "R12")]
    public void Header_OverIpv4_ArrivesInTheFormInWhichItWasSent(SignallingForm form)
    {
        SignallingPorts.Kind kind = form == SignallingForm.Ipv4Mapped ? SignallingPorts.Kind.Ipv4 : SignallingPorts.Kind.Udp;
        SignallingPorts here = Open(default, s_here);
        SignallingPorts there = Open(default, s_there);
        ushort port = kind == SignallingPorts.Kind.Udp ? SignallingPath.ControlPort : (ushort)0;
        here.Send(new SignallingPath(form, s_here, s_there, s_here, s_there, port), Update());
        here.Flush();
        SignallingPath path = Receive(there, kind, out byte[] header);
        Assert.Equal(new SignallingPath(form, s_there, s_here, s_there, s_here, port), path);
        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(header, out MobilityHeader read));
        Assert.Equal(MobilityHeaderType.BindingUpdate, read.Type);
    }

    [RootFact]
    [Trait("Requirement", "R11")]
    public void Header_BetweenAnIpv6NodeAndAnIpv4Node_KeepsBothInnerAddresses()
    {
        IpAddress inner = IpAddress.Parse("2001:db8:f::1");
        SignallingPorts here = Open(default, s_here);
        SignallingPorts there = Open(inner, s_there);
        here.Send(new SignallingPath(SignallingForm.UdpMapped, s_here, inner, s_here, s_there, SignallingPath.ControlPort), Update());
        here.Flush();
        SignallingPath path = Receive(there, SignallingPorts.Kind.Udp, out _);
        Assert.Equal((inner, s_here, s_there, s_here), (path.Local, path.Remote, path.OuterLocal, path.OuterRemote));
    }

    [RootFact]
    public void Header_WithAWrongChecksum_IsCountedAndDropped()
    {
        SignallingPorts ports = Open(default, s_there);
        byte[] payload = Mapped(s_here, s_there);
        payload[^1] ^= 1;
        SendUdp(payload);
        AwaitDrop(ports, SignallingCounter.BadChecksum);
    }

    [RootFact]
    public void Header_WhoseInnerSourceIsNotTheOuterOne_IsCountedAndDropped()
    {
        SignallingPorts ports = Open(default, s_there);
        SendUdp(Mapped(IpAddress.Parse("127.52.13.9"), s_there));
        AwaitDrop(ports, SignallingCounter.WrongInnerAddress);
    }

    [RootTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(39)]
    public void Datagram_ThatIsNoMobilityHeader_IsCountedAndDropped(int length)
    {
        SignallingPorts ports = Open(default, s_there);
        byte[] octets = new byte[length];
        Array.Fill(octets, (byte)0x60);
        SendUdp(octets);
        AwaitDrop(ports, SignallingCounter.Malformed);
    }

    [RootFact]
    public void Datagram_LongerThanAnyMobilityHeader_IsCountedAndDropped()
    {
        SignallingPorts ports = Open(default, s_there);
        SendUdp(new byte[4000]);
        AwaitDrop(ports, SignallingCounter.TooLong);
    }

    private static byte[] Update()
    {
        ProxyBindingUpdate update = new() { Sequence = 7, LifetimeUnits = 10, Flags = BindingUpdateFlags.Acknowledge | BindingUpdateFlags.Proxy };
        byte[] octets = new byte[update.EncodedLength];
        Assert.Equal(WireStatus.Ok, update.Emit(octets, out int written));
        Assert.Equal(octets.Length, written);
        return octets;
    }

    private static byte[] Mapped(IpAddress source, IpAddress destination)
    {
        byte[] header = Update();
        byte[] payload = new byte[SignallingFrame.MappedOverhead + header.Length];
        Assert.Equal(WireStatus.Ok, SignallingFrame.EmitMapped(source, destination, header, payload, out _));
        return payload;
    }

    private void SendUdp(byte[] payload)
    {
        Assert.True(UdpSocket.TryOpen(s_here, SignallingPath.ControlPort, out UdpSocket? socket).IsOk);
        _opened.Add(socket!);
        DatagramBatch batch = new(1, 8192);
        Assert.True(batch.TryAdd(s_there, SignallingPath.ControlPort, payload.Length, out Span<byte> room));
        payload.CopyTo(room);
        Assert.Equal(1, socket!.Send(batch).Sent);
    }

    private SignallingPorts Open(IpAddress ipv6, IpAddress ipv4)
    {
        TransportConfiguration transport = new() { Ipv6 = ipv6, Ipv4 = ipv4, Interfaces = ["lo"] };
        Pmip.Linux.LinuxStatus status = SignallingPorts.TryOpen(transport, out SignallingPorts? ports, out string what);
        Assert.True(status.IsOk, $"{what}: {status.Message}");
        _opened.Add(ports!);
        return ports!;
    }

    // Loopback delivers before the send returns, so that one look is enough.
    private static SignallingPath Receive(SignallingPorts ports, SignallingPorts.Kind kind, out byte[] header)
    {
        ports.Flush();
        Assert.True(ports.Receive(kind).IsOk);
        Assert.Equal(1, ports.ArrivedCount);
        Assert.True(ports.TryRead(kind, 0, out SignallingPath path, out ReadOnlySpan<byte> octets));
        Assert.True(ports.Glance(kind, 0).StartsWith(octets), "a glance sees what the reading finds");
        header = octets.ToArray();
        return path;
    }

    private static void AwaitDrop(SignallingPorts ports, SignallingCounter reason)
    {
        Assert.True(ports.Receive(SignallingPorts.Kind.Udp).IsOk);
        Assert.Equal(1, ports.ArrivedCount);
        Assert.False(ports.TryRead(SignallingPorts.Kind.Udp, 0, out _, out _));
        Assert.Equal(1, ports.Counters[reason]);
    }
}
