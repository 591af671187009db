using System;
using Pmip.Access;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Packets;
using Xunit;

namespace Pmip.Unit.Access;

/// <summary>DHCP relayed to the server of the home network (RFC 5844 3.4.2).</summary>
public sealed class DhcpRelayTests
{
    private static readonly IpAddress Server = IpAddress.Parse("192.0.2.53");
    private static readonly IpAddress Relay = IpAddress.Parse("192.0.2.11");

    [Fact]
    public void Discover_Relayed_NamesTheRelayTheLinkAndTheHomeAddress()
    {
        AccessBench bench = Bench();
        bench.Receive(new DhcpRequest { WantsBroadcast = true }.ToFrame());

        DhcpV4Message request = Read(Assert.Single(bench.Relayed));
        Assert.Empty(bench.Frames);
        Assert.Equal(1, request.Hops);
        Assert.Equal(Relay, request.RelayAddress);
        Assert.Equal(AccessBench.Device, request.ClientHardwareAddress);
        Assert.True(request.WantsBroadcast);
        Assert.True(request.TryFindOption(DhcpV4OptionCode.RelayAgentInformation, out ReadOnlySpan<byte> information));
        // Circuit "acc0", remote 10.45.0.7, link selection and server identifier override 10.45.0.1.
        Assert.Equal("01046163633002040A2D000705040A2D00010B040A2D0001", Convert.ToHexString(information));
        Assert.Equal(1, bench.Links.Counters[AccessCounter.DhcpRelayed]);
    }

    [Fact]
    public void Discover_BeforeTheRegistration_IsRelayedAfterIt()
    {
        AccessBench bench = Bench(serves: false);
        bench.Receive(new DhcpRequest().ToFrame());
        Assert.Empty(bench.Relayed);

        bench.Up(0, 0, AccessBench.Grant);

        Assert.Single(bench.Relayed);
    }

    [Fact]
    public void Offer_OfTheHomeAddress_ReachesTheNodeWithoutTheRelaysOption()
    {
        AccessBench bench = Bench();
        bench.ReceiveRelayed(Server, Answer(DhcpV4MessageType.Offer, AccessBench.Home4));

        DhcpV4Message offer = DhcpRequest.Read(Assert.Single(bench.Frames), out MacAddress destination, out IpAddress to);
        Assert.Equal(AccessBench.Home4, offer.YourAddress);
        Assert.Equal(AccessBench.Device, destination);
        Assert.Equal(AccessBench.Home4, to);
        Assert.False(offer.TryFindOption(DhcpV4OptionCode.RelayAgentInformation, out _));
        Assert.Equal(1, bench.Links.Counters[AccessCounter.DhcpRelayAnswers]);
    }

    [Theory]
    [InlineData(DhcpV4MessageType.Offer)]
    [InlineData(DhcpV4MessageType.Acknowledge)]
    public void Answer_WithAnotherAddress_IsDropped(DhcpV4MessageType type)
    {
        AccessBench bench = Bench();
        bench.ReceiveRelayed(Server, Answer(type, IpAddress.Parse("10.45.0.8")));

        Assert.Empty(bench.Frames);
        Assert.Equal(1, bench.Links.Counters[AccessCounter.DhcpRelayOtherAddress]);
    }

    [Fact]
    public void Refusal_OfTheServer_ReachesTheNodeByBroadcast()
    {
        AccessBench bench = Bench();
        bench.ReceiveRelayed(Server, Answer(DhcpV4MessageType.NegativeAcknowledge, IpAddress.FromIPv4(0)));

        DhcpRequest.Read(Assert.Single(bench.Frames), out MacAddress destination, out IpAddress to);
        Assert.Equal(MacAddress.Broadcast, destination);
        Assert.Equal(IpAddress.FromIPv4(uint.MaxValue), to);
    }

