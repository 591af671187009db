using System;
using Pmip.Access;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Packets;
using Xunit;

namespace Pmip.Unit.Access;

public sealed class DhcpServerTests
{
    [Fact]
    public void Discover_NotRegistered_IsHeldAndOfferedThen()
    {
        AccessBench bench = new();
        bench.Receive(new DhcpRequest().ToFrame());
        Assert.Empty(bench.Frames);
        bench.Up(0, 0, AccessBench.GrantOf(null, AccessBench.Home4));
        DhcpV4Message offer = DhcpRequest.Read(Assert.Single(bench.Frames), out MacAddress destination, out IpAddress to);
        Assert.Equal(DhcpV4MessageType.Offer, offer.Type);
        Assert.Equal(AccessBench.Home4, offer.YourAddress);
        Assert.Equal(AccessBench.Device, destination);
        Assert.Equal(AccessBench.Home4, to);
        Assert.Equal("0A2D0001", Option(offer, DhcpV4OptionCode.Router));
        Assert.Equal("FFFF0000", Option(offer, DhcpV4OptionCode.SubnetMask));
        Assert.Equal("C6336435", Option(offer, DhcpV4OptionCode.DomainNameServer));
        Assert.Equal("05B0", Option(offer, DhcpV4OptionCode.InterfaceMtu));
        Assert.Equal("00000E10", Option(offer, DhcpV4OptionCode.LeaseTime));
        Assert.Equal("00000708", Option(offer, DhcpV4OptionCode.RenewalTime));
        Assert.Equal("00000C4E", Option(offer, DhcpV4OptionCode.RebindingTime));
    }

    [Theory]
    [InlineData(DhcpV4MessageType.Request)]
    [InlineData(DhcpV4MessageType.Inform)]
    public void Message_ForAConnectionWithoutARouter_HasNoServerAndGetsNoAnswer(DhcpV4MessageType type)
    {
        AccessBench bench = new(configuration => configuration with { ProfileConnections = [2, 1] });
        bench.Serve();
        IpAddress second = IpAddress.Parse("10.46.0.7");
        bench.Up(0, 1, AccessBench.GrantOf(null, second) with { DefaultRouter4 = IpAddress.Unspecified });
        bench.Forget();

        bench.Receive(new DhcpRequest { Type = type, ClientAddress = second }.ToFrame());

        Assert.Empty(bench.Frames);
        Assert.Equal(1, bench.Links.Counters[AccessCounter.DhcpUnanswered]);
    }

    [Fact]
    public void Request_Selecting_IsAcknowledged()
    {
        AccessBench bench = new();
        bench.Serve();
        bench.Receive(new DhcpRequest
        {
            Type = DhcpV4MessageType.Request,
            Requested = AccessBench.Home4,
            Server = AccessBench.Router4,
            WantsBroadcast = true,
        }.ToFrame());
        DhcpV4Message answer = DhcpRequest.Read(Assert.Single(bench.Frames), out MacAddress destination, out IpAddress to);
        Assert.Equal(DhcpV4MessageType.Acknowledge, answer.Type);
        Assert.Equal(MacAddress.Broadcast, destination);
        Assert.Equal(uint.MaxValue, to.IPv4);
    }

    [Fact]
    public void Request_RenewingAtTheNewGateway_SameAddress_IsAcknowledged()
    {
        AccessBench bench = new();
        bench.Receive(new DhcpRequest { Type = DhcpV4MessageType.Request, ClientAddress = AccessBench.Home4 }.ToFrame());
        bench.Up(0, 0, AccessBench.GrantOf(null, AccessBench.Home4));
        DhcpV4Message answer = DhcpRequest.Read(Assert.Single(bench.Frames), out _, out IpAddress to);
        Assert.Equal(DhcpV4MessageType.Acknowledge, answer.Type);
        Assert.Equal(AccessBench.Home4, to);
    }

    [Fact]
    public void Request_RebootingWithAnotherAddress_IsRefused()
    {
        AccessBench bench = new();
        bench.Serve();
        bench.Receive(new DhcpRequest { Type = DhcpV4MessageType.Request, Requested = IpAddress.Parse("192.168.1.5") }.ToFrame());
        DhcpV4Message answer = DhcpRequest.Read(Assert.Single(bench.Frames), out MacAddress destination, out _);
        Assert.Equal(DhcpV4MessageType.NegativeAcknowledge, answer.Type);
        Assert.Equal(MacAddress.Broadcast, destination);
        Assert.True(answer.YourAddress.IsUnspecified);
        Assert.Equal(1, bench.Links.Counters[AccessCounter.DhcpRefusals]);
    }

    [Fact]
    public void Request_ForAnotherServer_IsNotAnswered()
    {
        AccessBench bench = new();
        bench.Serve();
        bench.Receive(new DhcpRequest
        {
            Type = DhcpV4MessageType.Request,
            Requested = AccessBench.Home4,
            Server = IpAddress.Parse("10.45.0.2"),
        }.ToFrame());
        Assert.Empty(bench.Frames);
        Assert.Equal(1, bench.Links.Counters[AccessCounter.ForeignDhcp]);
    }

