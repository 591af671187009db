namespace Pmip.DataPath;

/// <summary>What one session has carried; octets are those of the inner packets.</summary>
/// <param name="PacketsIn">Packets taken out of the tunnel.</param>
/// <param name="OctetsIn">Octets taken out of the tunnel.</param>
/// <param name="PacketsOut">Packets put into the tunnel.</param>
/// <param name="OctetsOut">Octets put into the tunnel.</param>
public readonly record struct SessionCounters(ulong PacketsIn, ulong OctetsIn, ulong PacketsOut, ulong OctetsOut);
