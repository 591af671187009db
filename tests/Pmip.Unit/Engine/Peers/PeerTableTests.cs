using Pmip.Engine.Configuration;
using Pmip.Engine.Peers;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.Engine.Peers;

public sealed class PeerTableTests
{
    [Theory]
    [InlineData("2001:db8:f::11")]
    [InlineData("192.0.2.11")]
    public void Peer_WithBothAddresses_HasOneSlot(string remote)
    {
        PeerTable peers = Make(4);

        Assert.Equal(PeerLookup.Known, peers.TryResolve(Path(remote), out int slot));
        Assert.Equal(0, slot);
        Assert.True(peers.TryRead(slot, out PeerView view));
        Assert.Equal("mag1", view.Name);
    }

    [Fact]
    public void Stranger_IsResolved_HasNoSlot()
    {
        PeerTable peers = Make(4);

        Assert.Equal(PeerLookup.Unknown, peers.TryResolve(Path("2001:db8:dead::1"), out int slot));
        Assert.Equal(-1, slot);
    }

    [Fact]
    [Trait("Requirement", "R11")]
    public void MixedPair_InnerIpv6OfThePeer_IsThePeer()
    {
        PeerTable peers = Make(4);

        Assert.Equal(PeerLookup.Known, peers.TryResolve(Mapped("2001:db8:f::11", "192.0.2.11"), out int slot));
        Assert.Equal(0, slot);
    }

    [Fact]
    public void InnerSource_OfAnotherPeer_MakesAStranger()
    {
        PeerTable peers = Make(4);

        Assert.Equal(PeerLookup.Unknown, peers.TryResolve(Mapped("192.0.2.12", "192.0.2.11"), out _));
        Assert.Equal(PeerLookup.Unknown, peers.TryResolve(Mapped("2001:db8:f::11", "203.0.113.5"), out _));
    }

    [Fact]
    public void TrustedPrefix_Newcomer_IsLearnedOnceAndNamedAfterThePrefix()
    {
        PeerTable peers = Make(4);

        Assert.Equal(PeerLookup.Learned, peers.TryResolve(Path("2001:db8:e::5"), out int slot));
        Assert.Equal(PeerLookup.Known, peers.TryResolve(Path("2001:db8:e::5"), out int again));

        Assert.Equal(2, slot);
        Assert.Equal(slot, again);
        Assert.True(peers.TryRead(slot, out PeerView view));
        Assert.Equal("trains", view.Name);
        peers.Verify();
    }

    [Fact]
    public void TrustedPrefix_NoSlotLeft_IsFullUntilAnIdleOneGivesUpItsSlot()
    {
        PeerTable peers = Make(3);
        peers.TryResolve(Path("2001:db8:e::5"), out int slot);
        peers.AddBinding(slot);

        Assert.Equal(PeerLookup.TableFull, peers.TryResolve(Path("2001:db8:e::6"), out _));
        peers.RemoveBinding(slot);
        peers.Verify();

        Assert.Equal(PeerLookup.Learned, peers.TryResolve(Path("2001:db8:e::6"), out int taken));
        Assert.Equal(slot, taken);
        Assert.Equal(PeerLookup.Learned, peers.TryResolve(Path("2001:db8:e::5"), out _));
        peers.Verify();
    }

    [Fact]
    public void Messages_Noted_AreCountedAndKeepThePath()
    {
        PeerTable peers = Make(4);

        peers.NoteReceived(1, Path("192.0.2.12"), new Instant(7));
        peers.NoteSent(1, Path("192.0.2.12"));
        peers.NoteSent(1, Path("192.0.2.12"));

        Assert.True(peers.TryRead(1, out PeerView view));
        Assert.Equal((1L, 2L, new Instant(7)), (view.Received, view.Sent, view.LastHeard));
        Assert.Equal(IpAddress.Parse("192.0.2.12"), view.Path.Remote);
        Assert.False(peers.TryRead(3, out _));
    }

    private static PeerTable Make(int capacity) => new(
        [
            new PeerConfiguration { Name = "mag1", Ipv6 = IpAddress.Parse("2001:db8:f::11"), Ipv4 = IpAddress.Parse("192.0.2.11") },
            new PeerConfiguration { Name = "trains", Prefix = IpPrefix.Parse("2001:db8:e::/48") },
            new PeerConfiguration { Name = "mag2", Ipv4 = IpAddress.Parse("192.0.2.12") },
        ],
        new EngineLimits { Peers = capacity },
        new SipHash(1, 2));

    private static SignallingPath Path(string remote)
    {
        IpAddress address = IpAddress.Parse(remote);
        IpAddress local = IpAddress.Parse(address.IsIPv4 ? "192.0.2.1" : "2001:db8:f::1");
        return new SignallingPath(address.IsIPv4 ? SignallingForm.UdpBare : SignallingForm.Ipv6, local, address, local, address, 5436);
    }

    private static SignallingPath Mapped(string inner, string outer) => new(
        SignallingForm.UdpMapped, IpAddress.Parse("192.0.2.1"), IpAddress.Parse(inner), IpAddress.Parse("192.0.2.1"), IpAddress.Parse(outer), 5436);
}