    [Fact]
    public void Inform_WithItsAddress_GetsParametersWithoutALease()
    {
        AccessBench bench = new();
        bench.Serve();
        bench.Receive(new DhcpRequest { Type = DhcpV4MessageType.Inform, ClientAddress = AccessBench.Home4 }.ToFrame());
        DhcpV4Message answer = DhcpRequest.Read(Assert.Single(bench.Frames), out _, out _);
        Assert.Equal(DhcpV4MessageType.Acknowledge, answer.Type);
        Assert.True(answer.YourAddress.IsUnspecified);
        Assert.Equal(string.Empty, Option(answer, DhcpV4OptionCode.LeaseTime));
    }

    [Fact]
    public void Release_OfItsAddress_NodeLeaves_AndComesAgainByDhcpOnly()
    {
        AccessBench bench = new();
        int node = bench.Serve();
        bench.Receive(new DhcpRequest { Type = DhcpV4MessageType.Release, ClientAddress = AccessBench.Home4, Server = AccessBench.Router4 }.ToFrame());
        AccessEffect left = bench.Only(AccessEffectKind.NodeLeft);
        Assert.Equal(LeaveReason.DhcpRelease, left.Reason);
        Assert.Equal(1, left.Connections);
        bench.Down(node, 0);
        bench.Forget();
        bench.Receive(AccessBench.Traffic6(AccessBench.Device, AccessBench.DeviceLinkLocal));
        Assert.Empty(bench.Effects);
        Assert.Equal(1, bench.Links.Counters[AccessCounter.QuietPeriod]);
        bench.Receive(new DhcpRequest().ToFrame());
        Assert.Equal(AttachTrigger.Dhcp, bench.Only(AccessEffectKind.NodeArrived).Trigger);
    }

    [Fact]
    public void Release_OfOneConnection_TheOtherStays()
    {
        AccessBench bench = new();
        MacAddress second = new(0x0200_0000_0002);
        bench.Receive(AccessBench.RouterSolicitation(second));
        bench.Up(0, 0, AccessBench.GrantOf(AccessBench.Prefix, null));
        bench.Up(0, 1, AccessBench.GrantOf(null, AccessBench.Home4));
        bench.Forget();
        bench.Receive(new DhcpRequest { Source = second, Type = DhcpV4MessageType.Release, ClientAddress = AccessBench.Home4 }.ToFrame());
        Assert.Equal(2, bench.Only(AccessEffectKind.ConnectionsReleased).Connections);
        Assert.False(bench.Has(AccessEffectKind.NodeLeft));
        bench.Down(0, 1);
        Assert.True(bench.Links.TryRead(0, out AccessNodeView view));
        Assert.Equal(1, view.ConnectionsUp);
        Assert.Equal(AccessNodeState.Served, view.State);
    }

    [Fact]
    public void Dhcp_OfSomebodyElse_IsIgnoredAndCounted()
    {
        AccessBench bench = new();
        bench.Serve();
        bench.Receive(new DhcpRequest { Hardware = AccessBench.Stranger }.ToFrame());
        bench.Receive(new DhcpRequest { Type = DhcpV4MessageType.Release, ClientAddress = IpAddress.Parse("10.45.0.8") }.ToFrame());
        Assert.Empty(bench.Effects);
        Assert.Equal(2, bench.Links.Counters[AccessCounter.ForeignDhcp]);
    }

    [Fact]
    public void Dhcp_ServerMessageFromADevice_IsIgnoredAndCounted()
    {
        AccessBench bench = new();
        byte[] frame = new DhcpRequest().ToFrame();
        frame[14 + 28] = 2; // BOOTREPLY
        bench.Receive(frame);
        Assert.Empty(bench.Effects);
        Assert.Equal(1, bench.Links.Counters[AccessCounter.RogueDhcpServer]);
    }

    [Fact]
    public void Dhcp_LongRequest_IsNotHeld_ButAnsweredWhenServed()
    {
        AccessBench bench = new();
        byte[] frame = new DhcpRequest { ExtraOctets = 808 }.ToFrame();
        bench.Receive(frame);
        Assert.Equal(1, bench.Links.Counters[AccessCounter.DhcpTooLong]);
        bench.Up(0, 0, AccessBench.GrantOf(null, AccessBench.Home4));
        Assert.Empty(bench.Frames);
        bench.Receive(frame);
        Assert.Single(bench.Frames);
    }

    [Fact]
    public void Dhcp_NodeHasNoIpv4_IsNotAnswered()
    {
        AccessBench bench = new();
        bench.Serve(AccessBench.GrantOf(AccessBench.Prefix, null));
        bench.Receive(new DhcpRequest().ToFrame());
        Assert.Empty(bench.Frames);
        Assert.Equal(1, bench.Links.Counters[AccessCounter.DhcpUnanswered]);
    }

    [Fact]
    public void Dhcp_CutShort_IsCounted()
    {
        AccessBench bench = new();
        byte[] frame = new DhcpRequest().ToFrame();
        frame[14 + 28 + 236] = 0; // no magic cookie
        bench.Receive(frame);
        Assert.Empty(bench.Effects);
        Assert.Equal(1, bench.Links.Counters[AccessCounter.MalformedDhcp]);
    }

    private static string Option(DhcpV4Message message, DhcpV4OptionCode code) =>
        message.TryFindOption(code, out ReadOnlySpan<byte> value) ? Convert.ToHexString(value) : string.Empty;
}
