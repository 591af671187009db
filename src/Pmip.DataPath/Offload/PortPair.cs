namespace Pmip.DataPath.Offload;

/// <summary>Two ports between which sessions run, by the index of their interfaces.</summary>
/// <param name="Port">The access port (MAG) or service port (LMA).</param>
/// <param name="Transport">The transport port.</param>
/// <param name="AtLma">True at the LMA's end.</param>
/// <param name="IsOverIpv6">True for tunnels over IPv6.</param>
internal readonly record struct PortPair(int Port, int Transport, bool AtLma, bool IsOverIpv6);
