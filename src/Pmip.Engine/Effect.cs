namespace Pmip.Engine;

/// <summary>What the host must do after a step of an engine.</summary>
public enum EffectKind : byte
{
    /// <summary>Send the octets along the path.</summary>
    Transmit,

    /// <summary>Install or replace the session in the data path. A refusal goes back by <c>SessionRefused</c>.</summary>
    InstallSession,

    /// <summary>Take the session out of the data path.</summary>
    RemoveSession,

    /// <summary>MAG: the PDN connection in the slot is registered or has changed; serve the node.</summary>
    ConnectionUp,

    /// <summary>MAG: the PDN connection is gone; the code is a <see cref="Mag.ConnectionEnd"/>.</summary>
    ConnectionDown,

    /// <summary>MAG: the registration was refused; the code is the status of the acknowledgement, 0 when no answer came.</summary>
    ConnectionRefused,

    /// <summary>MAG: find out whether the node of the connection is on its link and say so by <c>NotePresence</c>.</summary>
    ProbePresence,

    /// <summary>Something worth a log line; the code is an <see cref="EngineNotice"/>, the octets are the node's identifier.</summary>
    Notice,
}

/// <summary>One effect: plain data of fixed size, so that a whole run can be logged, compared and replayed.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Slot">The binding that it concerns, or -1.</param>
/// <param name="Code">Meaning by kind.</param>
/// <param name="Offset">Where its octets start in the outbox.</param>
/// <param name="Length">How many octets it has.</param>
/// <param name="Detail">Where its path or its session stands in the outbox; for a connection the host's number of its node.</param>
public readonly record struct Effect(EffectKind Kind, int Slot, byte Code, int Offset, int Length, int Detail);
