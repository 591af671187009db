using System;
using Pmip.Foundation.Addressing;

namespace Pmip.Linux.Netlink;

/// <summary>Where a flower rule may run, and where the kernel says that it does.</summary>
[Flags]
public enum FlowerFlags : uint
{
    /// <summary>In software, and in the device if that likes to.</summary>
    None = 0,

    /// <summary>Not in the device.</summary>
    SkipHardware = 1,

    /// <summary>Not in software: the device refuses it or has it.</summary>
    SkipSoftware = 2,

    /// <summary>The device has it.</summary>
    InHardware = 4,

    /// <summary>The device has it not.</summary>
    NotInHardware = 8,

    /// <summary>Asks for the device's reason in words also when the rule is taken in software.</summary>
    Verbose = 16,
}

/// <summary>Where a rule is: one rule at most is in one place.</summary>
/// <param name="Interface">Index of the interface.</param>
/// <param name="IsEgress">On the way out.</param>
/// <param name="Priority">Rules of one priority are all for one family.</param>
/// <param name="IsIpv6">For IPv6 packets; else for IPv4.</param>
/// <param name="Handle">Number of the rule, not zero.</param>
public readonly record struct FlowerPlace(int Interface, bool IsEgress, ushort Priority, bool IsIpv6, uint Handle);

/// <summary>What a rule applies to; what is left out matches everything.</summary>
public struct FlowerMatch
{
    /// <summary>Source of the packet; a length of zero for any.</summary>
    public IpPrefix Source;

    /// <summary>Destination of the packet; a length of zero for any.</summary>
    public IpPrefix Destination;

    /// <summary>Link-layer source, or zero for any.</summary>
    public MacAddress LinkLayerSource;

    /// <summary>Link-layer destination, or zero for any.</summary>
    public MacAddress LinkLayerDestination;

    /// <summary>Key of the tunnel that it came out of, or none for any.</summary>
    public GreKey Key;

    /// <summary>Outer source, or unspecified for any.</summary>
    public IpAddress OuterSource;

    /// <summary>Outer destination, or unspecified for any.</summary>
    public IpAddress OuterDestination;
}

/// <summary>What a rule does with a packet, in the order of the members.</summary>
public struct FlowerActions
{
    /// <summary>Key of the tunnel that it goes into, or none.</summary>
    public GreKey TunnelKey;

    /// <summary>Outer source; with a key.</summary>
    public IpAddress TunnelSource;

    /// <summary>Outer destination; with a key.</summary>
    public IpAddress TunnelDestination;

    /// <summary>Takes what is known of the tunnel that it came out of away.</summary>
    public bool LeavesTunnel;

    /// <summary>Takes one off the time to live or hop limit.</summary>
    public bool TakesHop;

    /// <summary>Link-layer destination of a header that is put before it, or zero for none.</summary>
    public MacAddress PushDestination;

    /// <summary>Link-layer source of that header.</summary>
    public MacAddress PushSource;

    /// <summary>Interface over which it is sent on, or 0.</summary>
    public int RedirectTo;

    /// <summary>Without that: drops it instead of letting the kernel go on with it.</summary>
    public bool Drops;

    /// <summary>What the rule is known by to whoever made it.</summary>
    public UInt128 Cookie;
}

/// <summary>What the kernel says of a rule.</summary>
/// <param name="Place">Where it is.</param>
/// <param name="Flags">Where it runs.</param>
/// <param name="DeviceCount">Devices that have it.</param>
/// <param name="Cookie">What whoever made it knows it by; zero for none.</param>
/// <param name="Packets">Packets, those in the device among them.</param>
/// <param name="Octets">Their octets.</param>
/// <param name="DevicePackets">Packets in the device.</param>
/// <param name="DeviceOctets">Their octets.</param>
public readonly record struct FlowerState(
    FlowerPlace Place, FlowerFlags Flags, uint DeviceCount, UInt128 Cookie, ulong Packets, ulong Octets, ulong DevicePackets, ulong DeviceOctets);
