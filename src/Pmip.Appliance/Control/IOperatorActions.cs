using System;
using Pmip.Appliance.Logging;

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
}
