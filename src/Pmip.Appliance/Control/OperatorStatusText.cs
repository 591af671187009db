using System;

namespace Pmip.Appliance.Control;

/// <summary>Why an operator's request was not done, in words.</summary>
internal static class OperatorStatusText
{
    public static ReadOnlySpan<byte> Of(OperatorStatus status) => status switch
    {
        OperatorStatus.NotFound => "there is no such connection"u8,
        OperatorStatus.WrongRole => "only an LMA does that, and this node is none"u8,
        OperatorStatus.NoSuchInterface => "this MAG has no such access interface, or it is not there now"u8,
        OperatorStatus.NoSuchAccessPoint => "no access point of that name is configured"u8,
        OperatorStatus.NotInProfile => "the profile of the node has no connection to that access point"u8,
        OperatorStatus.NoProfile => "the node has no profile, and there is no default profile"u8,
        OperatorStatus.AlreadyThere => "it is so already"u8,
        OperatorStatus.Leaving => "its connections are just being taken down, try again"u8,
        OperatorStatus.NoRoom => "a table is full, see \"show counters\""u8,
        OperatorStatus.AddressMissing => "what is known beforehand needs the APN that it is about, and an uplink key needs a prefix or an IPv4 address too"u8,
        OperatorStatus.NotUp => "the connection is not up"u8,
        OperatorStatus.OneFamilyAtATime => "one request adds or drops a family, it does not exchange them"u8,
        OperatorStatus.NoSuchPeer => "no peer of that name is there, see \"show peers\""u8,
        OperatorStatus.NoIpv4HomeAddress => "the binding has no IPv4 home address"u8,
        OperatorStatus.PeerNeverHeard => "nothing was ever heard from the peer, so there is no way to it"u8,
        OperatorStatus.RealmInvalid => "the realm is too long"u8,
        OperatorStatus.IdentifierInvalid => "the identifier is longer than limits.identifierOctets allows"u8,
        OperatorStatus.KeyInUse => "a connection has the key, or it is reserved for another one, see \"show reservations\""u8,
        OperatorStatus.KeyResting => "another connection had the key a short while ago, try again when timers.quarantineSeconds are over"u8,
        OperatorStatus.ConnectionHasReservation => "another key is reserved for the connection, release that first"u8,
        OperatorStatus.NotReserved => "the key is not reserved"u8,
        OperatorStatus.KeyOfOtherRole => "the low bits of the key are those of the MAG of this node, which is LMA too; choose another key"u8,
        OperatorStatus.ComponentsUnused => "the configuration has no partialFailure.csid, so peers know no components of this node"u8,
        OperatorStatus.ReportUnderWay => "peers are still being told of another failure, try again"u8,
        OperatorStatus.NotAuthorized => "the peer has said that this node is not authorized to (RFC 5846 9.2)"u8,
        _ => "it cannot be done now, the log says why"u8,
    };
}
