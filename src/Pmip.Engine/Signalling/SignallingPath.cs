using Pmip.Foundation.Addressing;

namespace Pmip.Engine.Signalling;

/// <summary>
/// Both ends of a signalling exchange as this node sees them. For <see cref="SignallingForm.Ipv6"/> the outer addresses are
/// the inner ones; for the bare UDP form the inner ones are the mapped forms of the outer ones, so
/// <see cref="Local"/> and <see cref="Remote"/> always identify the two nodes.
/// </summary>
/// <param name="Form">What stands between IP and the mobility header.</param>
/// <param name="Local">Our address inside.</param>
/// <param name="Remote">The peer's address inside.</param>
/// <param name="OuterLocal">Our address in the outermost IP header.</param>
/// <param name="OuterRemote">The peer's address in the outermost IP header.</param>
/// <param name="RemotePort">The peer's UDP port in the UDP forms, zero in the others.</param>
public readonly record struct SignallingPath(
    SignallingForm Form,
    IpAddress Local,
    IpAddress Remote,
    IpAddress OuterLocal,
    IpAddress OuterRemote,
    ushort RemotePort)
{
    /// <summary>Port of PMIPv6 signalling over UDP (RFC 5844 6, <c>pmip6-cntl</c>).</summary>
    public const ushort ControlPort = 5436;

    /// <summary>True when GRE between the two ends runs over IPv4 (R3).</summary>
    public bool IsIPv4Transport => Form != SignallingForm.Ipv6;
}
