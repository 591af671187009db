using System;
using Pmip.Foundation.Addressing;

namespace Pmip.Engine.Sessions;

/// <summary>A reservation as the console shows it and the host keeps it. Spans point into the engine's tables.</summary>
public readonly ref struct KeyReservationView
{
    /// <summary>The reserved uplink key.</summary>
    public GreKey Key { get; init; }

    /// <summary>Identifier of the mobile node.</summary>
    public ReadOnlySpan<byte> Identifier { get; init; }

    /// <summary>Name of the APN, dotted UTF-8.</summary>
    public ReadOnlySpan<byte> AccessPoint { get; init; }

    /// <summary>PDN connection identifier, or null for a connection without one.</summary>
    public byte? PdnConnectionId { get; init; }

    /// <summary>True while the connection has the key.</summary>
    public bool IsInUse { get; init; }
}
