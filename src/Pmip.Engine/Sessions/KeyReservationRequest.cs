using System;

namespace Pmip.Engine.Sessions;

/// <summary>The connection that a key is reserved for (R19). Spans are read during the call only.</summary>
public readonly ref struct KeyReservationRequest
{
    /// <summary>Identifier of the mobile node.</summary>
    public ReadOnlySpan<byte> Identifier { get; init; }

    /// <summary>APN, dotted UTF-8; with or without its operator identifier.</summary>
    public ReadOnlySpan<byte> AccessPoint { get; init; }

    /// <summary>PDN connection identifier, or null for a connection without one.</summary>
    public byte? PdnConnectionId { get; init; }
}
