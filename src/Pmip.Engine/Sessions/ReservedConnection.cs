namespace Pmip.Engine.Sessions;

/// <summary>What tells a connection apart, beside the octets of its identifier.</summary>
internal readonly record struct ReservedConnection(ulong IdentifierHash, int AccessPoint, bool HasPdnConnectionId, byte PdnConnectionId);
