namespace Pmip.DataPath;

/// <summary>What the process itself does about packets.</summary>
/// <param name="TakenOut">Packets that it took out of tunnels: from fragments, with a checksum or with a sequence number.</param>
/// <param name="PutIn">Packets that it put into tunnels: with a sequence number, or in pieces because the path is narrow.</param>
/// <param name="NarrowPaths">Remote ends whose path carries less than its route says.</param>
public readonly record struct SlowPathView(ulong TakenOut, ulong PutIn, int NarrowPaths);
