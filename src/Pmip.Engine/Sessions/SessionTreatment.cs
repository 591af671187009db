namespace Pmip.Engine.Sessions;

/// <summary>What the packets of a connection get on their way, as its access point says. The engine hands it through to the data path.</summary>
/// <param name="OuterDscp">The host's number for how the outer DSCP is found; zero as everywhere on the node.</param>
/// <param name="UplinkBitsPerSecond">Aggregate maximum bit rate from the node; zero for any.</param>
/// <param name="DownlinkBitsPerSecond">Aggregate maximum bit rate towards the node; zero for any.</param>
/// <param name="BurstMilliseconds">Time of either rate that may be saved up.</param>
public readonly record struct SessionTreatment(byte OuterDscp, long UplinkBitsPerSecond, long DownlinkBitsPerSecond, int BurstMilliseconds);
