using System;
using Pmip.Appliance.Logging;
using Pmip.Engine.Configuration;

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
}
