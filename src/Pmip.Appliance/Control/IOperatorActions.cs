using System;
using Pmip.Appliance.Logging;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;

namespace Pmip.Appliance.Control;

/// <summary>How an operator's request ended.</summary>
public enum OperatorStatus : byte
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>Nothing fits the identifier and the access point.</summary>
    NotFound,

    /// <summary>This node has not the role that the request needs.</summary>
    WrongRole,

    /// <summary>It cannot be done now; the log says why.</summary>
    Refused,

    /// <summary>The node has no access interface of that name.</summary>
    NoSuchInterface,

    /// <summary>No access point of that name is configured.</summary>
    NoSuchAccessPoint,

    /// <summary>The profile of the node has no connection to that access point.</summary>
    NotInProfile,

    /// <summary>The node has no profile, and there is no default profile.</summary>
    NoProfile,

    /// <summary>Everything that was asked for is there or on its way.</summary>
    AlreadyThere,

    /// <summary>What is wanted is just being taken down; try again.</summary>
    Leaving,

    /// <summary>A table is full.</summary>
    NoRoom,

    /// <summary>An uplink key is of use only with an address of the connection.</summary>
    AddressMissing,

    /// <summary>The connection is not up.</summary>
    NotUp,

    /// <summary>One request adds or drops an address family, it does not exchange them.</summary>
    OneFamilyAtATime,

    /// <summary>No peer of that name is configured, or none of the prefix of that name has registered.</summary>
    NoSuchPeer,

    /// <summary>The binding has no IPv4 home address.</summary>
    NoIpv4HomeAddress,

    /// <summary>Nothing was ever heard from the peer, so there is no way to it.</summary>
    PeerNeverHeard,

    /// <summary>The realm is too long.</summary>
    RealmInvalid,

    /// <summary>The identifier is longer than the limits allow.</summary>
    IdentifierInvalid,

    /// <summary>A connection has the key, or it is reserved for another one.</summary>
    KeyInUse,

    /// <summary>Another connection had the key a short while ago.</summary>
    KeyResting,

    /// <summary>The connection has another reserved key.</summary>
    ConnectionHasReservation,

    /// <summary>The key is not reserved.</summary>
    NotReserved,

    /// <summary>The key is one of the MAG of this node, which is LMA too.</summary>
    KeyOfOtherRole,

    /// <summary>Partial failures are not told: the configuration names no component.</summary>
    ComponentsUnused,

    /// <summary>The component was reported before, and the report is still under way.</summary>
    ReportUnderWay,

    /// <summary>The peer has said that we are not authorized.</summary>
    NotAuthorized,
}

/// <summary>What an operator may change on a running node. Called on the control loop.</summary>
public interface IOperatorActions
{
    /// <summary>Changes the lowest level that is logged.</summary>
    void SetLogLevel(EventLevel level);

    /// <summary>
    /// MAG: ends the connections of a node, those at one access point or, when that is empty, all. <paramref name="count"/> is how
    /// many were ended.
    /// </summary>
    OperatorStatus Detach(ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint, out int count);

    /// <summary>LMA: removes the bindings of a node, likewise.</summary>
    OperatorStatus Remove(ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint, out int count);

    /// <summary>MAG: attaches a node on an access interface, heard or not.</summary>
    OperatorStatus Attach(in OperatorAttach request);

    /// <summary>MAG: adds or drops an address family of a running connection.</summary>
    OperatorStatus ChangeType(ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint, PdnType type);

    /// <summary>Brings up the static tunnel of this name, which its supervision has torn down.</summary>
    OperatorStatus BringUpTunnel(ReadOnlySpan<byte> name);

    /// <summary>
    /// LMA: revokes the bindings of a node, those at one access point or all, or only their IPv4 home addresses.
    /// <paramref name="count"/> is how many there were.
    /// </summary>
    OperatorStatus RevokeNode(
        ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint, bool ipv4Only, RevocationTrigger trigger, out int count);

    /// <summary>Revokes everything that there is with the peers of a name; <paramref name="count"/> is how many are told.</summary>
    OperatorStatus RevokePeer(ReadOnlySpan<byte> peer, out int count);

    /// <summary>Revokes everything of a realm, with the peers of a name or, when that is empty, with all.</summary>
    OperatorStatus RevokeRealm(ReadOnlySpan<byte> realm, ReadOnlySpan<byte> peer, out int count);

    /// <summary>LMA: reserves an uplink key for a connection (R19).</summary>
    OperatorStatus ReserveKey(GreKey key, in KeyReservationRequest request);

    /// <summary>LMA: gives a reservation up.</summary>
    OperatorStatus ReleaseKey(GreKey key);

    /// <summary>A component of this node failed and lost its bindings: peers are told (TS 23.007 partial failure).</summary>
    OperatorStatus ReportComponentFailure(ushort csid);

    /// <summary>Lets captures see the packets of one session, or with -1 of all, or no more.</summary>
    OperatorStatus Mirror(int session, bool isOn);
}