    [Fact]
    public void Message_FromAnybodyElseOrForNobody_IsDropped()
    {
        AccessBench bench = Bench();
        bench.ReceiveRelayed(IpAddress.Parse("192.0.2.99"), Answer(DhcpV4MessageType.Offer, AccessBench.Home4));
        byte[] request = Answer(DhcpV4MessageType.Offer, AccessBench.Home4);
        request[0] = 1;
        bench.ReceiveRelayed(Server, request);
        byte[] otherRelay = Answer(DhcpV4MessageType.Offer, AccessBench.Home4);
        otherRelay[27] ^= 1;
        bench.ReceiveRelayed(Server, otherRelay);
        byte[] stranger = Answer(DhcpV4MessageType.Offer, AccessBench.Home4);
        stranger[33] ^= 0x55;
        bench.ReceiveRelayed(Server, stranger);
        bench.ReceiveRelayed(Server, [1, 2, 3]);

        Assert.Empty(bench.Frames);
        Assert.Equal(4, bench.Links.Counters[AccessCounter.DhcpRelayForeign]);
        Assert.Equal(1, bench.Links.Counters[AccessCounter.MalformedDhcp]);
    }

    [Fact]
    public void Request_WithRelayInformationOrTooManyHops_IsNotRelayed()
    {
        AccessBench bench = Bench();
        bench.Receive(new DhcpRequest { HasRelayInformation = true }.ToFrame());
        bench.Pass(Duration.FromSeconds(1));
        bench.Receive(new DhcpRequest { Hops = DhcpV4Relay.HopsMax }.ToFrame());

        Assert.Empty(bench.Relayed);
        Assert.Equal(2, bench.Links.Counters[AccessCounter.DhcpNotRelayed]);
    }

    [Fact]
    public void Connection_WhoseLmaLetsUsAnswer_IsAnsweredByUs()
    {
        AccessBench bench = Bench(serves: false);
        bench.Serve(AccessBench.Grant with { IsDhcpServer = true });
        bench.Receive(new DhcpRequest().ToFrame());

        Assert.Empty(bench.Relayed);
        Assert.Single(bench.Frames);
    }

    [Fact]
    public void Release_OfARelayedAddress_ReachesTheServerAndEndsTheConnection()
    {
        AccessBench bench = Bench();
        bench.Receive(new DhcpRequest { Type = DhcpV4MessageType.Release, ClientAddress = AccessBench.Home4 }.ToFrame());

        Assert.Equal(DhcpV4MessageType.Release, Read(Assert.Single(bench.Relayed)).Type);
        Assert.True(bench.Has(AccessEffectKind.NodeLeft));
    }

    private static AccessBench Bench(bool serves = true)
    {
        AccessBench bench = new(configuration => configuration with
        {
            DhcpServer = Server,
            DhcpRelayAddress = Relay,
            Links = [new() { CircuitIdentifier = "acc0"u8.ToArray() }, new()],
        });
        if (serves)
        {
            bench.Serve();
        }

        return bench;
    }

    private static DhcpV4Message Read(byte[] octets)
    {
        Assert.Equal(WireStatus.Ok, DhcpV4Message.TryRead(octets, out DhcpV4Message message));
        return message;
    }

    // What a server sends to the relay: the request turned round, with the relay's option echoed (RFC 3046 2.2).
    private static byte[] Answer(DhcpV4MessageType type, IpAddress given)
    {
        AccessBench bench = Bench();
        bench.Receive(new DhcpRequest().ToFrame());
        byte[] octets = Assert.Single(bench.Relayed);
        octets[0] = 2;
        given.WriteIPv4(octets.AsSpan(16));
        byte[] answer = new byte[octets.Length + 6];
        octets.AsSpan(0, 240).CopyTo(answer);
        new byte[] { 53, 1, (byte)type, 54, 4 }.CopyTo(answer, 240);
        AccessBench.Router4.WriteIPv4(answer.AsSpan(245));
        octets.AsSpan(243, octets.Length - 243).CopyTo(answer.AsSpan(249)); // Without its message type.
        return answer;
    }
}
