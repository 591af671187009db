namespace Pmip.DataPath;

/// <summary>What one session has carried; octets are those of the inner packets.</summary>
/// <param name="PacketsIn">Packets taken out of the tunnel.</param>
/// <param name="OctetsIn">Octets taken out of the tunnel.</param>
/// <param name="PacketsOut">Packets put into the tunnel.</param>
/// <param name="OctetsOut">Octets put into the tunnel.</param>
/// <param name="PolicedIn">Packets out of the tunnel that were dropped since the session was too fast.</param>
/// <param name="PolicedOut">Packets for the tunnel that were dropped since the session was too fast.</param>
public readonly record struct SessionCounters(
    ulong PacketsIn, ulong OctetsIn, ulong PacketsOut, ulong OctetsOut, ulong PolicedIn = 0, ulong PolicedOut = 0);
