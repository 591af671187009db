using Pmip.Appliance.Host;
using Pmip.Engine.Configuration;
using Pmip.Engine.Peers;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Host;

/// <summary>A node that is LMA and MAG: which half a message is for.</summary>
public sealed class MessageOwnerTests
{
    private static readonly IpAddress Own = IpAddress.Parse("2001:db8:f::1");
    private static readonly IpAddress OnlyMag = IpAddress.Parse("2001:db8:f::11");
    private static readonly IpAddress OnlyLma = IpAddress.Parse("2001:db8:f::2");
    private static readonly IpAddress Peer = IpAddress.Parse("2001:db8:f::3"); // A node that is both, as we are.
    private static readonly IpAddress Stranger = IpAddress.Parse("2001:db8:bad::1");

    private readonly PeerTable _mags = new(
        [new PeerConfiguration { Name = "mag", Ipv6 = OnlyMag }, new PeerConfiguration { Name = "peer", Ipv6 = Peer }], new EngineLimits(), new SipHash(1, 2));

    private readonly PeerTable _lmas = new(
        [new PeerConfiguration { Name = "lma", Ipv6 = OnlyLma }, new PeerConfiguration { Name = "peer", Ipv6 = Peer }], new EngineLimits(), new SipHash(1, 2));

    [Fact]
    public void Message_FromAPeerOfOneHalf_IsForThatHalf()
    {
        foreach (byte[] message in new[] { Request(), Response(), Revocation(default, 1, ""), Revocation(RevocationFlags.Global, 129, "@a"), Error() })
        {
            Assert.Equal(MessageOwners.Anchor, OwnerOf(message, OnlyMag));
            Assert.Equal(MessageOwners.Gateway, OwnerOf(message, OnlyLma));
            Assert.Equal(MessageOwners.Anchor, OwnerOf(message, Stranger)); // It counts strangers.
        }

        Assert.Equal(MessageOwners.Anchor, OwnerOf([59, 0, 5], OnlyLma));
    }

    [Fact]
    public void Message_FromAPeerOfBothHalves_IsForWhoCanReadIt()
    {
        Assert.Equal(MessageOwners.Anchor, OwnerOf(Request(), Peer));
        Assert.Equal(MessageOwners.Both, OwnerOf(Response(), Peer));
        Assert.Equal(MessageOwners.Both, OwnerOf(Error(), Peer));
        Assert.Equal(MessageOwners.Both, OwnerOf(Acknowledgement(), Peer));
        Assert.Equal(MessageOwners.Gateway, OwnerOf(Revocation(default, 1, "mn1@example.com"), Peer));
        Assert.Equal(MessageOwners.Gateway, OwnerOf(Revocation(RevocationFlags.Global, 128, ""), Peer));
        Assert.Equal(MessageOwners.Anchor, OwnerOf(Revocation(RevocationFlags.Global, 128, "mag7"), Peer));
    }

    [Fact]
    public void Realm_RevokedByAPeerOfBothHalves_IsForTheMagWhileItHasConnectionsThere()
    {
        byte[] message = Revocation(RevocationFlags.Global, 129, "@example.com");
        Assert.Equal(MessageOwners.Anchor, OwnerOf(message, Peer));

        Assert.Equal(PeerLookup.Known, _lmas.TryResolve(PathTo(Peer), out int slot));
        _lmas.AddBinding(slot);

        Assert.Equal(MessageOwners.Gateway, OwnerOf(message, Peer));
    }

    private static SignallingPath PathTo(IpAddress remote) => new(SignallingForm.Ipv6, Own, remote, Own, remote, 0);

    private MessageOwners OwnerOf(byte[] message, IpAddress from) => MessageOwner.Of(PathTo(from), message, _mags, _lmas);

    private static byte[] Request()
    {
        byte[] room = new byte[64];
        Assert.Equal(WireStatus.Ok, new Heartbeat { Sequence = 1 }.Emit(room, out int length));
        return room[..length];
    }

    private static byte[] Response()
    {
        byte[] room = new byte[64];
        Heartbeat response = new() { Flags = HeartbeatFlags.Response, Sequence = 1, HasRestartCounter = true, RestartCounter = 2 };
        Assert.Equal(WireStatus.Ok, response.Emit(room, out int length));
        return room[..length];
    }

    private static byte[] Error()
    {
        byte[] room = new byte[64];
        Assert.Equal(WireStatus.Ok, new BindingError { Status = BindingErrorStatus.UnrecognizedMobilityHeaderType }.Emit(room, out int length));
        return room[..length];
    }

    private static byte[] Acknowledgement()
    {
        byte[] room = new byte[64];
        Assert.Equal(WireStatus.Ok, new BindingRevocationAcknowledgement { Sequence = 1, Flags = RevocationFlags.Proxy }.Emit(room, out int length));
        return room[..length];
    }

    private static byte[] Revocation(RevocationFlags flags, byte trigger, string identifier)
    {
        byte[] room = new byte[128];
        BindingRevocationIndication indication = new() { Flags = flags | RevocationFlags.Proxy, Trigger = (RevocationTrigger)trigger, Sequence = 1 };
        if (identifier.Length > 0)
        {
            indication.Options.HasIdentifier = true;
            indication.Options.IdentifierSubtype = MobileNodeIdentifierSubtype.NetworkAccessIdentifier;
            indication.Options.Identifier = System.Text.Encoding.UTF8.GetBytes(identifier);
        }

        Assert.Equal(WireStatus.Ok, indication.Emit(room, out int length));
        return room[..length];
    }
}
